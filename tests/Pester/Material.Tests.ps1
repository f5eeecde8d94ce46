# Import-SslCertificate, Import-SslKey and New-SslCertificate.
Describe 'Certificates and keys' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $trouble = Get-OpenSslTrouble
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $work = (New-Item (Join-Path $TestDrive work) -ItemType Directory).FullName
        $empty = Join-Path $work empty.pem
        Set-Content $empty '' -NoNewline
        $binary = Join-Path $work binary.pem
        [System.IO.File]::WriteAllBytes($binary, [byte[]](0..255))
        $damaged = Join-Path $work damaged.pem
        Set-Content $damaged ((Get-Content $pki.Good.Certificate -Raw) -replace '(?<=BEGIN CERTIFICATE-----\s+\S{20})\S', '!')
    }

    Context 'Import-SslCertificate' {
        It 'reads <Name>' -TestCases @(
            @{ Name = 'a PEM file'; Command = { Import-SslCertificate $pki.Good.Certificate } }
            @{ Name = 'a PEM file of the pipeline'; Command = { Get-Item $pki.Good.Certificate | Import-SslCertificate } }
            @{ Name = 'a path in a drive of PowerShell'; Command = { Import-SslCertificate TestDrive:/pki/Good.pem } }
            @{
                Name = 'a path beside the current location'
                Command = { Push-Location $pki.Path; try { Import-SslCertificate Good.pem } finally { Pop-Location } }
            }
            @{ Name = 'PEM text'; Command = { Import-SslCertificate (Get-Content $pki.Good.Certificate -Raw) } }
            @{ Name = 'bytes'; Command = { Import-SslCertificate ([System.IO.File]::ReadAllBytes($pki.Good.Certificate)) } }
            @{
                Name = 'an object of .NET'
                Command = {
                    Import-SslCertificate ([System.Security.Cryptography.X509Certificates.X509CertificateLoader]::LoadCertificateFromFile(
                        $pki.Good.Certificate))
                }
            }
            @{ Name = 'a DER file'; Command = {
                    $der = Join-Path $work good.der
                    [System.IO.File]::WriteAllBytes($der, (Import-SslCertificate $pki.Good.Certificate).ToDer())
                    Import-SslCertificate $der
                }
            }
        ) {
            $certificate = & $Command
            $certificate | Should -BeOfType QSslCore.QSslCertificate
            $certificate.Sha256Thumbprint | Should -Be $pki.Good.Thumbprint
        }

        It 'reads all files that a wildcard names, and all certificates in a file' {
            @(Import-SslCertificate (Join-Path $pki.Path '*.pem')).Count | Should -Be 6
            $bundle = Join-Path $work bundle.pem
            Get-Content $pki.Good.Certificate, $pki.CaCertificate | Set-Content $bundle
            @(Import-SslCertificate $bundle).Count | Should -Be 2
        }

        It 'takes a name with brackets as it is' {
            $odd = Join-Path $work 'a[1].pem'
            [System.IO.File]::Copy($pki.Good.Certificate, $odd, $true)
            (Import-SslCertificate -LiteralPath $odd).IsNull | Should -BeFalse
            (Get-Item -LiteralPath $odd | Import-SslCertificate).IsNull | Should -BeFalse
        }

        It 'is the error <Id> for <Name>, and goes on' -TestCases @(
            @{ Name = 'an empty file'; Value = { $empty }; Id = 'SslCertificateUnreadable'; Category = 'InvalidData'; Says = 'empty' }
            @{
                Name = 'a binary file'
                Value = { $binary }
                Id = 'SslCertificateUnreadable'
                Category = 'InvalidData'
                Says = 'neither PEM'
            }
            @{ Name = 'a damaged file'; Value = { $damaged }; Id = 'SslCertificateUnreadable'; Category = 'InvalidData'; Says = 'damaged' }
            @{ Name = 'a key'; Value = { $pki.Good.Key }; Id = 'SslCertificateUnreadable'; Category = 'InvalidData'; Says = 'private key' }
            @{
                Name = 'a missing file'
                Value = { Join-Path $work nothing.pem }
                Id = 'SslFileNotFound'
                Category = 'ObjectNotFound'
                Says = 'nothing.pem'
            }
            @{
                Name = 'a wildcard without a match'
                Value = { Join-Path $work '*.nothing' }
                Id = 'SslFileNotFound'
                Category = 'ObjectNotFound'
                Says = 'nothing'
            }
            @{ Name = 'a directory'; Value = { $work }; Id = 'SslFileNotFound'; Category = 'ObjectNotFound'; Says = 'work' }
            @{
                Name = 'a path of another provider'
                Value = { 'Env:PATH' }
                Id = 'SslUnsupportedInput'
                Category = 'InvalidArgument'
                Says = 'file system'
            }
            @{
                Name = 'a drive that does not exist'
                Value = { 'NoSuchDrive:/x.pem' }
                Id = 'SslFileNotFound'
                Category = 'ObjectNotFound'
                Says = 'NoSuchDrive'
            }
            @{ Name = 'a number'; Value = { 42 }; Id = 'SslUnsupportedInput'; Category = 'InvalidArgument'; Says = 'Int32' }
        ) {
            $bad = & $Value
            $record = $null
            $result = @($bad, $pki.Good.Certificate | Import-SslCertificate -ErrorAction SilentlyContinue -ErrorVariable record)
            $result.Count | Should -Be 1
            $summary = @($record | Get-Summary)
            $summary.Count | Should -Be 1
            $summary.Id | Should -Be $Id
            $summary.Category | Should -Be $Category
            $summary.Message | Should -Match $Says
            $summary.Target | Should -Be $bad
            $summary.Advice | Should -Not -BeNullOrEmpty
        }
    }

    Context 'Import-SslKey' {
        BeforeAll {
            $right = ConvertTo-SecureString 'correct horse' -AsPlainText -Force
            $wrong = ConvertTo-SecureString 'battery staple' -AsPlainText -Force
            $encrypted = Join-Path $work encrypted.key
            if (-not $trouble) { openssl pkcs8 -topk8 -in $pki.Good.Key -out $encrypted -passout 'pass:correct horse' }
        }

        It 'reads a key and shows nothing of it' {
            if (($why = Get-SystemTrouble Curves)) { Set-ItResult -Skipped -Because $why }
            $key = Import-SslKey $pki.Good.Key
            $key.Algorithm | Should -Be Ec
            $key.Length | Should -Be 256
            $key.Type | Should -Be PrivateKey
            $secret = (Get-Content $pki.Good.Key)[1]
            ($key | Format-List * -Force | Out-String) | Should -Not -Match ([regex]::Escape($secret))
            "$key" | Should -Not -Match ([regex]::Escape($secret))
        }

        It 'reads an encrypted key with its pass phrase' {
            if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
            (Import-SslKey $encrypted -Passphrase $right).Equals((Import-SslKey $pki.Good.Key)) | Should -BeTrue
        }

        It 'is the error <Id> for <Name>' -TestCases @(
            @{
                Name = 'a wrong pass phrase'
                Command = { Import-SslKey $encrypted -Passphrase $wrong }
                Id = 'SslWrongPassphrase'
                Category = 'AuthenticationError'
            }
            @{
                Name = 'a missing pass phrase'
                Command = { Import-SslKey $encrypted }
                Id = 'SslPassphraseNeeded'
                Category = 'AuthenticationError'
            }
            @{
                Name = 'a certificate'
                Command = { Import-SslKey $pki.Good.Certificate }
                Id = 'SslKeyUnreadable'
                Category = 'InvalidData'
            }
            @{ Name = 'an empty file'; Command = { Import-SslKey $empty }; Id = 'SslKeyUnreadable'; Category = 'InvalidData' }
            @{ Name = 'a binary file'; Command = { Import-SslKey $binary }; Id = 'SslKeyUnreadable'; Category = 'InvalidData' }
            @{
                Name = 'a missing file'
                Command = { Import-SslKey (Join-Path $work nothing.key) }
                Id = 'SslFileNotFound'
                Category = 'ObjectNotFound'
            }
        ) {
            if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
            $ErrorActionPreference = 'Continue'
            $record = & $Command 2>&1
            $summary = @($record | Get-Summary)
            $summary.Count | Should -Be 1
            $summary.Id | Should -Be $Id
            $summary.Category | Should -Be $Category
            $summary.Message | Should -Not -Match 'battery staple'
        }
    }

    Context 'New-SslCertificate' {
        It 'makes a self-signed certificate with its names' {
            if (($why = Get-SystemTrouble Curves)) { Set-ItResult -Skipped -Because $why }
            $made = New-SslCertificate -DnsName lab.example, '*.lab.example' -IPAddress 127.0.0.1, ::1 -KeyKind EcP256
            $made | Should -BeOfType QSslModule.SslIdentity
            $made.Certificate.Issuer | Should -Be $made.Certificate.Subject
            $made.Certificate.SubjectAlternativeNames.Value | Should -Be 'lab.example', '*.lab.example', '127.0.0.1', '::1'
            $made.Key.Type | Should -Be PrivateKey
            $made.Chain.Count | Should -Be 1
        }

        It 'makes keys of the kind <Kind>' -TestCases @(
            @{ Kind = 'EcP256'; Says = 'EC P-256' }
            @{ Kind = 'EcP384'; Says = 'EC P-384' }
            @{ Kind = 'Rsa2048'; Says = 'RSA 2048' }
        ) {
            if (($Kind -like 'Ec*') -and ($why = Get-SystemTrouble Curves)) { Set-ItResult -Skipped -Because $why }
            (New-SslCertificate localhost -KeyKind $Kind).Certificate.KeyDescription | Should -Be $Says
        }

        It 'makes a chain that a client accepts' {
            if (($why = Get-SystemTrouble NameOrder)) { Set-ItResult -Skipped -Because $why }
            $root = New-SslCertificate -CertificateAuthority -Subject 'CN=Lab root,O=Example'
            $middle = New-SslCertificate -CertificateAuthority -Subject 'CN=Lab issuer,O=Example' -Issuer $root
            $leaf = $middle | New-SslCertificate localhost
            $leaf.Chain.Count | Should -Be 2
            $server = New-SslServer -Certificate $leaf
            try {
                $socket = Connect-SslHost localhost $server.ServerPort -CaCertificate $root -TimeoutSeconds 10
                $socket.IsEncrypted | Should -BeTrue
                @($socket | Get-SslPeerChain).Count | Should -Be 2
                @($socket | Get-SslPeerChain -AsVerified).Subject |
                    Should -Be 'CN=localhost', 'CN=Lab issuer, O=Example', 'CN=Lab root, O=Example'
                $socket.Dispose()
            }
            finally { $server | Stop-SslServer }
        }

        It 'takes a distinguished name in the place of a host name for the subject: <Name>' -TestCases @(
            @{ Name = 'alone'; Value = 'CN=x'; Subject = 'CN=x'; Names = @() }
            @{ Name = 'of several parts'; Value = 'CN=x, O=Example'; Subject = 'CN=x, O=Example'; Names = @() }
            @{ Name = 'before a host name'; Value = 'O=Example', 'localhost'; Subject = 'O=Example'; Names = 'localhost' }
            @{ Name = 'behind a host name'; Value = 'localhost', 'O=Example'; Subject = 'O=Example'; Names = 'localhost' }
        ) {
            if (($Name -eq 'of several parts') -and ($why = Get-SystemTrouble NameOrder)) { Set-ItResult -Skipped -Because $why }
            $made = New-SslCertificate $Value
            $made.Certificate.Subject | Should -Be $Subject
            @($made.Certificate.SubjectAlternativeNames.Value) | Should -Be $Names
        }

        It 'is an error for two subjects' {
            { New-SslCertificate 'CN=x' -Subject 'CN=y' } | Should -Throw -ErrorId 'SslUnsupportedInput,*'
            { New-SslCertificate 'CN=x', 'CN=y' } | Should -Throw '*CN=x*CN=y*'
        }

        It 'makes an expired certificate for a test' {
            $expired = New-SslCertificate localhost -NotBefore (Get-Date).AddDays(-10) -NotAfter (Get-Date).AddDays(-1)
            $expired.Certificate.ExpiryDate | Should -BeLessThan ([DateTimeOffset]::Now)
        }

        It 'writes PEM files that openssl reads, the key for its owner only' {
            if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
            $made = New-SslCertificate localhost -Path (Join-Path $work made.pem)
            $made.CertificatePath | Should -Exist
            $made.KeyPath | Should -Exist
            openssl verify -CAfile $made.CertificatePath $made.CertificatePath | Should -Match OK
            openssl pkey -in $made.KeyPath -noout
            $LASTEXITCODE | Should -Be 0
            if (-not $IsWindows) { (Get-Item $made.KeyPath).UnixMode | Should -Be '-rw-------' }
        }

        It 'is an error for <Name>' -TestCases @(
            @{ Name = 'dates in the wrong order'; With = { @{ NotBefore = (Get-Date); NotAfter = (Get-Date).AddDays(-1) } } }
            @{ Name = 'a subject that is none'; With = { @{ Subject = 'no subject' } } }
            @{ Name = 'a file that cannot be written'; With = { @{ Path = (Join-Path $work 'no such directory/x.pem') } } }
            @{ Name = 'an issuer that is no authority'; With = { @{ Issuer = (New-SslCertificate localhost) } } }
        ) {
            $more = & $With
            $record = $null
            New-SslCertificate localhost @more -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
            $record.Count | Should -Be 1
            ($record | Get-Summary).Id | Should -Match '^Ssl'
        }

        It 'makes nothing with -WhatIf' {
            $path = Join-Path $work whatif.pem
            New-SslCertificate localhost -Path $path -WhatIf | Should -BeNullOrEmpty
            $path | Should -Not -Exist
        }
    }
}
