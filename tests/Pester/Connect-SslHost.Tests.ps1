Describe 'Connect-SslHost' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $trouble = Get-OpenSslTrouble
        $pki = New-TestPki (Join-Path $TestDrive pki)
        if (-not $trouble) { $server = Start-OpenSslServer $pki.Good $pki.Path }
        $target = "localhost:$($server.Port)"
    }
    BeforeEach {
        if ($trouble) { Set-ItResult -Skipped -Because $trouble }
        $sockets = @()
    }
    # The server talks to one client at a time.
    AfterEach { $sockets | Where-Object { $_ } | ForEach-Object Dispose }
    AfterAll { $server | Stop-OpenSslServer }

    It 'connects, verifies and writes the encrypted socket' {
        $sockets = Connect-SslHost $target -CaCertificate $pki.CaCertificate
        $sockets | Should -BeOfType QSslCore.QSslSocket
        $sockets.IsEncrypted | Should -BeTrue
        $sockets.SslHandshakeErrors | Should -BeNullOrEmpty
        $sockets.PeerCertificate.SubjectAlternativeNames.Value | Should -Contain 'localhost'
    }

    It 'takes <Name>' -TestCases @(
        @{ Name = 'an address'; Make = { "127.0.0.1:$($server.Port)" } }
        @{ Name = 'a URI'; Make = { "https://localhost:$($server.Port)/path?query" } }
        @{ Name = 'a Uri object'; Make = { [uri]"imaps://localhost:$($server.Port)" } }
        @{ Name = 'an end point'; Make = { [System.Net.DnsEndPoint]::new('localhost', $server.Port) } }
        @{ Name = 'an object with HostName and Port'; Make = { [pscustomobject]@{ HostName = 'localhost'; Port = $server.Port } } }
        @{
            Name = 'an object with ComputerName and a port as text'
            Make = { [pscustomobject]@{ ComputerName = 'localhost'; Port = "$($server.Port)" } }
        }
        @{ Name = 'an object whose Name has the port'; Make = { [pscustomobject]@{ Name = "localhost:$($server.Port)" } } }
    ) {
        $sockets = & $Make | Connect-SslHost -CaCertificate $pki.CaCertificate
        $sockets.IsEncrypted | Should -BeTrue
        $sockets.PeerPort | Should -Be $server.Port
    }

    It 'takes several hosts at once' {
        $records = $null
        $result = Connect-SslHost 'bad host', 'also:bad:port' -ErrorAction SilentlyContinue -ErrorVariable records
        $result | Should -BeNullOrEmpty
        $records.Count | Should -Be 2
    }

    It 'takes the port beside the host' {
        $sockets = Connect-SslHost localhost $server.Port -CaCertificate $pki.CaCertificate
        $sockets.IsEncrypted | Should -BeTrue
    }

    It 'refuses <Name> as a target, and says what could be used' -TestCases @(
        @{ Name = 'a number'; Value = 42 }
        @{ Name = 'an object without a host'; Value = [pscustomobject]@{ Colour = 'red' } }
        @{ Name = 'an empty text'; Value = '' }
        @{ Name = 'a text with a blank'; Value = 'bad host' }
        @{ Name = 'a port that is none'; Value = 'localhost:99999' }
        @{ Name = 'a URI without a known port'; Value = 'gopher9://localhost' }
        @{ Name = 'an object with a port that is none'; Value = [pscustomobject]@{ HostName = 'localhost'; Port = 'https' } }
    ) {
        $records = $null
        $Value | Connect-SslHost -ErrorAction SilentlyContinue -ErrorVariable records | Should -BeNullOrEmpty
        $summary = @($records | Get-Summary)
        $summary.Count | Should -Be 1
        $summary.Id | Should -Be 'SslInvalidTarget'
        $summary.Category | Should -Be 'InvalidArgument'
        $summary.Target | Should -Be $Value
        $summary.Advice | Should -Not -BeNullOrEmpty
    }

    It 'refuses the shorthand of an address, which stands for another than one reads: <Value>' -TestCases @(
        @{ Value = '1.2.3' }, @{ Value = '127.1' }, @{ Value = '0x7f.1' }, @{ Value = '0x7f000001' }, @{ Value = '1' },
            @{ Value = '010.0.0.1' }, @{ Value = '127.1:443' }
        @{ Value = 'https://127.1/' }, @{ Value = 'https://user@0x7f000001:443' }, @{ Value = 'xmpp-own://127.1:5222' }
    ) {
        $records = $null
        $Value | Connect-SslHost -TimeoutSeconds 1 -ErrorAction SilentlyContinue -ErrorVariable records | Should -BeNullOrEmpty
        $summary = @($records | Get-Summary)
        $summary.Id | Should -Be SslInvalidTarget
        $summary.Message | Should -Match 'shorthand.*in full'
    }

    It 'takes an IPv6 address with its zone' {
        $closed = Get-ClosedPort
        foreach ($target in "[::1%lo]:$closed", "[fe80::1%lo]:$closed") {
            $records = $null
            Connect-SslHost $target -TimeoutSeconds 1 -ErrorAction SilentlyContinue -ErrorVariable records | Should -BeNullOrEmpty
            ($records | Get-Summary).Id | Should -Not -BeIn SslInvalidTarget, SslHostNotFound
        }
    }

    It 'refuses an element that is nothing, and goes on with the others' {
        $records = $null
        $sockets = Connect-SslHost $target, $null -CaCertificate $pki.CaCertificate -ErrorAction SilentlyContinue -ErrorVariable records
        $sockets.IsEncrypted | Should -BeTrue
        $summary = @($records | Get-Summary)
        $summary.Id | Should -Be SslInvalidTarget
        $summary.Message | Should -Match 'is \$null'
        $summary.Target | Should -BeNullOrEmpty
    }

    It 'refuses nothing in the place of a host, which a variable without a value gives: <Name>' -TestCases @(
        @{ Name = 'by argument'; Script = { Connect-SslHost $noSuchVariable } }
        @{ Name = 'by pipeline'; Script = { $noSuchVariable | Connect-SslHost -ErrorAction Stop } }
        @{ Name = 'Get-SslPeerChain'; Script = { Get-SslPeerChain -HostName $noSuchVariable } }
    ) {
        $Script | Should -Throw
    }

    It 'names the properties of an object that it could use' {
        $record = $null
        [pscustomobject]@{ Colour = 'red' } | Connect-SslHost -ErrorAction SilentlyContinue -ErrorVariable record
        "$record" | Should -Match 'HostName.*ComputerName.*DnsHostName'
    }

    It 'verifies by another name when it is told so' {
        $record = $null
        Connect-SslHost $target -CaCertificate $pki.CaCertificate -PeerName other.example -ErrorAction SilentlyContinue `
            -ErrorVariable record | Should -BeNullOrEmpty
        ($record | Get-Summary).Id | Should -Be 'SslHostNameMismatch'
    }

    It 'connects without encryption when it is told so' {
        $plain = Start-FaultyServer Plaintext
        try {
            $sockets = Connect-SslHost "localhost:$($plain.Port)" -NoEncryption
            $sockets.IsEncrypted | Should -BeFalse
            $sockets.State | Should -Be ConnectedState
            $sockets | Receive-SslData -Line | Should -Be '220 mail.example ESMTP ready'
        }
        finally { $plain.Dispose() }
    }

    It 'uses the protocol, the cipher and the application protocol it is told' {
        $sockets = Connect-SslHost $target -CaCertificate $pki.CaCertificate -Protocol TlsV1_2 `
            -Cipher "ECDHE-$TestSuiteKey-AES128-GCM-SHA256"
        $sockets.SessionProtocol | Should -Be TlsV1_2
        $sockets.SessionCipher.Name | Should -Be "ECDHE-$TestSuiteKey-AES128-GCM-SHA256"
    }

    It 'takes the names of ciphers in any case' {
        $sockets = Connect-SslHost $target -CaCertificate $pki.CaCertificate -Protocol TlsV1_2 `
            -Cipher "tls_ecdhe_$($TestSuiteKey.ToLower())_with_aes_128_gcm_sha256"
        $sockets.SessionCipher.Name | Should -Be "ECDHE-$TestSuiteKey-AES128-GCM-SHA256"
    }

    It 'refuses an unknown cipher' {
        $record = $null
        Connect-SslHost $target -Cipher NO-SUCH-CIPHER -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
        "$record" | Should -Match 'NO-SUCH-CIPHER'
    }

    It 'accepts a peer without a check, and shows what is wrong' {
        $sockets = Connect-SslHost $target -SkipCertificateCheck
        $sockets.IsEncrypted | Should -BeTrue
        ($sockets | Get-SslError).Error | Should -Contain UnableToGetLocalIssuerCertificate
    }

    It 'accepts expected errors by code, and no others' {
        $sockets = Connect-SslHost $target -ExpectedError UnableToGetLocalIssuerCertificate, UnableToVerifyFirstCertificate
        $sockets.IsEncrypted | Should -BeTrue
        $sockets.Dispose()
        $record = $null
        Connect-SslHost $target -ExpectedError CertificateExpired -ErrorAction SilentlyContinue -ErrorVariable record |
            Should -BeNullOrEmpty
        ($record | Get-Summary).Id | Should -Be SslUnknownIssuer
    }

    It 'refuses an expected error that is none, also where nothing is wrong with the peer' {
        {
            Connect-SslHost $target -CaCertificate $pki.CaCertificate -ExpectedError NoSuchError
        } | Should -Throw "*'NoSuchError' is not an error of a peer*"
    }

    It 'does not trust an invented root because a weak key is expected' {
        $names = [System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
        $names.AddDnsName('localhost')
        $rootKey = New-TestKey
        $root = New-TestRequest -Subject 'CN=Invented' -Key $rootKey
        $root.CertificateExtensions.Add(
            [System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($true, $false, 0, $true))
        $rootCertificate = New-TestSelfSigned $root $rootKey ([DateTimeOffset]::UtcNow.AddDays(-1)) ([DateTimeOffset]::UtcNow.AddDays(9))
        $weakKey = [System.Security.Cryptography.RSA]::Create(1024)
        $leaf = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new(
            'CN=localhost', $weakKey, 'SHA256', [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $leaf.CertificateExtensions.Add($names.Build())
        $leafCertificate = $leaf.Create(
            $rootCertificate.SubjectName, (New-TestSigner $rootKey),
            [DateTimeOffset]::UtcNow.AddHours(-1), [DateTimeOffset]::UtcNow.AddDays(8), [byte[]](1..8))
        Set-Content "$TestDrive/weak.pem" ($leafCertificate.ExportCertificatePem(), $rootCertificate.ExportCertificatePem())
        Set-Content "$TestDrive/weak.key" $weakKey.ExportPkcs8PrivateKeyPem()
        # A server of the usual strength does not show such a certificate.
        $weak = New-SslServer -Address 127.0.0.1 -Certificate "$TestDrive/weak.pem" -Key "$TestDrive/weak.key" -Protocol TlsV1_0OrLater
        try {
            foreach ($expected in 'UnspecifiedError', 'CertificateKeyTooWeak', 'SelfSignedCertificateInChain') {
                $record = $null
                Connect-SslHost localhost $weak.ServerPort -ExpectedError $expected -ErrorAction SilentlyContinue -ErrorVariable record |
                    Should -BeNullOrEmpty
                $record[0].Exception.Errors.Error | Sort-Object |
                    Should -Be (@('SelfSignedCertificateInChain', 'CertificateKeyTooWeak') | Sort-Object {
                    [int][QSslCore.SslErrorCode]$_
                })
            }
            $sockets = Connect-SslHost localhost $weak.ServerPort -ExpectedError CertificateKeyTooWeak, SelfSignedCertificateInChain
            $sockets.IsEncrypted | Should -BeTrue
        }
        finally {
            $weak | Stop-SslServer
        }
    }

    It 'writes the paused socket when it is told to pause' {
        $sockets = Connect-SslHost $target -PauseOnSslErrors
        $sockets.IsPaused | Should -BeTrue
        $sockets.IsEncrypted | Should -BeFalse
    }

    It 'gives a paused handshake up after its time' {
        $sockets = Connect-SslHost $target -PauseOnSslErrors -TimeoutSeconds 0.3
        Wait-Until { $sockets.State -eq 'UnconnectedState' } 'the pause to end'
        $sockets.IsPaused | Should -BeFalse
    }

    It 'uses a socket that was made before' {
        $made = New-SslSocket -CaCertificate $pki.CaCertificate
        $sockets = $made
        $connected = Connect-SslHost $target -InputObject $made
        [object]::ReferenceEquals($made, $connected) | Should -BeTrue
        $made.IsEncrypted | Should -BeTrue
    }

    It 'takes such a socket from the pipeline' {
        $sockets = New-SslSocket -CaCertificate $pki.CaCertificate | Connect-SslHost localhost $server.Port
        $sockets.IsEncrypted | Should -BeTrue
    }

    It 'leaves such a socket usable when it cannot be connected' {
        $sockets = New-SslSocket -CaCertificate $pki.CaCertificate
        Connect-SslHost "localhost:$(Get-ClosedPort)" -InputObject $sockets -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        (Connect-SslHost $target -InputObject $sockets).IsEncrypted | Should -BeTrue
    }

    It 'says that the server asked for a certificate of the client, and what to do' {
        $strict = Start-OpenSslServer $pki.Good $pki.Path -Argument '-Verify', '1', '-tls1_2'
        try {
            $record = $null
            Connect-SslHost "localhost:$($strict.Port)" -CaCertificate $pki.CaCertificate -ErrorAction SilentlyContinue `
                -ErrorVariable record | Should -BeNullOrEmpty
            $summary = $record | Get-Summary
            $summary.Id | Should -Be SslRefusedByPeer
            "$record" | Should -BeLike '*failed: the peer asked for a client certificate, got none, and refused*'
            $summary.Advice | Should -Match '^Give a certificate.*-Certificate and -Key'
        }
        finally { $strict | Stop-OpenSslServer }
    }

    It 'says that a service begins plain' {
        $record = $null
        Connect-SslHost ws://localhost -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
        ($record | Get-Summary).Advice | Should -Match '-NoEncryption'
    }

    It 'refuses a socket that is in use' {
        $sockets = Connect-SslHost $target -CaCertificate $pki.CaCertificate
        $record = $null
        Connect-SslHost $target -InputObject $sockets -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
        ($record | Get-Summary).Id | Should -Be SslSocketInUse
        $sockets.IsEncrypted | Should -BeTrue
    }

    It 'returns at once when it is told not to wait' {
        $sockets = Connect-SslHost $target -CaCertificate $pki.CaCertificate -NoWait
        $sockets | Wait-SslSocket -Until Encrypted -TimeoutSeconds 10 | Out-Null
        $sockets.IsEncrypted | Should -BeTrue
    }

    It 'applies every switch also without waiting: <Name>' -TestCases @(
        @{ Name = 'SkipCertificateCheck'; Switches = @{ SkipCertificateCheck = $true } }
        @{ Name = 'ExpectedError'; Switches = @{ ExpectedError = 'UnableToGetLocalIssuerCertificate', 'UnableToVerifyFirstCertificate' } }
    ) {
        $sockets = Connect-SslHost $target -NoWait @Switches
        $sockets | Wait-SslSocket -Until Encrypted -TimeoutSeconds 10 | Out-Null
        $sockets.IsEncrypted | Should -BeTrue
    }

    It 'accepts in one connection only: <Name>' -TestCases @(
        @{ Name = 'SkipCertificateCheck'; Switches = @{ SkipCertificateCheck = $true } }
        @{ Name = 'ExpectedError'; Switches = @{ ExpectedError = 'UnableToGetLocalIssuerCertificate', 'UnableToVerifyFirstCertificate' } }
    ) {
        $sockets = New-SslSocket
        foreach ($wait in @{ NoWait = $true }, @{}) {
            Connect-SslHost $target -InputObject $sockets @Switches @wait | Should -Be $sockets
            $sockets | Wait-SslSocket -Until Encrypted -TimeoutSeconds 10 | Out-Null
            $sockets.IsEncrypted | Should -BeTrue
            $sockets.Abort()
            $record = $null
            Connect-SslHost $target -InputObject $sockets -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslUnknownIssuer
            $sockets.Abort()
        }
    }

    It 'lets its output go to the next cmdlet and end the pipeline early' {
        $sockets = $target, $target | Connect-SslHost -CaCertificate $pki.CaCertificate | Select-Object -First 1
        $sockets.IsEncrypted | Should -BeTrue
    }

    It 'takes only the network protocol it is told' {
        $sockets = Connect-SslHost $target -CaCertificate $pki.CaCertificate -NetworkProtocol IPv4
        $sockets.PeerAddress.AddressFamily | Should -Be InterNetwork
    }
}
