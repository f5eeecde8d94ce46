# -Verbose and -Debug of the cmdlets that connect: the phases, in order, and nothing else of the connection changes.
Describe 'Tracing' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $identity = @{ Certificate = $pki.Good.Certificate; Key = $pki.Good.Key }
        $trust = @{ CaCertificate = $pki.CaCertificate; TimeoutSeconds = 20 }

        # Lines of one stream, without the records of others.
        function Select-Line {
            param([Parameter(ValueFromPipeline)] $Record, [type] $Type) process { if ($Record -is $Type) { "$Record" } }
        }
        function Get-Verbose { @($input | Select-Line -Type ([System.Management.Automation.VerboseRecord])) }
        function Get-Debug { @($input | Select-Line -Type ([System.Management.Automation.DebugRecord])) }

        # Each pattern is found, after the one before it.
        function Assert-Order {
            param([string[]] $Line, [string[]] $Pattern)

            $at = -1
            foreach ($one in $Pattern) {
                $next = -1
                for ($i = $at + 1; $i -lt $Line.Count; $i++) { if ($Line[$i] -match $one) { $next = $i; break } }
                $next | Should -BeGreaterThan $at -Because "'$one' follows, in:`n$($Line -join "`n")"
                $at = $next
            }
        }
    }

    Context 'of a client' {
        BeforeAll { $server = New-SslServer @identity }
        AfterAll { $server | Stop-SslServer }

        It 'tells the phases of Connect-SslHost in order, before the socket is written' {
            $records = @(Connect-SslHost localhost $server.ServerPort @trust -NetworkProtocol IPv4 -Verbose 4>&1)
            $socket = $records | Where-Object { $_ -is [QSslCore.QSslSocket] }
            try {
                Assert-Order ($records | Get-Verbose) @(
                    'Connecting', 'resolves to 127\.0\.0\.1', 'TCP connection to 127\.0\.0\.1:\d+ is established in [\d.]+ ms',
                    'handshake starts as client, with the backend', "peer 'localhost' is accepted \(without errors\)",
                    'is encrypted: TlsV1_3, TLS_\w+, group \w+; the handshake took [\d.]+ ms')
                ($records | Get-Verbose) | ForEach-Object { $_ | Should -Match "^localhost:$($server.ServerPort): " }
                $records[-1] | Should -Be $socket
                $records | Get-Debug | Should -BeNullOrEmpty
                $socket.IsEncrypted | Should -BeTrue
                # The next cmdlet has streams of its own.
                Assert-Order @($socket | Disconnect-SslHost -Verbose 4>&1 | Get-Verbose) 'Alert sent: CloseNotify',
                    'connection is closed; \d+ bytes were sent'
            }
            finally { $socket | Remove-SslSocket }
        }

        It 'is silent unless it is asked for, also where another cmdlet asks for it' {
            $records = @(Connect-SslHost localhost $server.ServerPort @trust *>&1)
            $records.Count | Should -Be 1
            $said = @(Connect-SslHost localhost $server.ServerPort @trust -Verbose 4>&1 | ForEach-Object {
                if ($_ -is [QSslCore.QSslSocket]) { $_ | Disconnect-SslHost } else { $_ }
            })
            $said | Should -Not -Match 'is closed'
            $records | Remove-SslSocket
        }

        It 'is asked for by the preference, too, and -Verbose:$false outranks it' {
            $VerbosePreference = 'Continue'
            $records = @(Connect-SslHost localhost $server.ServerPort @trust 4>&1)
            Assert-Order ($records | Get-Verbose) 'is encrypted'
            $quiet = @(Connect-SslHost localhost $server.ServerPort @trust -Verbose:$false 4>&1)
            $quiet.Count | Should -Be 1
            $records + $quiet | Where-Object { $_ -is [QSslCore.QSslSocket] } | Remove-SslSocket
        }

        It 'tells details with -Debug' {
            $configuration = New-SslConfiguration @identity -CaCertificate $pki.CaCertificate
            $configuration.RecordsHandshakeMessages = $true
            $records = @(Connect-SslHost localhost $server.ServerPort -Configuration $configuration -TimeoutSeconds 20 -Debug 5>&1)
            $lines = $records | Get-Debug
            $records | Get-Verbose | Should -BeNullOrEmpty
            Assert-Order $lines 'is established in', 'verification AutoVerifyPeer, depth', 'Cipher suites: ',
                'server name \(SNI\): localhost; own certificate: localhost', 'ClientHello', 'ServerHello', 'Finished', 'is encrypted'
            $records | Where-Object { $_ -is [QSslCore.QSslSocket] } | Remove-SslSocket
        }

        It 'tells what accepted the errors: <Name>' -TestCases @(
            @{ Name = 'SkipCertificateCheck'; With = @{ SkipCertificateCheck = $true } }
            @{
                Name = 'ExpectedError'
                With = @{
                    ExpectedError = 'UnableToGetLocalIssuerCertificate', 'CertificateUntrusted', 'SelfSignedCertificateInChain',
                        'UnableToVerifyFirstCertificate'
                }
            }
        ) {
            $records = @(Connect-SslHost localhost $server.ServerPort -CaCertificate $pki.SelfSigned.Certificate `
                -TimeoutSeconds 20 @With -Verbose 4>&1)
            Assert-Order ($records | Get-Verbose) "-$Name accepts", 'is accepted \(all errors are ignored for this connection\): \w+',
                'is encrypted'
            $records | Where-Object { $_ -is [QSslCore.QSslSocket] } | Remove-SslSocket
        }

        It 'tells the verdict and the alert of a refused peer before the error' {
            $records = @(Connect-SslHost localhost $server.ServerPort -CaCertificate $pki.SelfSigned.Certificate `
                -TimeoutSeconds 20 -Verbose 4>&1 2>&1)
            Assert-Order ($records | Get-Verbose) 'is refused \(not every error is accepted\): \w+', 'Alert sent: UnknownCa \(Fatal\)',
                'SslHandshakeFailedError', 'handshake failed after', 'is closed'
            $records[-1] | Should -BeOfType ([System.Management.Automation.ErrorRecord])
        }

        It 'tells that the peer cannot be reached' {
            $records = @(Connect-SslHost 127.0.0.1 1 -TimeoutSeconds 20 -Verbose 4>&1 2>&1)
            Assert-Order ($records | Get-Verbose) 'Connecting', 'attempt to connect has ended', 'ConnectionRefusedError'
        }

        It 'tells the pause, and what approves' {
            $records = @(Connect-SslHost localhost $server.ServerPort -CaCertificate $pki.SelfSigned.Certificate `
                -PauseOnSslErrors -TimeoutSeconds 20 -Verbose 4>&1)
            $socket = $records | Where-Object { $_ -is [QSslCore.QSslSocket] }
            Assert-Order ($records | Get-Verbose) 'handshake is paused'
            Assert-Order @($socket | Get-SslError | Approve-SslError -Verbose 4>&1 | Get-Verbose) 'every error was approved in the pause',
                'is encrypted'
            $socket | Remove-SslSocket
        }

        It 'tells the phases of each host of Test-SslHost' {
            $hosts = "localhost:$($server.ServerPort)", "127.0.0.1:$($server.ServerPort)"
            $records = @(Test-SslHost $hosts @trust -Verbose 4>&1)
            foreach ($name in $hosts) {
                Assert-Order @($records | Get-Verbose | Where-Object {
                    $_.StartsWith("${name}: ")
                }) 'Connecting', 'is established in', 'handshake starts', 'is encrypted', 'is closed'
            }
            @($records | Where-Object { $_ -is [QSslModule.SslHostReport] }).Count | Should -Be 2
            @(Test-SslHost $hosts @trust *>&1).Count | Should -Be 2
        }

        It 'tells the phases of Get-SslPeerChain' {
            $records = @(Get-SslPeerChain localhost -Port $server.ServerPort @trust -Verbose 4>&1)
            Assert-Order ($records | Get-Verbose) 'Connecting', 'is established in', 'handshake starts'
        }

        It 'listens without a script block and changes nothing on the wire' {
            $configuration = New-SslConfiguration -CaCertificate $pki.CaCertificate
            $configuration.RecordsHandshakeMessages = $true
            $names = foreach ($with in @{}, @{ Verbose = $true; Debug = $true }) {
                $socket = Connect-SslHost localhost $server.ServerPort -Configuration $configuration @with 4>$null 5>$null
                $socket.HandshakeMessages.Where({ $_.IsSent }).ForEach({ "$($_.Name) $($_.Length)" }) -join ','
                # An asynchronous method refuses to work while a handler is bound to this thread.
                { $null = $socket.WaitForEncryptedAsync().Wait(1000) } | Should -Not -Throw
                $socket | Remove-SslSocket
            }
            $names[1] | Should -Be $names[0]
        }
    }

    It 'tells the dialogue before TLS' {
        $server = New-SslServer -StartTls smtp @identity
        $records = @(Connect-SslHost localhost $server.ServerPort -StartTls smtp @trust -Verbose 4>&1)
        Assert-Order ($records | Get-Verbose) 'is established in', 'STARTTLS S: 220', 'STARTTLS C: EHLO', 'STARTTLS C: STARTTLS',
            'handshake starts', 'is encrypted'
        $report = @(Test-SslHost "localhost:$($server.ServerPort)" -StartTls smtp @trust -Verbose 4>&1)
        Assert-Order ($report | Get-Verbose) 'is established in', 'STARTTLS S: 220', 'STARTTLS C: STARTTLS', 'handshake starts',
            'is encrypted'
        $records | Where-Object { $_ -is [QSslCore.QSslSocket] } | Remove-SslSocket
        $server | Stop-SslServer
    }

    It 'tells the phases of Start-SslServerEncryption and Start-SslClientEncryption' {
        $server = New-SslServer -NoEncryption
        try {
            foreach ($client in $true, $false) {
                $peer = Connect-SslHost localhost $server.ServerPort -NoEncryption
                $socket = $server | Receive-SslConnection -TimeoutSeconds 20
                if ($client) {
                    $socket | Start-SslServerEncryption @identity -NoWait | Out-Null
                    $lines = $peer | Start-SslClientEncryption @trust -Verbose 4>&1 | Get-Verbose
                }
                else {
                    $peer | Start-SslClientEncryption @trust -NoWait | Out-Null
                    $lines = $socket | Start-SslServerEncryption @identity -Verbose 4>&1 | Get-Verbose
                }
                Assert-Order $lines "handshake starts as $($client ? 'client' : 'server')", 'is accepted', 'is encrypted: TlsV1_3'
                $peer, $socket | Remove-SslSocket
            }
        }
        finally { $server | Stop-SslServer }
    }

    It 'tells what Receive-SslConnection takes, and which clients were dropped' {
        $server = New-SslServer @identity
        try {
            $client = Connect-SslHost localhost $server.ServerPort @trust -NoWait
            $records = @($server | Receive-SslConnection -TimeoutSeconds 20 -Verbose 4>&1)
            $socket = $records | Where-Object { $_ -is [QSslCore.QSslSocket] }
            Assert-Order ($records | Get-Verbose) "connection is taken on port $($server.ServerPort): TlsV1_3, TLS_\w+, group",
                'client shows no certificate'
            Assert-Order @($socket | Disconnect-SslHost -Verbose 4>&1 | Get-Verbose) 'is closed'
            $client, $socket | Remove-SslSocket

            # One that does not trust this server tells so by an alert.
            Connect-SslHost localhost $server.ServerPort -CaCertificate $pki.SelfSigned.Certificate -TimeoutSeconds 20 -ErrorAction Ignore
            $records = @($server | Receive-SslConnection -TimeoutSeconds 1 -Verbose 4>&1 2>&1)
            Assert-Order ($records | Get-Verbose) 'A client was dropped: .*UnknownCa'
            @($server | Receive-SslConnection -TimeoutSeconds 0 *>&1).Count | Should -Be 1
        }
        finally { $server | Stop-SslServer }
    }

    It 'tells that New-SslSocket adopts a connection' {
        $server = New-SslServer -NoEncryption
        $native = [System.Net.Sockets.TcpClient]::new()
        try {
            $native.Connect('127.0.0.1', $server.ServerPort)
            $records = @($native | New-SslSocket -Verbose 4>&1)
            Assert-Order ($records | Get-Verbose) 'TCP connection is adopted'
            $records | Where-Object { $_ -is [QSslCore.QSslSocket] } | Remove-SslSocket
        }
        finally {
            $native.Dispose()
            $server | Stop-SslServer
        }
    }

    It 'has no pass phrase, key or pre-shared key in it' {
        $secret = 'Canary-Phrase-7391'
        $locked = New-SslCertificate localhost
        $pem = $locked.Key | Export-SslKey -Passphrase (ConvertTo-SecureString $secret -AsPlainText -Force)
        $server = New-SslServer @identity
        try {
            $records = @(Connect-SslHost localhost $server.ServerPort @trust -Certificate $locked.Certificate -Key $pem -Verbose -Debug `
                    -Passphrase (ConvertTo-SecureString $secret -AsPlainText -Force) `
                    -PreSharedKey @{ me = ConvertTo-SecureString $secret -AsPlainText -Force } 4>&1 5>&1)
            $text = ($records | Out-String -Width 4000)
            $text | Should -Match 'own certificate: localhost'
            $text | Should -Not -Match $secret
            $body = -join ($pem -split "`n" | Where-Object { $_ -and $_ -notmatch '^-----' })
            foreach ($at in 0..($body.Length - 13)) { $text.Contains($body.Substring($at, 12)) | Should -BeFalse }
            $records | Where-Object { $_ -is [QSslCore.QSslSocket] } | Remove-SslSocket
            # A key that was given for a name.
            $said = Connect-SslHost localhost $server.ServerPort @trust -PeerName $body -Verbose -Debug `
                -ErrorAction SilentlyContinue 4>&1 5>&1 | Out-String -Width 4000
            foreach ($at in 0..($body.Length - 13)) { $said.Contains($body.Substring($at, 12)) | Should -BeFalse }
        }
        finally { $server | Stop-SslServer }
    }
}
