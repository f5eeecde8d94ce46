Describe 'Views' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $root = New-SslCertificate -CertificateAuthority -Subject 'CN=A certification authority with a rather long name,O=Some organization'
        $made = New-SslCertificate a-rather-long-host-name.department.example.org, localhost -Issuer $root
        $server = New-SslServer -Certificate $made
        $socket = Connect-SslHost localhost $server.ServerPort -SkipCertificateCheck -TimeoutSeconds 10
        $values = @{
            QSslSocket = $socket
            QSslServer = $server
            QSslCertificate = $made.Certificate
            QSslKey = $made.Key
            SslIdentity = $made
            SslBackend = (Get-SslBackend)[0]
            QSslCipher = $socket.SessionCipher
            QSslError = $socket.SslHandshakeErrors[0]
            SslPeerError = ($socket | Get-SslError)[0]
            SslPeerCertificate = ($socket | Get-SslPeerChain)[0]
            SslHostReport = ($report = Test-SslHost localhost $server.ServerPort -TimeoutSeconds 10)
            SslReportCertificate = $report.Chain[0]
            SslReportFinding = $report.Findings[0]
            SslReportTimings = $report.Timings
            SslReportChange = (Compare-SslReport $report (
                Test-SslHost localhost $server.ServerPort -SkipCertificateCheck -TimeoutSeconds 10))[0]
            QSslConfiguration = $socket.SslConfiguration
            SslPolicy = ($policy = Get-SslPolicy QSslModule)
            SslPolicyRule = $policy.Rules[0]
            SslHostProfile = ($profiled = Get-SslHostProfile localhost $server.ServerPort -Section Protocols, Ciphers -TimeoutSeconds 30)
            SslProfileProtocol = $profiled.Protocols[-1]
            SslProfileCipher = $profiled.Protocols[-1].Ciphers[0]
            SslPolicyVerdict = $policy.Judge($profiled)[0]
            SslCertificateVerdict = $made | Test-SslCertificate -AsChain -HostName example.org -CaCertificate $root
            AlternativeName = $made.Certificate.SubjectAlternativeNames[0]
        }
    }
    AfterAll { $socket.Dispose(); $server | Stop-SslServer }

    It 'show <Name> as a table of three to six columns that fits 80, and as a list' -TestCases @(
        'QSslSocket', 'QSslServer', 'QSslCertificate', 'QSslKey', 'SslIdentity', 'SslBackend', 'QSslCipher', 'SslPeerError',
            'SslPeerCertificate', 'SslHostReport', 'SslReportCertificate', 'SslReportFinding', 'SslReportTimings', 'SslReportChange',
            'SslCertificateVerdict', 'QSslConfiguration', 'SslPolicy', 'SslPolicyRule', 'SslPolicyVerdict', 'SslHostProfile',
            'SslProfileProtocol', 'SslProfileCipher' | ForEach-Object { @{ Name = $_ } }
    ) {
        $lines = @(($values[$Name] | Format-Table | Out-String -Width 80) -split '\r?\n' -replace '\x1b\[[\d;]*m' |
            Where-Object { $_.Trim() })
        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
        $columns = @($lines[1] -split ' +' | Where-Object { $_ }).Count
        $columns | Should -BeGreaterOrEqual 3
        $columns | Should -BeLessOrEqual 6
        $lines.Count | Should -BeGreaterOrEqual 3
        $list = $values[$Name] | Format-List | Out-String -Width 200
        @($list -split '\n' | Where-Object { $_ -match ' : ' }).Count | Should -BeGreaterOrEqual 3
    }

    It 'show <Name> by default without an error' -TestCases @(
        'QSslSocket', 'QSslServer', 'QSslCertificate', 'QSslKey', 'SslIdentity', 'SslBackend', 'QSslCipher', 'QSslError', 'SslPeerError',
            'SslPeerCertificate', 'SslHostReport', 'SslReportCertificate', 'SslReportFinding', 'SslReportTimings', 'SslReportChange',
            'QSslConfiguration', 'AlternativeName', 'SslCertificateVerdict', 'SslPolicy', 'SslPolicyRule', 'SslPolicyVerdict',
            'SslHostProfile', 'SslProfileProtocol', 'SslProfileCipher' | ForEach-Object { @{ Name = $_ } }
    ) {
        $before = $Error.Count
        ($values[$Name] | Out-String -Width 120).Trim() | Should -Not -BeNullOrEmpty
        $Error.Count | Should -Be $before
    }

    It 'show the finding of a report, and the end of a long path, within 80 columns' {
        . $PSScriptRoot/Reports.ps1
        function Get-Line($Report) {
            $Report.PSObject.TypeNames.Insert(0, 'QSslModule.SslHostReport')
            @($Report | Format-Table | Out-String -Width 80) -split '\r?\n' | Where-Object { $_ -match 'Critical' }
        }
        $path = '/etc/ssl/private/very/long/way/to/server.pem'
        Get-Line (New-TestReport -With @{ Target = $path; Status = 'Critical' }) | Should -Match '^…\S*/way/to/server\.pem '
        Get-Line (New-TestReport -With @{ Target = 'a-very-long-name-of-a-host.example.org:443'; Status = 'Critical' }) |
            Should -Match '^a-very-long'
        foreach ($pair in @(
                , @("The TLS handshake with one.example:443 failed: the peer refused with", 'the peer refused')
                , @("one.example:443 (192.0.2.1) refused the connection: nothing listens", 'refused the conn')
                , @("The host name 'one.example' could not be resolved: Name or service", 'Name or serv')
                , @("The certificate is self-signed and not trusted", 'is self-signed')
                , @("The bundle '/etc/ssl/a.p12' cannot be read: it is encrypted", 'it is encrypted'))) {
            Get-Line (New-TestReport -With @{ Status = 'Critical'; Reason = [string[]]@($pair[0]) }) | Should -Match $pair[1]
        }
    }

    It 'are texts in a table of HTML and in CSV' {
        $one = $values.SslHostReport
        $one.Errors.Count | Should -BeGreaterThan 1
        foreach ($text in ($one | ConvertTo-Html Target, Reason, Errors | Out-String), ($one | ConvertTo-Csv | Out-String)) {
            $text | Should -BeLike "*$($one.Reason -join '; ')*"
            $text | Should -BeLike "*$($one.Errors -join '; ')*"
            $text | Should -Not -Match 'String\[\]'
        }
        $row = $one | ConvertTo-Csv | ConvertFrom-Csv
        $row.Findings | Should -Be ($one.Findings.Code -join '; ')
        $row.Chain | Should -Be ($one.Chain.Subject -join '; ')
        # Nothing listens on port 1.
        ([pscustomobject]@{ HostName = '127.0.0.1'; Port = 1; Site = 'b'; Owner = 'web' } | Test-SslHost -TimeoutSeconds 5 |
            ConvertTo-Csv | ConvertFrom-Csv).Tags | Should -Be 'Owner=web; Site=b'
        foreach ($cell in ($one | ConvertTo-Csv | ConvertFrom-Csv).PSObject.Properties) {
            $cell.Value | Should -Not -Match '^(System|QSsl\w+)\.|\[\]' -Because $cell.Name
        }
        $one.Errors -contains $one.Errors[-1] | Should -BeTrue
        [bool]$one.TlsaRecords | Should -BeFalse
        ($one | ConvertTo-Json -Depth 3 | ConvertFrom-Json).Errors | Should -Be @($one.Errors)
    }

    It 'show every property of a removed socket without an error' {
        $gone = New-SslSocket
        $gone | Remove-SslSocket
        { $gone | Format-List * -Force | Out-String } | Should -Not -Throw
        ($gone | Format-Table | Out-String) | Should -Match Unconnected
    }

    It 'show a date by its digits alone, whatever the culture is, and after a job' {
        $expected = $made.NotAfter.UtcDateTime.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
        $before = [cultureinfo]::CurrentCulture
        try {
            # Its calendar is 543 years ahead.
            [cultureinfo]::CurrentCulture = 'th-TH'
            $values.SslPeerCertificate | Out-String -Width 120 | Should -Match $expected
            $values.QSslCertificate | Out-String -Width 120 | Should -Match $expected
        }
        finally { [cultureinfo]::CurrentCulture = $before }
        $sent = [System.Management.Automation.PSSerializer]::Deserialize(
            [System.Management.Automation.PSSerializer]::Serialize($values.SslPeerCertificate, 1))
        $sent | Out-String -Width 120 | Should -Match $expected
    }

    It 'keep the lines of a chain that was not accepted, also in a script' {
        $script = Join-Path $TestDrive 'a script.ps1'
        Set-Content $script ("Import-Module '$PackagePath/QSslModule.psd1'`n" +
            "Connect-SslHost localhost:$($server.ServerPort) -TimeoutSeconds 10")
        $lines = @((pwsh -NoProfile -NonInteractive -File $script 2>&1) -split '\r?\n' -replace '\x1b\[[\d;]*m')
        $lines | Where-Object { $_ -match '^  >> 0  CN=a-rather-long-host-name' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match '^  >>    \w+: ' } | Should -Not -BeNullOrEmpty
        $lines | Where-Object { $_ -match 'Recommendation: ' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match 'a script\.ps1:2' } | Should -HaveCount 1
    }

    It 'show a chain that was not accepted where the language is constrained, too' {
        $text = Invoke-Constrained "Connect-SslHost localhost:$($server.ServerPort) -TimeoutSeconds 10 2>&1 | Out-String -Width 200"
        $text | Should -Match '(?m)^  >> 0  CN=a-rather-long-host-name'
        $text | Should -Match 'Recommendation: '
    }

    It 'show nothing of a private key' {
        $secret = [Convert]::ToBase64String($made.Key.ToDer()).Substring(40, 40)
        foreach ($value in $made, $made.Key, $socket.SslConfiguration, $server) {
            ($value | Format-List * -Force | Out-String -Width 4000) | Should -Not -Match ([regex]::Escape($secret))
        }
    }
}
