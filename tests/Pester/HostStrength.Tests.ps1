# Test-SslHost: what is weak in a host is found, whatever the TLS library was told to take.
Describe 'The strength of a host' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $trouble = Get-OpenSslTrouble
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $weak = '-cipher', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0'

        # A certificate that openssl makes and signs itself, or has signed by an authority.
        function New-WeakIdentity {
            param([string] $Name, [string[]] $Key, [string] $Digest = '-sha256', [object] $Issuer,
                [string[]] $Extension = @('subjectAltName=DNS:localhost'))

            $base = Join-Path $pki.Path $Name
            $arguments = @('req', '-x509', '-nodes', '-days', '300', '-subj', "/CN=$Name", $Digest, '-keyout', "$base.key", '-out',
                "$base.pem") + $Key
            $Extension | ForEach-Object { $arguments += '-addext', $_ }
            if ($Issuer) { $arguments += '-CA', $Issuer.Certificate, '-CAkey', $Issuer.Key }
            $said = & openssl @arguments 2>&1
            if ($LASTEXITCODE) { throw "openssl req failed: $said" }
            [pscustomobject]@{ Certificate = "$base.pem"; Key = "$base.key" }
        }
        # The groups of RFC 2409 (1024 bits) and RFC 3526 (1536 bits): to find a safe prime takes long.
        function Get-DhParameter {
            param([int] $Bits)

            $head = 'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A4' +
                '31B302B0A6DF25F1437' +
                '4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE'
            $prime = $head + ($Bits -eq 1024 ? '65381FFFFFFFFFFFFFFFF' : '45B3DC2007CB8A163BF0598DA48361C55D39A6916' +
                '3FA8FD24CF5F83655D23DCA3AD961C62F356208552B' +
                'B9ED529077096966D670C354E4ABC9804F1746C08CA237327FFFFFFFFFFFFFFFF')
            $writer = [System.Formats.Asn1.AsnWriter]::new('DER')
            $scope = $writer.PushSequence()
            $writer.WriteInteger([System.Numerics.BigInteger]::Parse("0$prime", 'HexNumber'))
            $writer.WriteInteger(2)
            $scope.Dispose()
            [System.Security.Cryptography.PemEncoding]::WriteString('DH PARAMETERS', $writer.Encode())
        }
        function Test-Weak {
            param([object] $Server, [hashtable] $With = @{})

            Test-SslHost localhost $Server.Port -TimeoutSeconds 20 @With -WarningAction SilentlyContinue
        }
        $authority = 'basicConstraints=critical,CA:TRUE'
        if (-not $trouble) {
            $ids = @{
                Rsa1024 = New-WeakIdentity rsa1024 -Key '-newkey', 'rsa:1024'
                Sha1 = New-WeakIdentity sha1 -Key '-newkey', 'rsa:2048' -Digest -sha1
                Rsa2048 = New-WeakIdentity rsa2048 -Key '-newkey', 'rsa:2048'
            }
            $root = New-WeakIdentity root -Key '-newkey', 'rsa:1024' -Digest -sha1 -Extension $authority
            $ids.WeakRoot = New-WeakIdentity underweakroot -Key '-newkey', 'rsa:2048' -Issuer $root
            $strongRoot = New-WeakIdentity strongroot -Key '-newkey', 'rsa:2048' -Extension $authority
            $middle = New-WeakIdentity middle -Key '-newkey', 'rsa:1024' -Digest -sha1 -Issuer $strongRoot -Extension $authority
            $ids.WeakMiddle = New-WeakIdentity underweakmiddle -Key '-newkey', 'rsa:2048' -Issuer $middle
        }
    }
    BeforeEach {
        $server = $null
        if ($why = $trouble) { Set-ItResult -Skipped -Because $why }
    }
    AfterEach { $server | Stop-OpenSslServer }

    It 'finds <Code> in the certificate of <Name> with -Protocol <Protocol>' -TestCases @(
        foreach ($protocol in 'TlsV1_0OrLater', 'TlsV1_1OrLater', 'SecureProtocols') {
            @{ Name = 'Rsa1024'; Code = 'CertificateKeyTooWeak'; Protocol = $protocol }
            @{ Name = 'Sha1'; Code = 'CertificateSignatureTooWeak'; Protocol = $protocol }
        }
    ) {
        $server = Start-OpenSslServer $ids.$Name $pki.Path -Argument $weak
        foreach ($with in @{ CaCertificate = $ids.$Name.Certificate }, @{ SkipCertificateCheck = $true }, @{
            ExpectedError = 'SelfSignedCertificate'
        }) {
            $report = Test-Weak $server ($with + @{ Protocol = $Protocol })
            $report.Status | Should -Be Critical -Because "$($with.Keys): $($report.Reason)"
            $found = $report.Findings | Where-Object Code -EQ $Code
            @($found).Count | Should -Be 1 -Because "$($report.Findings.Code)"
            $found.Severity | Should -Be Critical
            $found.Message | Should -Match "The host's own certificate '.*CN=$Name'"
        }
    }

    It 'does not count what the user names as expected, and nothing else' {
        $server = Start-OpenSslServer $ids.Rsa1024 $pki.Path -Argument $weak
        $expected = 'SelfSignedCertificate', 'CertificateKeyTooWeak', 'UnspecifiedError'
        (Test-Weak $server @{
            ExpectedError = $expected
            Protocol = 'TlsV1_0OrLater'
        }).Findings.Code | Should -Not -Contain CertificateKeyTooWeak
    }

    It 'takes a text with several names for these, and not for the sum of their numbers' {
        $server = Start-OpenSslServer $ids.Rsa1024 $pki.Path -Argument $weak
        $with = @{ Protocol = 'TlsV1_0OrLater' }
        # 1 and 8, and together the number of SelfSignedCertificate.
        (Test-Weak $server ($with + @{ ExpectedError = 'UnableToGetIssuerCertificate,InvalidNotAfterField' })).Findings.Code |
            Should -Contain SelfSignedCertificate
        (Test-Weak $server ($with + @{ ExpectedError = 'SelfSignedCertificate, CertificateKeyTooWeak' })).Findings.Code |
            Should -Not -Contain SelfSignedCertificate
        { Test-SslHost localhost:1 -ExpectedError 'SelfSignedCertificate,' } |
            Should -Throw -ErrorId 'ParameterArgumentTransformationError*'
        { Test-SslHost localhost:1 -Protocol 'TlsV1_2,TlsV1_3' } | Should -Throw -ErrorId 'ParameterArgumentTransformationError*'
        { ConvertTo-SslReport -InputObject @() 'Nagios,Json' } | Should -Throw -ErrorId 'ParameterArgumentTransformationError*'
    }

    It 'says whose key or signature is weak: an intermediate, a root' {
        $chain = Join-Path $pki.Path chain.pem
        Get-Content $ids.WeakMiddle.Certificate, $middle.Certificate | Set-Content $chain
        $server = Start-OpenSslServer $ids.WeakMiddle $pki.Path -Argument ($weak + '-cert_chain', $middle.Certificate)
        $report = Test-Weak $server @{ CaCertificate = $strongRoot.Certificate; Protocol = 'TlsV1_0OrLater' }
        $report.Status | Should -Be Critical
        $found = $report.Findings | Where-Object Code -Match TooWeak
        $found.Code | Sort-Object | Should -Be CertificateKeyTooWeak, CertificateSignatureTooWeak
        $found.Message | Should -Match "The intermediate certificate 1 '.*CN=middle'"
        $server | Stop-OpenSslServer
        $server = Start-OpenSslServer $ids.WeakRoot $pki.Path -Argument $weak
        $report = Test-Weak $server @{ CaCertificate = $root.Certificate; Protocol = 'TlsV1_0OrLater' }
        $report.Status | Should -Be Critical
        # What a root is signed with is of no interest, but what it signs with is.
        $found = $report.Findings | Where-Object Code -Match TooWeak
        $found.Code | Should -Be CertificateKeyTooWeak
        $found.Message | Should -Match "The root certificate '.*CN=root'"
    }

    It 'finds <Code> (<Severity>) with <Argument>' -TestCases @(
        @{ Argument = '-tls1'; Code = 'ProtocolObsolete'; Severity = 'Warning' }
        @{ Argument = '-tls1_1'; Code = 'ProtocolObsolete'; Severity = 'Warning' }
        @{ Argument = '-tls1_2 -cipher AES128-GCM-SHA256'; Code = 'NoForwardSecrecy'; Severity = 'Warning' }
        @{ Argument = '-tls1_2 -cipher ECDHE-RSA-AES128-SHA'; Code = 'CipherCbcSha1'; Severity = 'Warning' }
        @{
            Argument = '-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0 -dhparam dh1024.pem'
            Code = 'KeyExchangeTooWeak'
            Severity = 'Critical'
        }
        @{
            Argument = '-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0 -dhparam dh1536.pem'
            Code = 'KeyExchangeTooWeak'
            Severity = 'Warning'
        }
    ) {
        if ($Argument -match 'dh(\d+)\.pem') {
            $dh = Join-Path $pki.Path "dh$($Matches[1]).pem"
            Set-Content $dh (Get-DhParameter $Matches[1])
        }
        $arguments = @($Argument -replace 'dh\d+\.pem', "$dh" -split ' ')
        if ($Argument -notmatch 'cipher') { $arguments += '-cipher', 'ALL:@SECLEVEL=0' }
        # Parameters are read before the cipher's level holds: openssl takes short ones only where its own configuration allows it.
        $before = $env:OPENSSL_CONF
        $env:OPENSSL_CONF = Join-Path $pki.Path lax.cnf
        "openssl_conf = init`n[init]`nssl_conf = ssl`n[ssl]`nsystem_default = all`n[all]`nCipherString = ALL:@SECLEVEL=0" |
            Set-Content $env:OPENSSL_CONF
        try { $server = Start-OpenSslServer $ids.Rsa2048 $pki.Path -Argument $arguments } finally { $env:OPENSSL_CONF = $before }
        $report = Test-Weak $server @{ CaCertificate = $ids.Rsa2048.Certificate; Protocol = 'TlsV1_0OrLater' }
        if (-not $report.Cipher) {
            Set-ItResult -Skipped -Because "this TLS library does not take it at all: $($report.Reason)"
            $report.Status | Should -Be Critical
            return
        }
        $report.Status | Should -Not -Be Ok
        $found = $report.Findings | Where-Object Code -EQ $Code
        @($found).Count | Should -Be 1 -Because "$($report.Reason)"
        $found.Severity | Should -Be $Severity
    }

    It 'finds nothing in a host that is strong: <Argument>' -TestCases @(
        @{ Argument = '-tls1_3' }
        @{ Argument = '-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256' }
        @{ Argument = '-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256' }
    ) {
        $server = Start-OpenSslServer $ids.Rsa2048 $pki.Path -Argument ($Argument -split ' ')
        foreach ($protocol in 'SecureProtocols', 'TlsV1_0OrLater') {
            $report = Test-Weak $server @{ CaCertificate = $ids.Rsa2048.Certificate; Protocol = $protocol }
            $report.Status | Should -Be Ok -Because "$protocol`: $($report.Reason)"
        }
    }

    It 'tells it in every format, and in what has changed' {
        $server = Start-OpenSslServer $ids.Rsa2048 $pki.Path -Argument '-tls1_2', '-cipher', 'ECDHE-RSA-AES128-SHA'
        $report = Test-Weak $server @{ CaCertificate = $ids.Rsa2048.Certificate }
        foreach ($format in 'Html', 'Json', 'Csv', 'Markdown', 'JUnit', 'Sarif', 'Nagios') {
            $report | ConvertTo-SslReport -Format $format | Out-String | Should -Match 'CBC with SHA-1' -Because $format
        }
        $before = $report | ConvertTo-Json -Depth 5 | ConvertFrom-Json
        $before.Status = 'Ok'
        $before.Findings = @()
        $before.Reason = @()
        Compare-SslReport $before $report | Where-Object Kind -EQ StatusChanged | Should -Not -BeNullOrEmpty
    }
}
