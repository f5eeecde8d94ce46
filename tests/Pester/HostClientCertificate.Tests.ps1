# Test-SslHost: what a host makes of a client without a certificate does not hang on how fast it is.
Describe 'The verdict on a client certificate' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        . $PSScriptRoot/Relay.ps1
        $trouble = Get-OpenSslTrouble
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $backends = [QSslCore.QSslSocket]::AvailableBackends -ne 'cert-only'
        # What the platform's own TLS refuses is refused before anything is sent.
        if (Get-PlatformTrouble) { $backends = $backends | Where-Object { $_ -notin 'schannel', 'sslstream', 'securetransport' } }
        # More than a second: that was the patience once.
        $delay = 1500
    }
    BeforeEach {
        $server = $relay = $null
        if ($why = $trouble) { Set-ItResult -Skipped -Because $why }
    }
    AfterEach {
        if ($relay) { $relay.Dispose() }
        $server | Stop-OpenSslServer
    }

    # All hosts are checked at once: the delays are most of the time.
    Context 'of openssl' {
        BeforeAll {
            $reports = @{}
            $hosts = @{}
            if ($trouble) { return }
            $arguments = [ordered]@{
                'requires one' = '-Verify', '1'
                'requests one' = '-verify', '1'
                'ignores it' = @()
                'requires one and gives no tickets' = '-Verify', '1', '-num_tickets', '0'
                'requests one and gives no tickets' = '-verify', '1', '-num_tickets', '0'
            }
            foreach ($version in '-tls1_2', '-tls1_3') {
                foreach ($what in $arguments.Keys) {
                    if ($version -eq '-tls1_2' -and $what -like '*tickets') { continue }
                    $prompt = Start-OpenSslServer $pki.Good $pki.Path -Argument (@($version) + $arguments[$what])
                    $hosts["$what $version"] = @{ Server = $prompt; Relay = [QSslTest.Relay]::new($prompt.Port, $delay, $false) }
                }
            }
            $targets = $hosts.Values | ForEach-Object { "localhost:$($_.Server.Port)", "localhost:$($_.Relay.Port)" }
            foreach ($backend in $backends) {
                $reports[$backend] = $targets |
                    Test-SslHost -Backend $backend -CaCertificate $pki.CaCertificate -WarningDays 10 -TimeoutSeconds 30
            }
        }
        AfterAll {
            foreach ($one in $hosts.Values) {
                $one.Relay.Dispose()
                $one.Server | Stop-OpenSslServer
            }
        }

        It 'is <Status> where the host <What> (<Version>), with and without delay, on every backend' -TestCases @(
            foreach ($version in '-tls1_2', '-tls1_3') {
                @{ What = 'requires one'; Status = 'Critical'; Version = $version }
                @{ What = 'requests one'; Status = 'Ok'; Version = $version }
                @{ What = 'ignores it'; Status = 'Ok'; Version = $version }
            }
            @{ What = 'requires one and gives no tickets'; Status = 'Critical'; Version = '-tls1_3' }
            @{ What = 'requests one and gives no tickets'; Status = 'Ok'; Version = '-tls1_3' }
        ) {
            $one = $hosts["$What $Version"]
            foreach ($backend in $backends) {
                foreach ($port in $one.Server.Port, $one.Relay.Port) {
                    $report = $reports[$backend] | Where-Object Port -EQ $port
                    $report | Should -HaveCount 1
                    $late = $port -eq $one.Relay.Port ? 'late' : 'prompt'
                    $report.Status | Should -Be $Status -Because "$backend, $late`: $($report.Reason)"
                    if ($Status -eq 'Critical') { $report.ClientCertificate | Should -Be Required -Because $backend }
                }
            }
        }
    }

    It 'is the same for a server of this library: <Mode>' -TestCases @(
        @{ Mode = 'VerifyPeer'; Status = 'Critical' }
        @{ Mode = 'QueryPeer'; Status = 'Ok' }
    ) {
        $own = New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key -PeerVerifyMode $Mode -CaCertificate $pki.CaCertificate `
            -StartTls smtp -HandshakeTimeoutSeconds 60
        try {
            $relay = [QSslTest.Relay]::new($own.ServerPort, $delay, $false)
            $job = Register-ObjectEvent $own PendingConnectionAvailable -Action {
                while ($taken = $Event.Sender.NextPendingConnection()) { $taken.DisconnectFromHost() }
            }
            $reports = "localhost:$($own.ServerPort)", "localhost:$($relay.Port)" |
                Test-SslHost -StartTls smtp -CaCertificate $pki.CaCertificate -WarningDays 10 -TimeoutSeconds 30
            $reports | Should -HaveCount 2
            foreach ($report in $reports) { $report.Status | Should -Be $Status -Because "$($report.Reason)" }
        }
        finally {
            $job | Remove-Job -Force
            $own | Stop-SslServer
        }
    }

    It 'is not known where the host never says a word: <What>' -TestCases @(
        @{ What = 'no certificate was given'; With = @{}; Text = 'none was given' }
        @{ What = 'one was given'; With = @{ Own = $true }; Text = 'whether it takes that one' }
    ) {
        $server = Start-OpenSslServer $pki.Good $pki.Path -Argument '-verify', '1', '-tls1_3'
        $relay = [QSslTest.Relay]::new($server.Port, 0, $true)
        $own = $With.Own ? @{ Certificate = $pki.Unknown.Certificate; Key = $pki.Unknown.Key } : @{}
        foreach ($backend in $backends) {
            $report = Test-SslHost localhost $relay.Port @own -Backend $backend -CaCertificate $pki.CaCertificate -WarningDays 10 `
                -TimeoutSeconds 3
            $report.Status | Should -Be Warning -Because "$backend`: $($report.Reason)"
            $report.Findings.Code | Should -Be ClientCertificateRequested
            $report.Reason | Should -Match $Text
        }
    }
}
