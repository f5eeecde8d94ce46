Describe 'Watch-SslSocket' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $certificate = New-SslCertificate localhost
        $server = New-SslServer -Certificate $certificate.Certificate -Key $certificate.Key
    }
    AfterEach { if ($socket) { $socket | Remove-SslSocket }; $socket = $null }
    AfterAll { $server | Stop-SslServer }

    It 'tells a handshake in order' {
        # Nobody drives it but who watches: with -NoWait the handshake could be over before anybody looks.
        $socket = Connect-SslHost localhost $server.ServerPort -CaCertificate $certificate.Certificate -NoEncryption
        $socket.StartClientEncryption()
        $seen = $socket | Watch-SslSocket -Until Encrypted -TimeoutSeconds 10
        $seen[-1].Name | Should -Be 'Encrypted'
        $seen[-1].Detail | Should -Match '^TlsV1_3 TLS_'
        $seen.Sequence | Should -Be ($seen.Sequence | Sort-Object)
        $seen | ForEach-Object { $_.Socket | Should -Be $socket }
        $server | Receive-SslConnection | Remove-SslSocket
    }

    It 'lets the next command act on the socket at once, and stops with it' {
        $socket = Connect-SslHost localhost $server.ServerPort -CaCertificate $certificate.Certificate
        $peer = $server | Receive-SslConnection
        $peer | Send-SslData 'one' -Line
        $line = $socket | Watch-SslSocket -EventName ReadyRead -TimeoutSeconds 10 | Select-Object -First 1 |
            ForEach-Object { $_.Socket | Receive-SslData -Line }
        $line | Should -Be 'one'
        $peer | Remove-SslSocket
    }

    It 'ends with the connection' {
        $socket = Connect-SslHost localhost $server.ServerPort -CaCertificate $certificate.Certificate
        $peer = $server | Receive-SslConnection
        $peer | Remove-SslSocket
        $names = ($socket | Watch-SslSocket -TimeoutSeconds 10).Name
        $names[-1] | Should -Be 'Disconnected'
        $names | Should -Contain 'ErrorOccurred'
    }

    It 'ends after a number of events, and after a time without an error' {
        $socket = Connect-SslHost localhost $server.ServerPort -CaCertificate $certificate.Certificate
        $peer = $server | Receive-SslConnection
        $socket | Watch-SslSocket -TimeoutSeconds 0.05 -ErrorAction Stop | Should -BeNullOrEmpty
        $peer | Remove-SslSocket
        @($socket | Watch-SslSocket -Count 2 -TimeoutSeconds 10).Count | Should -Be 2
    }

    It 'refuses the name of no event, instead of waiting for it' {
        $socket = Connect-SslHost localhost $server.ServerPort -NoEncryption
        { $socket | Watch-SslSocket -EventName Encryptd -TimeoutSeconds 60 -ErrorAction Stop } | Should -Throw "*'Encryptd'*"
    }

    It 'tells of alerts' {
        if ($why = Get-FeatureTrouble 'alerts') { Set-ItResult -Skipped -Because $why; return }
        $socket = Connect-SslHost localhost $server.ServerPort -NoEncryption
        $socket.StartClientEncryption()
        $alerts = @($socket | Watch-SslSocket -EventName Alert* -TimeoutSeconds 10)
        $alerts[0].Name | Should -Be AlertSent
        $alerts[0].Detail | Should -Be UnknownCa
    }

    It 'lets who sees the errors of a peer approve them' {
        $socket = Connect-SslHost localhost $server.ServerPort -NoEncryption
        $socket.PauseMode = 'PauseOnSslErrors'
        $socket.StartClientEncryption()
        $names = $socket | Watch-SslSocket -Until Encrypted -TimeoutSeconds 10 | ForEach-Object {
            $_.Name
            if ($_.Name -eq 'SslErrors') { $_.Socket | Approve-SslError -All -ErrorAction Stop }
        }
        $names[-1] | Should -Be 'Encrypted'
        $socket.IsEncrypted | Should -BeTrue
    }

    It 'ends where a handshake pauses: without a decision nothing more comes' {
        $socket = Connect-SslHost localhost $server.ServerPort -NoEncryption
        $socket.PauseMode = 'PauseOnSslErrors'
        $socket.StartClientEncryption()
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        ($socket | Watch-SslSocket -Until Encrypted -TimeoutSeconds 60).Name[-1] | Should -Be 'SslErrors'
        $socket.IsPaused | Should -BeTrue
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 30
    }

    It 'writes an error for a socket that is not connected' {
        $socket = New-SslSocket
        { $socket | Watch-SslSocket -ErrorAction Stop } | Should -Throw -ErrorId 'SslNotConnected,*'
    }
}

Describe 'Warnings of the library' {
    BeforeAll { . $PSScriptRoot/common.ps1 }

    It 'are warnings of the cmdlet that caused them' {
        $socket = New-SslSocket
        $socket.add_StateChanged({ $args[0].Seek(3) })
        Connect-SslHost 127.0.0.1 1 -InputObject $socket -ErrorAction SilentlyContinue -WarningVariable warned `
            -WarningAction SilentlyContinue
        "$warned" | Should -Match 'cannot be positioned'
        $socket | Remove-SslSocket
    }
}
