# Test-SslHost: a report on each host, whatever is the matter with it.
Describe 'Test-SslHost' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $trouble = Get-OpenSslTrouble
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $servers = [ordered]@{}
        foreach ($name in 'Good', 'Expired', 'WrongName', 'SelfSigned', 'Unknown') {
            $servers[$name] = New-SslServer -Certificate $pki.$name.Certificate -Key $pki.$name.Key
        }
        # Nobody takes the connections of these servers: they are let go as they come, or the queue would be full.
        $jobs = $servers.Values | ForEach-Object {
            Register-ObjectEvent $_ PendingConnectionAvailable -Action {
                while ($taken = $Event.Sender.NextPendingConnection()) { $taken.DisconnectFromHost() }
            }
        }
        $mail = Start-StartTlsServer $pki.Good
        $silent = Start-FaultyServer Silent
        $plain = Start-FaultyServer Plaintext
        $known = @{ CaCertificate = $pki.CaCertificate; WarningDays = 10; CriticalDays = 5; TimeoutSeconds = 10 }
        $good = "localhost:$($servers.Good.ServerPort)"
    }
    AfterAll {
        $jobs | Remove-Job -Force
        $servers.Values | Stop-SslServer
        $mail, $silent, $plain | ForEach-Object Dispose
    }

    It 'reports a good host as Ok, with everything about it' {
        $report = Test-SslHost $good @known
        $report.Status | Should -Be Ok
        $report.Reason | Should -BeNullOrEmpty
        $report.Target | Should -Be $good
        $report.Address | Should -BeIn '127.0.0.1', '::1'
        $report.Protocol | Should -Be TlsV1_3
        $report.Cipher | Should -Match '^TLS_'
        $report.Subject | Should -Match 'CN=localhost'
        $report.SubjectAlternativeNames | Should -Contain localhost
        $report.Issuer | Should -Match 'Test CA'
        $report.DaysLeft | Should -Be 19
        $report.LifetimeUsedPercent | Should -Be 50
        $report.Chain[0].Thumbprint | Should -Be $pki.Good.Thumbprint
        $report.VerifiedChain.Count | Should -Be 2
        $report.Timings.Handshake | Should -BeGreaterThan 0
        $report.Backend | Should -Be ([QSslCore.QSslSocket]::ActiveBackend)
    }

    It 'tells the group of the key exchange where the backend does' {
        if ($why = Get-FeatureTrouble 'group to tell') { Set-ItResult -Skipped -Because $why; return }
        (Test-SslHost $good @known -Group P-384).Group | Should -Be secp384r1
    }

    It 'knows hosts by a pre-shared key, and no others' {
        if ($why = Get-FeatureTrouble 'pre-shared keys') { Set-ItResult -Skipped -Because $why; return }
        $server = New-SslServer -PreSharedKey @{ monitor = [byte[]](1..16) }
        try {
            $right = Test-SslHost localhost $server.ServerPort -PreSharedKey @{ monitor = [byte[]](1..16) } -TimeoutSeconds 10
            $wrong = Test-SslHost localhost $server.ServerPort -PreSharedKey @{ monitor = [byte[]](2..17) } -TimeoutSeconds 10
            $other = Test-SslHost localhost $servers.SelfSigned.ServerPort -PreSharedKey @{ monitor = [byte[]](1..16) } -TimeoutSeconds 10
            $right.Status | Should -Be Ok -Because ($right.Reason -join '; ')
            $right.Errors | Should -BeNullOrEmpty
            # No certificate has none of the pinned keys.
            $pinned = Test-SslHost localhost $server.ServerPort -PreSharedKey @{
                monitor = [byte[]](1..16)
            } -TimeoutSeconds 10 -Pin ('sha256/' + 'A' * 42 + 'A=')
            $pinned.Status, $pinned.Findings.Code | Should -Be Critical, PinMismatch
            $wrong.Status, $other.Status | Should -Be Critical, Critical
            $other.Errors | Should -Contain SelfSignedCertificate
        }
        finally {
            $server | Stop-SslServer
        }
    }

    It 'reports <Name> as <Status>' -TestCases @(
        @{ Name = 'Expired'; Status = 'Critical'; Code = 'CertificateExpired' }
        @{ Name = 'WrongName'; Status = 'Critical'; Code = 'HostNameMismatch' }
        @{ Name = 'SelfSigned'; Status = 'Critical'; Code = 'SelfSignedCertificate' }
        @{ Name = 'Unknown'; Status = 'Critical'; Code = 'UnableToGetLocalIssuerCertificate' }
    ) {
        $report = Test-SslHost localhost $servers.$Name.ServerPort @known
        $report.Status | Should -Be $Status
        $report.Errors | Should -Contain $Code
        $report.Reason | Should -Not -BeNullOrEmpty
        $report.Chain[0].Thumbprint | Should -Be $pki.$Name.Thumbprint
        $report.Protocol | Should -Be TlsV1_3
    }

    It 'reports what does not answer, or not in TLS, and writes no error' {
        $closed = Get-ClosedPort
        $reports = "localhost:$closed", 'no-such-host.invalid:443', "localhost:$($silent.Port)", "localhost:$($plain.Port)" |
            Test-SslHost -TimeoutSeconds 1 -Ordered -ErrorVariable failed
        $failed | Should -BeNullOrEmpty
        $reports.Status | Should -Be Unreachable, Unreachable, Critical, Critical
        $reports[0].Reason | Should -Match refused
        $reports[1].Reason | Should -Match 'no-such-host'
        $reports[2].Reason | Should -Match '1 s'
        $reports[3].Reason | Should -Match '220 mail'
    }

    Context 'of a host that asks for a certificate of the client' {
        BeforeEach {
            $strict = $null
            if ($why = $trouble) { Set-ItResult -Skipped -Because $why }
            elseif ($why = Get-FeatureTrouble 'word on what servers ask for in TLS 1.3') { Set-ItResult -Skipped -Because $why }
        }
        AfterEach { $strict | Stop-OpenSslServer }

        It 'is critical where the host insists on it: <Version>' -TestCases @(
            @{ Version = '-tls1_2'; Alert = 'HandshakeFailure' }
            @{ Version = '-tls1_3'; Alert = 'CertificateRequired' }
        ) {
            $strict = Start-OpenSslServer $pki.Good $pki.Path -Argument '-Verify', '1', $Version
            $report = Test-SslHost localhost $strict.Port @known
            $report.Status | Should -Be Critical
            $report.Findings.Code | Should -Be HandshakeFailed
            $report.Reason | Should -Match "asked for a client certificate, got none, and refused with the alert $Alert"
            $report.Subject | Should -Match 'CN=localhost'
            $report.ClientCertificate | Should -Be Required
        }

        It 'tells where the host goes on without: <Version>' -TestCases @(@{ Version = '-tls1_2' }, @{ Version = '-tls1_3' }) {
            $strict = Start-OpenSslServer $pki.Good $pki.Path -Argument '-verify', '1', $Version
            $report = Test-SslHost localhost $strict.Port @known
            $report.Status | Should -Be Ok -Because "$($report.Reason)"
            $report.ClientCertificate | Should -Be Requested
        }

        It 'takes the farewell of a host that gives no sessions for its word' {
            $strict = Start-OpenSslServer $pki.Good $pki.Path -Argument '-verify', '1', '-tls1_3', '-num_tickets', '0'
            $report = Test-SslHost localhost $strict.Port @known
            $report.Status | Should -Be Ok -Because "$($report.Reason)"
            $report.ClientCertificate | Should -Be Requested
        }

        It 'is well where it was given: <Version>' -TestCases @(@{ Version = '-tls1_2' }, @{ Version = '-tls1_3' }) {
            $strict = Start-OpenSslServer $pki.Good $pki.Path -Argument '-Verify', '1', $Version
            $report = Test-SslHost localhost $strict.Port @known -Certificate $pki.Unknown.Certificate -Key $pki.Unknown.Key
            $report.Status | Should -Be Ok -Because "$($report.Reason)"
            $report.ClientCertificate | Should -Be Requested
        }

        It 'is critical where another was given: <Version>' -TestCases @(@{ Version = '-tls1_2' }, @{ Version = '-tls1_3' }) {
            $strict = Start-OpenSslServer $pki.Good $pki.Path -Argument '-Verify', '1', '-verify_return_error', '-CAfile',
                $pki.CaCertificate, $Version
            $report = Test-SslHost localhost $strict.Port @known -Certificate $pki.Unknown.Certificate -Key $pki.Unknown.Key
            $report.Status | Should -Be Critical
            $report.Reason | Should -Match 'does not know the authority of the certificate it got'
            $report.ClientCertificate | Should -Not -Be Required
        }

        It 'says nothing where the host does not ask' {
            $strict = Start-OpenSslServer $pki.Good $pki.Path
            (Test-SslHost localhost $strict.Port @known).ClientCertificate | Should -BeNullOrEmpty
        }
    }

    It 'warns by days, by lifetime, and by pin' {
        (Test-SslHost $good -CaCertificate $pki.CaCertificate -WarningDays 25 -CriticalDays 5).Status | Should -Be Warning
        (Test-SslHost $good -CaCertificate $pki.CaCertificate -CriticalDays 25).Status | Should -Be Critical
        (Test-SslHost $good @known -WarningPercent 50).Status | Should -Be Warning
        (Test-SslHost $good @known -CriticalPercent 50).Reason | Should -Match '50 percent'
        $pin = (Test-SslHost $good @known).Pin
        (Test-SslHost $good @known -Pin $pin).Status | Should -Be Ok
        $other = 'sha256/' + [Convert]::ToBase64String([byte[]]::new(32))
        (Test-SslHost $good @known -Pin $other).Status | Should -Be Critical
        (Test-SslHost $good @known -Pin $other, $pin).Status | Should -Be Ok
        { Test-SslHost $good -Pin nonsense } | Should -Throw -ErrorId 'SslUnsupportedInput,*'
    }

    It 'does not count what is expected, and nothing with -SkipCertificateCheck but the dates' {
        $port = $servers.SelfSigned.ServerPort
        $report = Test-SslHost localhost $port @known -ExpectedError SelfSignedCertificate
        $report.Status | Should -Be Ok
        $report.Errors | Should -Be SelfSignedCertificate
        (Test-SslHost localhost $port @known -ExpectedError HostNameMismatch).Status | Should -Be Critical
        (Test-SslHost localhost $port @known -SkipCertificateCheck).Status | Should -Be Ok
    }

    It 'says how far it came with a host that keeps silent' {
        $report = Test-SslHost localhost $silent.Port -StartTls smtp -TimeoutSeconds 0.3
        $report.Findings.Code | Should -Be StartTlsFailed
        $report.Reason | Should -Be ("localhost:$($silent.Port) did not come to TLS by smtp within 0.3 s; " +
            "it has sent nothing, as a port that starts with TLS does")
        "$($report.Timings)" | Should -Match '^lookup .* ms, connect .* ms, total .* ms$'
    }

    It 'comes to TLS by STARTTLS, told or by the scheme' {
        $report = Test-SslHost localhost $mail.Port -StartTls SMTP @known
        $report.Status | Should -Be Ok
        $report.StartTls | Should -Be smtp
        $report.Timings.StartTls | Should -Not -BeNullOrEmpty
        $report = Test-SslHost $good -StartTls smtp -TimeoutSeconds 1
        $report.Status | Should -Be Critical
        (Test-SslHost localhost $plain.Port -StartTls imap -TimeoutSeconds 5).Reason | Should -Match 'does not speak'
    }

    It 'streams, keeps the order when told, and holds no more than it may at once' {
        $targets = 1..20 | ForEach-Object { "localhost:$($servers.Good.ServerPort)"; "localhost:$($servers.Expired.ServerPort)" }
        $reports = $targets | Test-SslHost @known -ThrottleLimit 3 -Ordered
        $reports.Target | Should -Be $targets
        @($reports | Where-Object Status -EQ Ok).Count | Should -Be 20
        # The first is written although the second never answers.
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $first = $good, "localhost:$($silent.Port)" | Test-SslHost @known | Select-Object -First 1
        $first.Target | Should -Be $good
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
    }

    It 'goes on after a target that is none' {
        $reports = 'bad host:99999', $good | Test-SslHost @known -Ordered -ErrorAction SilentlyContinue -ErrorVariable failed
        $reports.Status | Should -Be Critical, Ok
        ($failed | Get-Summary).Id | Should -Be SslInvalidTarget
    }

    It 'gives each reason a code and a severity' {
        $report = Test-SslHost localhost $servers.SelfSigned.ServerPort -CaCertificate $pki.CaCertificate -WarningDays 25
        $report.Findings.Code | Should -Be SelfSignedCertificate, ExpiresSoon
        $report.Findings.Severity | Should -Be Critical, Warning
        $report.Findings.Message | Should -Be $report.Reason
        (Test-SslHost "localhost:$(Get-ClosedPort)").Findings.Code | Should -Be Unreachable
        (Test-SslHost localhost $plain.Port -TimeoutSeconds 5).Findings.Code | Should -Be HandshakeFailed
        (Test-SslHost localhost $plain.Port -StartTls imap -TimeoutSeconds 5).Findings.Code | Should -Be StartTlsFailed
        (Test-SslHost $good @known -Pin ('sha256/' + 'A' * 42 + 'A=') -WarningPercent 50).Findings.Code |
            Should -Be PinMismatch, LifetimeUsed
    }

    It 'judges for another moment' {
        $then = [DateTimeOffset]::UtcNow.AddDays(10)
        $report = Test-SslHost $good @known -At $then
        $report.Status | Should -Be Warning
        $report.DaysLeft | Should -Be 9
        $report.At | Should -Be $then.UtcDateTime
        $report.Timestamp | Should -BeLessThan ([datetime]::UtcNow.AddSeconds(1))
        $report = Test-SslHost $good @known -At ([datetime]::Now.AddDays(25))
        $report.Status | Should -Be Critical
        $report.Errors | Should -Contain CertificateExpired
        $report.DaysLeft | Should -Be -6
        # What is over now did hold a week ago.
        $report = Test-SslHost localhost $servers.Expired.ServerPort @known -At ([datetime]::UtcNow.AddDays(-8))
        $report.Status | Should -Be Warning
        $report.Errors | Should -BeNullOrEmpty
        (Test-SslHost $good @known).At | Should -BeGreaterThan ([datetime]::UtcNow.AddMinutes(-1))
    }

    It 'tests every address of a name, and says which' {
        $reports = @(Test-SslHost $good @known -AllAddresses)
        $reports | ForEach-Object Address | Sort-Object |
            Should -Be ([System.Net.Dns]::GetHostAddresses('localhost').IPAddressToString | Sort-Object -Unique)
        $first = $reports | Where-Object Address -EQ 127.0.0.1
        $first.Target | Should -Be $good
        $first.HostName | Should -Be localhost
        $first.Status | Should -Be Ok -Because 'the name is verified, not the address'
        $first.Timings.Lookup | Should -Not -BeNullOrEmpty
        @(Test-SslHost "127.0.0.1:$($servers.Good.ServerPort)" @known -AllAddresses).Status | Should -Be Ok
        @(Test-SslHost 'localhost' $mail.Port -StartTls smtp @known -AllAddresses -NetworkProtocol IPv4).Status | Should -Be Ok
    }

    It 'writes a report on each of several addresses' {
        $name = 'localhost', [System.Net.Dns]::GetHostName() | Where-Object {
            @([System.Net.Dns]::GetHostAddresses($_).IPAddressToString | Sort-Object -Unique).Count -gt 1
        } | Select-Object -First 1
        if (-not $name) { Set-ItResult -Skipped -Because 'no name of this system has several addresses'; return }
        $closed = Get-ClosedPort
        $reports = @(Test-SslHost "${name}:$closed", $good @known -AllAddresses -TimeoutSeconds 5 -Ordered)
        $found = [System.Net.Dns]::GetHostAddresses($name).IPAddressToString | Sort-Object -Unique
        $several = @($reports | Where-Object Target -EQ "${name}:$closed")
        $several | ForEach-Object Address | Sort-Object | Should -Be $found
        $several | ForEach-Object Status | Sort-Object -Unique | Should -Be Unreachable
        $reports[-1].Target | Should -Be $good
    }

    It 'writes one report on a name without an address, as ever' {
        $report = Test-SslHost no-such-host.invalid -AllAddresses -TimeoutSeconds 5
        $report.Status | Should -Be Unreachable
        $report.Reason | Should -Match 'no-such-host'
        $report.Address | Should -BeNullOrEmpty
    }

    It 'takes STARTTLS and the name to verify from an object, unless it is told' {
        $rows = "HostName,Port,StartTls,PeerName`nlocalhost,$($mail.Port),smtp,`n" +
            "127.0.0.1,$($servers.WrongName.ServerPort),,other.example" | ConvertFrom-Csv
        $reports = $rows | Test-SslHost @known -Ordered
        $reports.Status | Should -Be Ok, Ok
        $reports.StartTls | Should -Be smtp, ''
        ($rows[1] | Test-SslHost @known -PeerName localhost).Errors | Should -Contain HostNameMismatch
        # A report is tested again as it was.
        ($reports[0] | Test-SslHost @known).StartTls | Should -Be smtp
        ([pscustomobject]@{
            HostName = 'localhost'
            StartTls = 'nonsense'
        } | Test-SslHost @known -ErrorAction SilentlyContinue -ErrorVariable failed).Findings.Code | Should -Be InvalidTarget
        $failed.Count | Should -Be 1
    }

    It 'survives a job, whole and with its view' {
        $report = Test-SslHost $good @known
        $job = Start-Job { Import-Module $using:PackagePath/QSslModule.psd1; $known = $using:known; Test-SslHost $using:good @known }
        $back = $job | Receive-Job -Wait -AutoRemoveJob
        $back.PSObject.TypeNames[0] | Should -Be Deserialized.QSslModule.SslHostReport
        $back | Select-Object * -ExcludeProperty RunspaceId, PSSourceJobInstanceId, PSShowComputerName, PSComputerName |
            Format-Table Target, Status, Protocol, DaysLeft | Out-String |
            Should -Be ($report | Format-Table Target, Status, Protocol, DaysLeft | Out-String)
        $back | Format-Table | Out-String | Should -Be ($report | Format-Table | Out-String)
        $back.Chain[0].PSObject.TypeNames[0] | Should -Be Deserialized.QSslModule.SslReportCertificate
        $back.Chain[0].Thumbprint | Should -Be $pki.Good.Thumbprint
        $back.Chain | Format-Table | Out-String | Should -Be ($report.Chain | Format-Table | Out-String)
        $back.VerifiedChain[1].Subject | Should -Match 'Test CA'
        $back.Timings.Handshake | Should -BeGreaterThan 0
        Compare-SslReport $report $back | Where-Object Kind -NE CipherChanged | Should -BeNullOrEmpty
        # Every format says the same of it as of the live one, but for the times.
        $parts = { $_.Target, $_.Status, $_.Thumbprint, $_.Chain[0].Subject, $_.NotAfter }
        $back | ConvertTo-SslReport Json | ConvertFrom-Json | ForEach-Object $parts | Should -Be ($report | ForEach-Object $parts)
    }

    It 'survives JSON and CLIXML with its view' {
        $report = Test-SslHost $good @known
        ($report | ConvertTo-Json -Depth 4 | ConvertFrom-Json).Chain[0].Subject | Should -Be $report.Subject
        $path = Join-Path $TestDrive report.xml
        $report | Export-Clixml $path
        $back = Import-Clixml $path
        $back.Status | Should -Be Ok
        ($back | Format-Table | Out-String) | Should -Be ($report | Format-Table | Out-String)
        ($back | Format-List | Out-String) | Should -Be ($report | Format-List | Out-String)
        $back.Chain[0].Thumbprint | Should -Be $pki.Good.Thumbprint
        $back | ConvertTo-SslReport Json | Should -BeExactly "$($report | ConvertTo-SslReport Json)"
        $report | ConvertTo-Json -Depth 4 | ConvertFrom-Json | ConvertTo-SslReport Html |
            Should -BeExactly "$($report | ConvertTo-SslReport Html)"
    }

    It 'takes hosts from a CSV by their columns' {
        "HostName,Port`nlocalhost,$($servers.Good.ServerPort)" | ConvertFrom-Csv | Test-SslHost @known | ForEach-Object Status |
            Should -Be Ok
    }

    It 'agrees with openssl about the certificate' {
        if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
        $server = Start-OpenSslServer $pki.Good $pki.Path
        try {
            $report = Test-SslHost localhost $server.Port @known
            $report.Status | Should -Be Ok
            $said = openssl x509 -in $pki.Good.Certificate -noout -enddate -fingerprint -sha256
            $report.NotAfter.ToString('MMM d HH:mm:ss yyyy', [cultureinfo]::InvariantCulture) |
                Should -Be (($said -match '^notAfter')[0] -replace 'notAfter=| GMT' -replace '  ', ' ')
            $report.Chain[0].Thumbprint | Should -Be (($said -match 'Fingerprint')[0] -replace '.*=|:')
        }
        finally { $server | Stop-OpenSslServer }
    }

    It 'does not take a host that shares no cipher for one that wants a certificate' {
        if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
        if ($why = Get-FeatureTrouble 'alerts') { Set-ItResult -Skipped -Because $why; return }
        $server = Start-OpenSslServer $pki.Good $pki.Path -Argument '-tls1_2', '-Verify', '1', '-cipher',
            "ECDHE-$TestSuiteKey-AES128-GCM-SHA256"
        try {
            (Test-SslHost localhost $server.Port @known -Cipher "ECDHE-$TestSuiteKey-AES256-GCM-SHA384").Reason |
                Should -Match 'no cipher suite'
        }
        finally { $server | Stop-OpenSslServer }
    }

    It 'ends promptly when it is stopped, and what it had found is kept' {
        $shell = [powershell]::Create('NewRunspace')
        $found = [System.Management.Automation.PSDataCollection[psobject]]::new()
        try {
            $null = $shell.AddScript("Import-Module '$PackagePath/QSslModule.psd1'; @('$good') * 3 + " +
                "@('localhost:$($silent.Port)') * 100 | Test-SslHost " +
                "-CaCertificate '$($pki.CaCertificate)' -ThrottleLimit 10")
            $run = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $found)
            Wait-Until {
                $shell.Streams.Progress.Count -gt 0 -and $found.Count -eq 3
            } 'the good hosts to be reported, and progress to be shown, which says that it waits'
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 1
            $run.IsCompleted | Should -BeTrue
            $found.Target | Should -Be $good, $good, $good
        }
        finally { $shell.Dispose() }
    }
}
