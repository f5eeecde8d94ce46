Describe 'New-SslSocket' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $trouble = Get-OpenSslTrouble
        $pki = New-TestPki (Join-Path $TestDrive pki)
        if (-not $trouble) { $server = Start-OpenSslServer $pki.Good $pki.Path }
    }
    BeforeEach {
        if ($trouble) { Set-ItResult -Skipped -Because $trouble }
        $socket = $null
    }
    AfterEach { if ($socket) { $socket.Dispose() } }
    AfterAll { $server | Stop-OpenSslServer }

    It 'makes a socket that is not connected' {
        $socket = New-SslSocket
        $socket | Should -BeOfType QSslCore.QSslSocket
        $socket.State | Should -Be UnconnectedState
    }

    It 'configures it' {
        $socket = New-SslSocket -CaCertificate $pki.CaCertificate -Protocol TlsV1_3 -PeerName other.example -Alpn h2 -PauseOnSslErrors
        $socket.SslConfiguration.CaCertificates.Count | Should -Be 1
        $socket.Protocol | Should -Be TlsV1_3
        $socket.PeerVerifyName | Should -Be other.example
        $socket.SslConfiguration.AllowedNextProtocols | Should -Be h2
        $socket.PauseMode | Should -Be PauseOnSslErrors
    }

    It 'starts from a configuration and leaves that as it is' {
        $configuration = [QSslCore.QSslConfiguration]::DefaultConfiguration
        $configuration.Protocol = 'TlsV1_3'
        $socket = New-SslSocket -Configuration $configuration -Alpn h2
        $socket.Protocol | Should -Be TlsV1_3
        $configuration.AllowedNextProtocols | Should -BeNullOrEmpty
    }

    It 'is an error for material that cannot be used' {
        $record = $null
        New-SslSocket -CaCertificate 'no-such-file.pem' -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
        ($record | Get-Summary).Id | Should -Be SslFileNotFound
    }

    It 'adopts <Name>, which then is encrypted' -TestCases @(
        @{ Name = 'a TcpClient'; Make = { [System.Net.Sockets.TcpClient]::new('127.0.0.1', $server.Port) } }
        @{ Name = 'a Socket'; Make = { [System.Net.Sockets.TcpClient]::new('127.0.0.1', $server.Port).Client } }
    ) {
        $socket = & $Make | New-SslSocket -PeerName localhost -CaCertificate $pki.CaCertificate
        $socket.State | Should -Be ConnectedState
        $socket | Start-SslClientEncryption -TimeoutSeconds 10 | Out-Null
        $socket.IsEncrypted | Should -BeTrue
        $socket | Send-SslData abc -Line -PassThru | Receive-SslData -Line | Should -Be cba
    }

    It 'refuses to adopt <Name>' -TestCases @(
        @{ Name = 'a client that is not connected'; Make = { [System.Net.Sockets.TcpClient]::new() }; Id = 'SslNotConnected' }
        @{ Name = 'a number that is no descriptor'; Make = { 987654 }; Id = 'SslNotConnected' }
        @{ Name = 'a text'; Make = { 'socket' }; Id = 'SslUnsupportedInput' }
    ) {
        $record = $null
        & $Make | New-SslSocket -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
        ($record | Get-Summary).Id | Should -Be $Id
    }

    It 'keeps a pre-shared key for every connection' {
        if ($trouble = Get-FeatureTrouble 'pre-shared keys') { Set-ItResult -Skipped -Because $trouble; return }
        $keys = @{ me = ConvertTo-SecureString hex:000102030405060708090a0b0c0d0e0f -AsPlainText -Force }
        $listener = New-SslServer -PreSharedKey $keys
        try {
            $socket = New-SslSocket -PreSharedKey $keys
            foreach ($round in 1, 2) {
                (Connect-SslHost localhost $listener.ServerPort -InputObject $socket -TimeoutSeconds 10).UsesPreSharedKey |
                    Should -BeTrue -Because "of round $round"
                $socket | Disconnect-SslHost
            }
        }
        finally { $listener | Stop-SslServer }
    }

    It 'keeps what it is told to expect for the connection' {
        $expected = [QSslCore.QSslError]::new('UnableToGetLocalIssuerCertificate', (Import-SslCertificate $pki.Good.Certificate)),
        [QSslCore.QSslError]::new('UnableToVerifyFirstCertificate', (Import-SslCertificate $pki.Good.Certificate))
        $socket = New-SslSocket -ExpectedError $expected
        (Connect-SslHost localhost $server.Port -InputObject $socket -TimeoutSeconds 10).IsEncrypted | Should -BeTrue
    }
}
