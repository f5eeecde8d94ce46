# Configurations, cipher suites and the system's authorities.
Describe 'Settings' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $root = New-SslCertificate -CertificateAuthority -Subject 'CN=Root,O=Test only' -Path (Join-Path $TestDrive root.pem)
        $made = New-SslCertificate localhost -Issuer $root -Path (Join-Path $TestDrive made.pem)
    }

    Context 'New-SslConfiguration' {
        It 'takes no pre-shared keys, and says who does: <Command>' -TestCases @(@{ Command = 'New-SslConfiguration' }, @{
            Command = 'Set-SslDefaultConfiguration'
        }) {
            $record = $null
            & $Command -PreSharedKey @{
                device = [byte[]](1..16)
            } -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
            $summary = @($record | Get-Summary)
            $summary.Id | Should -Be SslUnsupportedInput
            $summary.Message | Should -Match 'holds no pre-shared keys'
            $summary.Advice | Should -Match 'Connect-SslHost.*-PreSharedKeyIdentityHint'
            $summary.Target | Should -BeNullOrEmpty -Because 'the keys are secrets'
            Get-SslDefaultConfiguration | ForEach-Object { $_.PreSharedKeyIdentityHint.Length } | Should -Be 0
        }

        It 'sets <Property>' -TestCases @(
            @{ Property = 'Protocol'; With = { @{ Protocol = 'TlsV1_3' } }; Expected = { 'TlsV1_3' } }
            @{ Property = 'PeerVerifyMode'; With = { @{ PeerVerifyMode = 'QueryPeer' } }; Expected = { 'QueryPeer' } }
            @{ Property = 'PeerVerifyDepth'; With = { @{ PeerVerifyDepth = 3 } }; Expected = { 3 } }
            @{
                Property = 'SslOptions'
                With = { @{ SslOption = 'DisableCompression', 'DisableSessionTickets' } }
                Expected = { [QSslCore.SslOption]'DisableCompression, DisableSessionTickets' }
            }
            @{ Property = 'HostNameRules'; With = { @{ HostNameRules = 'Qt' } }; Expected = { 'Qt' } }
            @{
                Property = 'VerificationTime'
                With = { @{ At = [DateTimeOffset]'2030-01-01Z' } }
                Expected = { [DateTimeOffset]'2030-01-01Z' }
            }
            @{ Property = 'Backend'; Needs = 'OpenSSL'; With = { @{ Backend = 'openssl' } }; Expected = { 'openssl' } }
            @{ Property = 'OcspStaplingEnabled'; With = { @{ OcspStaplingEnabled = $true } }; Expected = { $true } }
            @{ Property = 'FetchesMissingRoots'; With = { @{ SkipRootFetch = $true } }; Expected = { $false } }
            @{ Property = 'StapledOcspResponse'; With = { @{ StapledOcspResponse = [byte[]](1, 2, 3) } }; Expected = { 1, 2, 3 } }
            @{ Property = 'MissingCertificateIsFatal'; With = { @{ MissingCertificateIsFatal = $true } }; Expected = { $true } }
            @{ Property = 'HandshakeMustInterruptOnError'; With = { @{ HandshakeMustInterruptOnError = $true } }; Expected = { $true } }
            @{ Property = 'PreSharedKeyIdentityHint'; With = { @{ PreSharedKeyIdentityHint = 'abc' } }; Expected = { 97, 98, 99 } }
            @{
                Property = 'KeyLogFile'
                With = { @{ KeyLogFile = Join-Path $TestDrive keys.log } }
                Expected = { Join-Path $TestDrive keys.log }
            }
            @{ Property = 'AllowedNextProtocols'; With = { @{ Alpn = 'h2', 'http/1.1' } }; Expected = { 'h2', 'http/1.1' } }
            @{ Property = 'CaCertificates'; With = { @{ CaCertificate = 'TestDrive:/root.pem' } }; Expected = { $root.Certificate } }
            @{ Property = 'LocalCertificateChain'; With = { @{ Certificate = $made } }; Expected = { $made.Certificate } }
            @{
                Property = 'PrivateKey'
                With = { @{ Certificate = 'TestDrive:/made.pem'; Key = 'TestDrive:/made.key' } }
                Expected = { $made.Key }
            }
            @{
                Property = 'Ciphers'
                With = { @{ Cipher = 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384' } }
                Expected = { [QSslCore.QSslCipher]::new('ECDHE-RSA-AES256-GCM-SHA384') }
            }
            @{
                Property = 'EllipticCurves'
                Needs = 'choice of groups'
                With = { @{ Group = 'X25519', 'p-256' } }
                Expected = { 'X25519', 'P-256' | ForEach-Object { [QSslCore.QSslEllipticCurve]::FromShortName($_) } }
            }
            @{
                Property = 'DiffieHellmanParameters'
                With = { @{ DiffieHellmanParameters = [QSslCore.QSslDiffieHellmanParameters]::new() } }
                Expected = { [QSslCore.QSslDiffieHellmanParameters]::new() }
            }
        ) {
            if ($Needs -and ($why = Get-FeatureTrouble $Needs)) { Set-ItResult -Skipped -Because $why; return }
            $with = & $With
            $configuration = New-SslConfiguration @with
            $configuration | Should -BeOfType QSslCore.QSslConfiguration
            $configuration.$Property | Should -Be (& $Expected)
            # All else is as in the default.
            $copy = $configuration | New-SslConfiguration
            $copy.Equals($configuration) | Should -BeTrue
            [object]::ReferenceEquals($copy, $configuration) | Should -BeFalse
        }

        It 'has a parameter for each thing that can be set' {
            $names = @{ SslOptions = 'SslOption'; VerificationTime = 'At'; AllowedNextProtocols = 'Alpn'; CaCertificates = 'CaCertificate';
                LocalCertificateChain = 'Certificate'
                LocalCertificate = 'Certificate'; ServerIdentities = 'SniCertificate'; RecordsHandshakeMessages = 'RecordHandshakeMessages';
                    FetchesMissingRoots = 'SkipRootFetch'; PrivateKey = 'Key'; Ciphers = 'Cipher'; EllipticCurves = 'Group' }
            $parameters = (Get-Command New-SslConfiguration).Parameters.Keys
            # A ticket is of one session, not of settings; and a function that is called on any thread is none for a script.
            $names.SessionTicket = $names.KeyLogCallback = 'Configuration'
            $set = [QSslCore.QSslConfiguration].GetProperties() | Where-Object {
                $_.CanWrite -and $_.SetMethod.IsPublic -and -not $_.SetMethod.IsStatic
            }
            $set.Count | Should -BeGreaterThan 10
            $set.Name | ForEach-Object { $names[$_] ?? $_ } | Where-Object { $_ -notin $parameters } | Should -BeNullOrEmpty
        }

        It 'passes options on to the TLS library' {
            if ($why = Get-FeatureTrouble 'options of its own') { Set-ItResult -Skipped -Because $why; return }
            $configuration = New-SslConfiguration -BackendConfiguration @{ MaxProtocol = 'TLSv1.2' }
            $server = New-SslServer -Certificate $made
            try {
                $socket = Connect-SslHost localhost $server.ServerPort -CaCertificate $root -Configuration $configuration -TimeoutSeconds 10
                $socket.SessionProtocol | Should -Be TlsV1_2
                $socket.Dispose()
            }
            finally { $server | Stop-SslServer }
        }

        It 'serves a server and a client alike' {
            if ($why = Get-FeatureTrouble 'choice of groups') { Set-ItResult -Skipped -Because $why; return }
            $configuration = New-SslConfiguration -Certificate $made -CaCertificate $root -PeerVerifyMode VerifyPeer
            $server = New-SslServer -Configuration $configuration
            try {
                $socket = Connect-SslHost localhost $server.ServerPort -Configuration $configuration -Group X25519 -TimeoutSeconds 10
                ($server | Receive-SslConnection).PeerCertificate | Should -Be $made.Certificate
                $socket.Dispose()
            }
            finally { $server | Stop-SslServer }
        }

        It 'is an error for <Name>' -TestCases @(
            @{ Name = 'a cipher suite'; With = @{ Cipher = 'NO-SUCH' }; Id = 'SslUnsupportedInput' }
            @{ Name = 'a group'; With = @{ Group = 'NoSuch' }; Id = 'SslUnsupportedInput' }
            @{ Name = 'a backend'; With = @{ Backend = 'nosuch' }; Id = 'SslNoBackend' }
            @{ Name = 'Diffie-Hellman parameters'; With = @{ DiffieHellmanParameters = 'TestDrive:/root.pem' }; Id = 'SslUnsupportedInput' }
            @{ Name = 'an OCSP response'; With = @{ StapledOcspResponse = 'TestDrive:/nosuch.der' }; Id = 'SslFileNotFound' }
            @{ Name = 'an authority'; With = @{ CaCertificate = 'TestDrive:/nosuch.pem' }; Id = 'SslFileNotFound' }
        ) {
            $record = @(New-SslConfiguration @With 2>&1)
            $record.Count | Should -Be 1
            ($record | Get-Summary).Id | Should -Be $Id
        }
    }

    Context 'The default configuration' {
        BeforeEach { $before = Get-SslDefaultConfiguration }
        AfterEach { $before | Set-SslDefaultConfiguration }

        It 'is changed by what is given, and only by that' {
            Set-SslDefaultConfiguration -Protocol TlsV1_3 | Should -BeNullOrEmpty
            (Set-SslDefaultConfiguration -CaCertificate $root -PassThru).Protocol | Should -Be TlsV1_3
            (New-SslSocket).Protocol | Should -Be TlsV1_3
            (New-SslConfiguration).CaCertificates | Should -Be $root.Certificate
        }

        It 'is put back whole' {
            Set-SslDefaultConfiguration -Protocol TlsV1_2 -PeerVerifyMode VerifyNone
            $before | Set-SslDefaultConfiguration
            (Get-SslDefaultConfiguration).Equals($before) | Should -BeTrue
        }

        It 'is not changed by a copy, by -WhatIf or by an error' {
            (Get-SslDefaultConfiguration).Protocol = 'TlsV1_2'
            Set-SslDefaultConfiguration -Protocol TlsV1_2 -WhatIf
            (Set-SslDefaultConfiguration -Protocol TlsV1_2 -Cipher NO-SUCH 2>&1 | Get-Summary).Id | Should -Be SslUnsupportedInput
            (Get-SslDefaultConfiguration).Protocol | Should -Be $before.Protocol
        }
    }

    Context 'Get-SslCipher' {
        It 'writes all suites of the library' {
            @(Get-SslCipher).Name | Should -Be ([QSslCore.QSslConfiguration]::SupportedCiphers.Name)
        }

        It 'finds a suite by either name, in any case' {
            foreach ($name in 'ECDHE-RSA-AES256-GCM-SHA384', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
                'tls_ecdhe_rsa_with_aes_256_gcm_sha384') {
                $cipher = $name | Get-SslCipher
                $cipher.Name | Should -Be 'ECDHE-RSA-AES256-GCM-SHA384'
                $cipher.IanaName | Should -Be 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'
            }
        }

        It 'gives both names to all' {
            @(Get-SslCipher | Where-Object { -not $_.Name -or $_.IanaName -notmatch '^TLS_' }).Count | Should -Be 0
        }

        It 'goes by wildcards and protocols' {
            @(Get-SslCipher *CHACHA20* -Protocol TlsV1_3).Name | Should -Be TLS_CHACHA20_POLY1305_SHA256
            (Get-SslCipher -Protocol TlsV1_2 | Select-Object -ExpandProperty Protocol -Unique) | Should -Be TlsV1_2
            (Get-SslCipher -Protocol SecureProtocols | Select-Object -ExpandProperty Protocol -Unique | Sort-Object) |
                Should -Be TlsV1_2, TlsV1_3
            Get-SslCipher *NO-SUCH* | Should -BeNullOrEmpty
        }

        It 'is an error for a name that is none, and goes on' {
            $record = $null
            @(Get-SslCipher NO-SUCH, TLS_AES_128_GCM_SHA256 -ErrorAction SilentlyContinue -ErrorVariable record).Count | Should -Be 1
            ($record | Get-Summary).Id | Should -Be SslCipherNotFound
        }
    }

    Context 'Get-SslCaCertificate' {
        BeforeAll {
            # A system of our own: the usual variables name its authorities.
            $old = $env:SSL_CERT_FILE, $env:SSL_CERT_DIR
            if (-not ($IsWindows -or $IsMacOS)) {
                $short = New-SslCertificate -CertificateAuthority -Subject 'CN=Short,O=Test only' -Days 10
                $long = New-SslCertificate -CertificateAuthority -Subject 'CN=Long,O=Test only' -Days 1000
                $short, $long | Export-SslCertificate TestDrive:/system.pem
                $env:SSL_CERT_FILE = Join-Path $TestDrive system.pem
                $env:SSL_CERT_DIR = Join-Path $TestDrive nothing
            }
        }
        AfterAll { $env:SSL_CERT_FILE, $env:SSL_CERT_DIR = $old }
        BeforeEach { if ($IsWindows -or $IsMacOS) { Set-ItResult -Skipped -Because "the system's stores cannot be replaced" } }

        It 'finds <Expected> by <Name>' -TestCases @(
            @{ Name = 'nothing'; With = { @{} }; Expected = 'CN=Short, O=Test only', 'CN=Long, O=Test only' }
            @{ Name = 'a name'; With = { @{ Subject = 'long' } }; Expected = 'CN=Long, O=Test only' }
            @{ Name = 'a pattern'; With = { @{ Subject = 'CN=S*' } }; Expected = 'CN=Short, O=Test only' }
            @{
                Name = 'a thumbprint'
                With = { @{ Thumbprint = ($long.Thumbprint -replace '..(?=.)', '$0:').ToLower() } }
                Expected = 'CN=Long, O=Test only'
            }
            @{ Name = 'its end'; With = { @{ ExpiringInDays = 30 } }; Expected = 'CN=Short, O=Test only' }
            @{ Name = 'conditions that exclude each other'; With = { @{ ExpiringInDays = 30; Subject = 'Long' } }; Expected = $null }
        ) {
            $with = & $With
            (Get-SslCaCertificate @with).Subject | Should -Be $Expected
        }

        It 'is an error for an authority that is not there' {
            (Get-SslCaCertificate -Subject Nobody 2>&1 | Get-Summary).Id | Should -Be SslCertificateNotFound
            (Get-SslCaCertificate -Thumbprint AA 2>&1 | Get-Summary).Id | Should -Be SslCertificateNotFound
            Get-SslCaCertificate -Subject *nobody* | Should -BeNullOrEmpty
        }
    }
}
