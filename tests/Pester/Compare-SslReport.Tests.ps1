Describe 'Compare-SslReport' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Reports.ps1
        $run = New-TestRun

        # Changes as text, the times in one form.
        function Get-Change {
            param([Parameter(ValueFromPipeline)] [object] $Change)

            process { '{0} {1}: {2} -> {3}' -f $Change.Target, $Change.Kind, $Change.Before, $Change.After }
        }
    }

    It 'finds nothing between a run and itself, however it was saved' {
        $run | ConvertTo-SslReport Json | Set-Content (Join-Path $TestDrive own.json)
        ConvertTo-Json @($run) -Depth 5 | Set-Content (Join-Path $TestDrive theirs.json)
        $run | Export-Clixml (Join-Path $TestDrive run.xml)
        # Without certificates, which lie too deep.
        ConvertTo-Json @($run) -WarningAction SilentlyContinue | Set-Content (Join-Path $TestDrive shallow.json)
        foreach ($saved in 'own.json', 'theirs.json', 'run.xml', 'shallow.json') {
            $run | Compare-SslReport (Join-Path $TestDrive $saved) | Should -BeNullOrEmpty -Because $saved
            Compare-SslReport $run (Join-Path $TestDrive $saved) | Should -BeNullOrEmpty -Because $saved
        }
        $run | Compare-SslReport (Import-Clixml (Join-Path $TestDrive run.xml)) | Should -BeNullOrEmpty
        $run | Compare-SslReport (Get-Item (Join-Path $TestDrive own.json)) | Should -BeNullOrEmpty
        (Import-Clixml (Join-Path $TestDrive run.xml)) | Compare-SslReport $run | Should -BeNullOrEmpty
    }

    It 'finds <Kind>' -TestCases @(
        @{ Kind = 'StatusChanged'; With = @{ Status = 'Warning' }; Before = 'Ok'; After = 'Warning' }
        @{ Kind = 'CertificateChanged'; With = @{ Thumbprint = 'CD' * 32 }; Before = 'AB' * 32; After = 'CD' * 32 }
        @{ Kind = 'IssuerChanged'; With = @{ Issuer = 'CN=Other CA' }; Before = 'CN=Test CA, O=Test only'; After = 'CN=Other CA' }
        @{ Kind = 'ProtocolChanged'; With = @{ Protocol = 'TlsV1_2' }; Before = 'TlsV1_3'; After = 'TlsV1_2' }
        @{
            Kind = 'CipherChanged'
            With = @{ Cipher = 'TLS_CHACHA20_POLY1305_SHA256' }
            Before = 'TLS_AES_256_GCM_SHA384'
            After = 'TLS_CHACHA20_POLY1305_SHA256'
        }
    ) {
        $change = @(Compare-SslReport (New-TestReport) (New-TestReport -With $With))
        $change.Count | Should -Be 1
        $change[0] | Should -BeOfType ([QSslModule.SslReportChange])
        $change[0].Target, $change[0].Kind, $change[0].Before, $change[0].After | Should -Be 'one.example:443', $Kind, $Before, $After
    }

    It 'finds another thing that is wrong where the status is the same, and not other words for it' {
        $old = New-TestReport -Status Warning -Finding (New-TestFinding ExpiresSoon Warning 'expires in 9 days')
        $same = New-TestReport -Status Warning -Finding (New-TestFinding ExpiresSoon Warning 'expires in 8 days')
        $more = New-TestReport -Status Warning -Finding (New-TestFinding MissingIntermediate Warning 'misses'),
            (New-TestFinding ExpiresSoon Warning 'expires in 8 days')
        Compare-SslReport $old $same | Should -BeNullOrEmpty
        Compare-SslReport $old $more | Get-Change |
            Should -Be 'one.example:443 FindingsChanged: ExpiresSoon -> ExpiresSoon MissingIntermediate'
    }

    It 'finds that a fault has become graver, or is there once more, where the status is the same' {
        $expired = New-TestFinding
        $soon, $sooner = (New-TestFinding ExpiresSoon Warning 'in 9 days'), (New-TestFinding ExpiresSoon Critical 'in 2 days')
        $old = New-TestReport -Status Critical -Finding $expired, $soon
        Compare-SslReport $old (New-TestReport -Status Critical -Finding $expired, $sooner) | Get-Change | Should -Be (
            'one.example:443 FindingsChanged: CertificateExpired (Critical) ExpiresSoon (Warning) -> ' +
            'CertificateExpired (Critical) ExpiresSoon (Critical)')
        Compare-SslReport $old (New-TestReport -Status Critical -Finding $expired, $soon, $soon) | ForEach-Object After |
            Should -Be 'CertificateExpired (Critical) 2 ExpiresSoon (Warning)'
    }

    It 'warns that it compared nothing of a host that is <_> in both runs' -ForEach 'Unreachable', 'Unknown' {
        $lost = New-TestReport -Status $_ -Finding (New-TestFinding Unreachable Critical 'nothing answers')
        Compare-SslReport $lost $lost -WarningVariable said -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $said | Should -Be "one.example:443: Whether anything has changed is not known: the host is $_ in both runs (nothing answers)."
        $drift = Compare-SslReport $lost $lost -AsReport -WarningAction SilentlyContinue
        $drift.Status, $drift.Findings.Code | Should -Be Unknown, NothingCompared
        ($drift | ConvertTo-SslReport Nagios).ExitCode | Should -Be 3
    }

    It 'warns that only one of the runs knows what the host accepts' {
        $accepts = [pscustomobject]@{ Protocols = @(); Sections = @('Protocols'); Failure = '' }
        $judged = New-TestReport -With @{ Policy = 'Own'; Profile = $accepts }
        foreach ($pair in @($judged, (New-TestReport)), @((New-TestReport), $judged)) {
            $null = Compare-SslReport $pair[0] $pair[1] -WarningVariable said -WarningAction SilentlyContinue
            $said | Should -Match '^one.example:443: what the host accepts was not compared'
        }
        $null = Compare-SslReport $judged $judged -WarningVariable said
        $said | Should -BeNullOrEmpty
    }

    It 'finds an expiry that came nearer, and not one that went away' {
        $longer, $shorter = (New-TestReport -DaysLeft 300), (New-TestReport -DaysLeft 200)
        $change = Compare-SslReport $longer $shorter
        $change.Kind | Should -Be ExpiryShortened
        $change.Before | Should -Be $longer.NotAfter
        $change.After | Should -Be $shorter.NotAfter
        $change.After.Kind | Should -Be Utc
        Compare-SslReport $shorter $longer | Should -BeNullOrEmpty
    }

    It 'finds targets that came and went, in order' {
        Compare-SslReport $run[0, 1] $run[1, 2, 3] | Get-Change |
            Should -Be 'one.example:443 TargetRemoved: Ok -> ', 'three.example:443 TargetAdded:  -> Critical',
            '[2001:db8::1]:443 TargetAdded:  -> Unreachable'
        Compare-SslReport @() $run[0] | Get-Change | Should -Be 'one.example:443 TargetAdded:  -> Ok'
        Compare-SslReport $run[0] @() | Get-Change | Should -Be 'one.example:443 TargetRemoved: Ok -> '
    }

    It 'does not call changed what an unreachable host did not show' {
        $gone = New-TestReport -Status Unreachable -With @{
            Protocol = ''
            Cipher = ''
            Issuer = ''
            Thumbprint = ''
            Chain = @()
            NotAfter = $null
        }
        (Compare-SslReport (New-TestReport) $gone).Kind | Should -Be StatusChanged
    }

    It 'tells services of one host apart, and addresses only where there are several' {
        $smtp = New-TestReport 'one.example:25' -With @{ StartTls = 'smtp' }
        (Compare-SslReport (New-TestReport 'one.example:25') $smtp).Kind | Sort-Object | Should -Be TargetAdded, TargetRemoved
        $moved = New-TestReport -With @{ Address = '192.0.2.99' }
        Compare-SslReport (New-TestReport) $moved | Should -BeNullOrEmpty
        $second = New-TestReport -With @{ Address = '192.0.2.2'; Thumbprint = 'CD' * 32 }
        $changed = New-TestReport -With @{ Address = '192.0.2.2'; Thumbprint = 'EF' * 32 }
        $change = Compare-SslReport ((New-TestReport), $second) ((New-TestReport), $changed)
        $change.Target | Should -Be 'one.example:443 (192.0.2.2)'
        $change.Kind | Should -Be CertificateChanged
    }

    It 'tells apart what was tested by another <_>' -ForEach 'PeerName', 'Proxy', 'PSComputerName', 'StartTls' {
        $first, $second = (New-TestReport -With @{ $_ = 'a.example' }), (New-TestReport -Status Critical -With @{ $_ = 'b.example' })
        Compare-SslReport $first, $second $second, $first | Should -BeNullOrEmpty
        $change = Compare-SslReport $first, $second $first
        $change.Kind, $change.Before | Should -Be TargetRemoved, Critical
        $change.Target | Should -Match 'one.example:443 .*b.example'
        $worse = New-TestReport -Status Critical -With @{ $_ = 'a.example' }
        Compare-SslReport $first, $second $worse, $second | Get-Change | Should -Match 'a.example StatusChanged: Ok -> Critical'
    }

    It 'takes the host''s own name and this machine for what they are without being told' {
        Compare-SslReport (New-TestReport) (New-TestReport -With @{
            PeerName = 'ONE.example'
            PSComputerName = 'localhost'
        }) | Should -BeNullOrEmpty
    }

    It 'says which reports do not count, and that there were none' {
        $twice = (New-TestReport -Status Critical), (New-TestReport)
        (Compare-SslReport (New-TestReport) $twice -WarningVariable said -WarningAction SilentlyContinue).After |
            Should -Be Critical -Because 'of equally new reports the gravest counts'
        $said | Should -Match '-Difference has 2 reports of one.example:443'
        Compare-SslReport @() @() -WarningVariable said -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $said | Should -Match 'nothing to compare'
    }

    It 'reads a file with brackets in its name, and several by a pattern' {
        $run[0] | Export-SslReport (Join-Path $TestDrive 'day[1].json')
        $run[1] | Export-SslReport (Join-Path $TestDrive 'day2.json')
        Compare-SslReport (Join-Path $TestDrive 'day[1].json') $run[0] | Should -BeNullOrEmpty
        Compare-SslReport (Join-Path $TestDrive 'day*.json') $run[0, 1] | Should -BeNullOrEmpty
    }

    It 'takes the newest of several reports of one target' {
        $later = New-TestReport -Status Critical -With @{ Timestamp = [datetime]'2026-12-01' }
        (Compare-SslReport (New-TestReport) ($later, (New-TestReport))).After | Should -Be Critical
    }

    It 'compares nothing when a run cannot be read' {
        $bad = Join-Path $TestDrive bad.json
        $null = New-Item $bad
        foreach ($case in @('', 'SslFileUnreadable'), @('{ "a": ', 'SslFileUnreadable'), @('<Objs><', 'SslFileUnreadable'),
            @('<html/>', 'SslFileUnreadable'), @('["text"]', 'SslNotAReport'), @('[{"a":1}]', 'SslNotAReport')) {
            Set-Content $bad $case[0] -NoNewline
            { $run | Compare-SslReport $bad } | Should -Throw -ErrorId "$($case[1]),*" -Because $case[0]
        }
        { $run | Compare-SslReport (Join-Path $TestDrive missing.json) } | Should -Throw -ErrorId 'SslFileNotFound,*'
        { $run | Compare-SslReport '' } | Should -Throw -ErrorId 'Ssl*'
        Set-Content $bad '[{"Target":"\ud800:1","Status":"Ok"}]'
        { $run | Compare-SslReport $bad } | Should -Throw -ErrorId 'SslFileUnreadable,*'
        { Compare-SslReport $run 12 } | Should -Throw -ErrorId 'SslNotAReport,*'
    }

    It 'shows changes as a table that fits, also after CLIXML' {
        $changes = Compare-SslReport (New-TestReport -DaysLeft 300) (New-TestReport -DaysLeft 200 -Status Warning)
        $path = Join-Path $TestDrive changes.xml
        $changes | Export-Clixml $path
        $table = $changes | Format-Table | Out-String -Width 80
        $table | Should -Match 'Target +Kind +Before +After'
        $table | Should -Match 'ExpiryShortened +2027-09-19 +2027-06-11'
        Import-Clixml $path | Format-Table | Out-String -Width 80 | Should -Be $table
    }

    Context 'as reports' {
        BeforeAll {
            . $PSScriptRoot/Reports.ps1
            function Get-Drift { param($Before, $After) Compare-SslReport @($Before) @($After) -AsReport }
        }

        It 'has a report for each target, and <Code> as its exit code for <Name>' -TestCases @(
            @{ Name = 'nothing that has changed'; With = @{}; Code = 0; Kinds = @() }
            @{ Name = 'another certificate'; With = @{ Thumbprint = 'CD' * 32 }; Code = 1; Kinds = 'CertificateChanged' }
            @{
                Name = 'a host that is critical now'
                With = @{
                    Status = 'Critical'
                    Findings = @([pscustomobject]@{ Code = 'CertificateExpired'; Severity = 'Critical'; Message = 'It has expired' })
                }
                Code = 2
                Kinds = 'StatusChanged'
            }
            @{ Name = 'a host that is not reached now'; With = @{ Status = 'Unreachable' }; Code = 2; Kinds = 'StatusChanged' }
        ) {
            $after = New-TestReport -With $With
            $drift = Get-Drift (New-TestReport) $after
            $drift | Should -BeOfType ([QSslModule.SslHostReport])
            @($drift.Findings | ForEach-Object Code) | Should -Be $Kinds
            ($drift | ConvertTo-SslReport Nagios).ExitCode | Should -Be $Code
            # The run itself stays as it is.
            @($after.Findings | ForEach-Object Code) | Should -Be @($With['Findings'] | ForEach-Object Code)
        }

        It 'is a warning for targets that are new or gone, and critical for a new one that is bad' {
            $drift = Get-Drift (New-TestReport gone.example:443) (New-TestReport new.example:443)
            $drift.Target | Should -Be gone.example:443, new.example:443
            $drift.Status | Should -Be Warning, Warning
            $drift.Findings.Code | Should -Be TargetRemoved, TargetAdded
            (Get-Drift @() (New-TestReport new.example:443 Critical (New-TestFinding))).Status | Should -Be Critical
        }

        It 'says what has changed in <_>' -ForEach 'Html', 'Json', 'Csv', 'Markdown', 'JUnit', 'Sarif', 'Prometheus', 'Nagios', 'Tap',
            'Zabbix' {
            $text = "$(Get-Drift (New-TestReport) (New-TestReport -With @{ Protocol = 'TlsV1_2' }) | ConvertTo-SslReport $_)"
            ($text -replace '\\') | Should -Match (
                $_ -eq 'Prometheus' ? 'ProtocolChanged' : 'Protocol changed: it was TlsV1_3, and is TlsV1_2')
        }

        It 'is unknown where there was nothing to compare' {
            (Compare-SslReport @() @() -AsReport -WarningAction SilentlyContinue | ConvertTo-SslReport Nagios).ExitCode | Should -Be 3
        }
    }
}
