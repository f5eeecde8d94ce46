# New-SslServer, Receive-SslConnection, Stop-SslServer, Start-SslServerEncryption and Start-SslClientEncryption.
Describe 'The server side' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $trouble = Get-OpenSslTrouble
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $identity = @{ Certificate = $pki.Good.Certificate; Key = $pki.Good.Key }
    }
    BeforeEach { $server = $socket = $client = $peer = $null }
    AfterEach {
        $client | Stop-OpenSslClient | Out-Null
        foreach ($one in $socket, $peer, $server) { if ($one) { $one.Dispose() } }
    }

    Context 'New-SslServer' {
        It 'listens on a free port of loopback' {
            $server = New-SslServer @identity
            $server.IsListening | Should -BeTrue
            $server.ServerPort | Should -BeGreaterThan 0
            $server.ServerAddress | Should -Be ([ipaddress]::Loopback)
        }

        It 'takes what New-SslCertificate makes' {
            $made = New-SslCertificate -DnsName localhost
            $server = New-SslServer -Certificate $made
            $server.IsListening | Should -BeTrue
        }

        It 'is an error at once for <Name>' -TestCases @(
            @{
                Name = 'a key that does not match'
                With = { @{ Certificate = $pki.Good.Certificate; Key = $pki.Expired.Key } }
                Id = 'SslKeyMismatch'
            }
            @{ Name = 'a missing certificate'; With = { @{} }; Id = 'SslInvalidIdentity' }
            @{ Name = 'a missing key'; With = { @{ Certificate = $pki.Good.Certificate } }; Id = 'SslInvalidIdentity' }
            @{
                Name = 'an address that is none'
                With = { @{ Certificate = $pki.Good.Certificate; Key = $pki.Good.Key; Address = 'nowhere' } }
                Id = 'SslInvalidTarget'
            }
        ) {
            $more = & $With
            $record = $null
            New-SslServer @more -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be $Id
        }

        It 'is an error when the port is taken' {
            $server = New-SslServer @identity
            $record = $null
            New-SslServer $server.ServerPort @identity -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslListenFailed
            "$record" | Should -Match 'in use'
        }
    }

    Context 'Receive-SslConnection' {
        BeforeEach { if ($trouble) { Set-ItResult -Skipped -Because $trouble } }

        It 'gives the encrypted connection of an openssl client in <Version>' -TestCases @(
            @{ Version = 'TLS 1.2'; Argument = '-tls1_2'; Protocol = 'TlsV1_2' }
            @{ Version = 'TLS 1.3'; Argument = '-tls1_3'; Protocol = 'TlsV1_3' }
        ) {
            $server = New-SslServer @identity
            $client = Start-OpenSslClient $server.ServerPort -Text "HELLO`n" -Argument $Argument, '-CAfile', $pki.CaCertificate,
                '-verify_return_error', '-quiet'
            $socket = $server | Receive-SslConnection -TimeoutSeconds 10
            $socket.IsEncrypted | Should -BeTrue
            $socket.SessionProtocol | Should -Be $Protocol
            $socket | Receive-SslData -Line -TimeoutSeconds 10 | Should -Be HELLO
            $socket | Send-SslData 'WELCOME' -Line
            $socket | Disconnect-SslHost
            $output = $client | Stop-OpenSslClient
            $client = $null
            $output | Should -Match WELCOME
        }

        It 'is not held up by a silent client' {
            $server = New-SslServer @identity -HandshakeTimeoutSeconds 20
            $silent = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $server.ServerPort)
            try {
                $client = Start-OpenSslClient $server.ServerPort
                $clock = [System.Diagnostics.Stopwatch]::StartNew()
                $socket = $server | Receive-SslConnection -TimeoutSeconds 15
                $socket.IsEncrypted | Should -BeTrue
                $clock.Elapsed.TotalSeconds | Should -BeLessThan 10
            }
            finally { $silent.Dispose() }
        }

        It 'ends with an error when nobody comes' {
            $server = New-SslServer @identity
            $record = $null
            $server | Receive-SslConnection -TimeoutSeconds 0.3 -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslTimeout
        }

        It 'writes the time-out the same in every culture' {
            $server = New-SslServer @identity
            $before = [cultureinfo]::CurrentCulture
            $comma = [cultureinfo]::InvariantCulture.Clone()
            $comma.NumberFormat.NumberDecimalSeparator = ','
            $record = $null
            try {
                [cultureinfo]::CurrentCulture = $comma
                $server | Receive-SslConnection -TimeoutSeconds 0.3 -ErrorAction SilentlyContinue -ErrorVariable record |
                    Should -BeNullOrEmpty
            }
            finally { [cultureinfo]::CurrentCulture = $before }
            "$record" | Should -Match 'within 0\.3 s'
        }

        It 'tells of clients that were dropped' {
            $server = New-SslServer @identity
            $client = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $server.ServerPort)
            $client.GetStream().Write([System.Text.Encoding]::ASCII.GetBytes("GET / HTTP/1.0`r`n`r`n"))
            $record = $null
            $server | Receive-SslConnection -TimeoutSeconds 1 -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
            $client.Dispose()
            $client = $null
            "$record" | Should -Match 'dropped.*1'
            "$record" | Should -Match 'GET'
        }

        It 'requires a client certificate when it is given authorities' {
            $server = New-SslServer @identity -CaCertificate $pki.CaCertificate
            $peer = Connect-SslHost localhost $server.ServerPort -CaCertificate $pki.CaCertificate -Certificate $pki.Good.Certificate `
                -Key $pki.Good.Key -NoWait
            $socket = $server | Receive-SslConnection -TimeoutSeconds 10
            $socket.PeerCertificate.Sha256Thumbprint | Should -Be $pki.Good.Thumbprint
            $socket.Dispose()

            $stranger = Connect-SslHost localhost $server.ServerPort -CaCertificate $pki.CaCertificate -NoWait
            $record = $null
            $socket = $server | Receive-SslConnection -TimeoutSeconds 1 -ErrorAction SilentlyContinue -ErrorVariable record
            $stranger.Dispose()
            $socket | Should -BeNullOrEmpty
            "$record" | Should -Match 'dropped'
        }

        It 'gives as many as it is asked for' {
            $server = New-SslServer @identity
            $clients = 1..3 | ForEach-Object { Connect-SslHost localhost $server.ServerPort -CaCertificate $pki.CaCertificate -NoWait }
            $accepted = @($server | Receive-SslConnection -Count 3 -TimeoutSeconds 10)
            $accepted.Count | Should -Be 3
            @($accepted) + @($clients) | ForEach-Object Dispose
        }

        It 'agrees on an application protocol' {
            $server = New-SslServer @identity -Alpn h2, http/1.1
            $peer = Connect-SslHost localhost $server.ServerPort -CaCertificate $pki.CaCertificate -Alpn http/1.1 -NoWait
            $socket = $server | Receive-SslConnection -TimeoutSeconds 10
            $socket.NextNegotiatedProtocol | Should -Be http/1.1
        }
    }

    Context 'Stop-SslServer' {
        It 'stops listening and leaves the connections that were taken' {
            $server = New-SslServer @identity
            $port = $server.ServerPort
            $peer = Connect-SslHost localhost $port -CaCertificate $pki.CaCertificate -NoWait
            $socket = $server | Receive-SslConnection -TimeoutSeconds 10
            $server | Stop-SslServer
            $server.IsListening | Should -BeFalse
            $socket.IsEncrypted | Should -BeTrue
            Connect-SslHost localhost $port -TimeoutSeconds 5 -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        }

        It 'stops nothing with -WhatIf' {
            $server = New-SslServer @identity
            $server | Stop-SslServer -WhatIf
            $server.IsListening | Should -BeTrue
        }

        It 'makes a waiting cmdlet say that the server does not listen' {
            $server = New-SslServer @identity
            $server | Stop-SslServer
            $record = $null
            $server | Receive-SslConnection -TimeoutSeconds 5 -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslNotConnected
        }
    }

    Context 'Start-SslClientEncryption and Start-SslServerEncryption' {
        BeforeEach {
            $server = New-SslServer -NoEncryption
            $peer = Connect-SslHost localhost $server.ServerPort -NoEncryption
            $socket = $server | Receive-SslConnection -TimeoutSeconds 10
        }

        It 'encrypts a connection that has spoken plain before' {
            $peer | Send-SslData STARTTLS -Line
            $socket | Receive-SslData -Line | Should -Be STARTTLS
            $socket | Send-SslData GO -Line
            $peer | Receive-SslData -Line | Should -Be GO

            $peer | Start-SslClientEncryption -CaCertificate $pki.CaCertificate -NoWait | Out-Null
            $started = $socket | Start-SslServerEncryption @identity -TimeoutSeconds 10
            [object]::ReferenceEquals($started, $socket) | Should -BeTrue
            $peer | Wait-SslSocket -Until Encrypted -TimeoutSeconds 10 | Out-Null
            $peer.IsEncrypted | Should -BeTrue
            $socket.Mode | Should -Be SslServerMode
            $peer | Send-SslData secret -Line
            $socket | Receive-SslData -Line | Should -Be secret
        }

        It 'verifies the server on this way, too' {
            $socket | Start-SslServerEncryption @identity -NoWait | Out-Null
            $record = $null
            $peer | Start-SslClientEncryption -TimeoutSeconds 10 -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslUnknownIssuer
        }

        It 'ends a handshake that does not come with an error in time' {
            $record = $null
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $socket | Start-SslServerEncryption @identity -TimeoutSeconds 0.5 -ErrorAction SilentlyContinue -ErrorVariable record |
                Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslTimeout
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
        }

        It 'is an error for a key that does not match' {
            $record = $null
            $socket | Start-SslServerEncryption -Certificate $pki.Good.Certificate -Key $pki.Expired.Key -ErrorAction SilentlyContinue `
                -ErrorVariable record | Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslKeyMismatch
        }

        It 'is an error on a socket that is <Name>' -TestCases @(
            @{ Name = 'not connected'; Make = { New-SslSocket } }
        ) {
            $record = $null
            & $Make | Start-SslClientEncryption -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslNotConnected
        }
    }
}
