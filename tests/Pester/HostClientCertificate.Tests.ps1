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

    It 'is <Status> where the host <What> (<Version>), with and without delay, on every backend' -TestCases @(
        foreach ($version in '-tls1_2', '-tls1_3') {
            @{ What = 'requires one'; Status = 'Critical'; Argument = '-Verify', '1', $version; Version = $version }
            @{ What = 'requests one'; Status = 'Ok'; Argument = '-verify', '1', $version; Version = $version }
            @{ What = 'ignores it'; Status = 'Ok'; Argument = @($version); Version = $version }
        }
        @{ What = 'requires one and gives no tickets'; Status = 'Critical'; Argument = '-Verify', '1', '-tls1_3', '-num_tickets', '0'; Version = '-tls1_3' }
        @{ What = 'requests one and gives no tickets'; Status = 'Ok'; Argument = '-verify', '1', '-tls1_3', '-num_tickets', '0'; Version = '-tls1_3' }
    ) {
        $server = Start-OpenSslServer $pki.Good $pki.Path -Argument $Argument
        $relay = [QSslTest.Relay]::new($server.Port, $delay, $false)
        foreach ($backend in $backends) {
            foreach ($port in $server.Port, $relay.Port) {
                $report = Test-SslHost localhost $port -Backend $backend -CaCertificate $pki.CaCertificate -WarningDays 10 -TimeoutSeconds 30
                $report.Status | Should -Be $Status -Because "$backend, $($port -eq $relay.Port ? 'late' : 'prompt'): $($report.Reason)"
                if ($Status -eq 'Critical') { $report.ClientCertificate | Should -Be Required -Because $backend }
            }
        }
    }

    It 'is the same for a server of this library: <Mode>' -TestCases @(
        @{ Mode = 'VerifyPeer'; Status = 'Critical' }
        @{ Mode = 'QueryPeer'; Status = 'Ok' }
    ) {
        $own = New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key -PeerVerifyMode $Mode -CaCertificate $pki.CaCertificate -StartTls smtp -HandshakeTimeoutSeconds 60
        try {
            $relay = [QSslTest.Relay]::new($own.ServerPort, $delay, $false)
            $job = Register-ObjectEvent $own PendingConnectionAvailable -Action { while ($taken = $Event.Sender.NextPendingConnection()) { $taken.DisconnectFromHost() } }
            foreach ($port in $own.ServerPort, $relay.Port) {
                $report = Test-SslHost localhost $port -StartTls smtp -CaCertificate $pki.CaCertificate -WarningDays 10 -TimeoutSeconds 30
                $report.Status | Should -Be $Status -Because "$($report.Reason)"
            }
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
            $report = Test-SslHost localhost $relay.Port @own -Backend $backend -CaCertificate $pki.CaCertificate -WarningDays 10 -TimeoutSeconds 3
            $report.Status | Should -Be Warning -Because "$backend`: $($report.Reason)"
            $report.Findings.Code | Should -Be ClientCertificateRequested
            $report.Reason | Should -Match $Text
        }
    }
}
