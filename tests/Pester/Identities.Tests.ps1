# Certificates with their keys, as .NET, Windows and Java people have them.
Describe 'Identities' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $trouble = Get-OpenSslTrouble
        if ($lack = Get-SystemTrouble JoinedKeys) { return }
        $root = New-SslCertificate -CertificateAuthority -Subject 'CN=Root,O=Test only'
        $made = New-SslCertificate localhost -IPAddress 127.0.0.1 -Issuer $root -KeyKind Rsa2048
        $second = New-SslCertificate second.test -Issuer $root -KeyKind Rsa2048
        $phrase = ConvertTo-SecureString 'changeit' -AsPlainText -Force
        $native = $made.ToX509Certificate2()
        $both = Join-Path $TestDrive both.pem
        $made | Export-SslCertificate $both -Key $made.Key
        $made | Export-SslCertificate (Join-Path $TestDrive made.p12) -Passphrase $phrase
        $cert, $key = (Join-Path $TestDrive cert.pem), (Join-Path $TestDrive key.pem)
        $made.Certificate | Export-SslCertificate $cert
        $made.Key | Export-SslKey $key
    }
    BeforeEach {
        if ($lack) { Set-ItResult -Skipped -Because $lack }
    }

    Context '-Certificate' {
        It 'takes <Name>' -TestCases @(
            @{ Name = 'an X509Certificate2 with its key'; Value = { $native } }
            @{ Name = 'what Get-PfxCertificate reads'; Value = { Get-PfxCertificate (Join-Path $TestDrive made.p12) -Password $phrase } }
            @{
                Name = 'what CreateFromPemFile reads'
                Value = { [System.Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPemFile($cert, $key) }
            }
            @{
                Name = 'what LoadPkcs12 reads'
                Value = {
                    [System.Security.Cryptography.X509Certificates.X509CertificateLoader]::LoadPkcs12FromFile(
                        (Join-Path $TestDrive made.p12), 'changeit')
                }
            }
            @{
                Name = 'a collection with the key behind'
                Value = {
                    [System.Security.Cryptography.X509Certificates.X509Certificate2Collection]::new(
                        @($root.Certificate.ToX509Certificate2(), $native))
                }
            }
            @{ Name = 'one PEM file with certificate and key'; Value = { $both } }
            @{ Name = 'one PEM text with certificate and key'; Value = { Get-Content $both -Raw } }
            @{ Name = 'lines of such a text'; Value = { Get-Content $both } }
        ) {
            $configuration = New-SslConfiguration -Certificate (& $Value)
            $configuration.LocalCertificate | Should -Be $made.Certificate
            $configuration.PrivateKey | Should -Be $made.Key
            # And a server with it is one that a client trusts.
            $server = New-SslServer -Port 0 -Certificate (& $Value)
            try {
                $socket = Connect-SslHost "localhost:$($server.ServerPort)" -CaCertificate $root -TimeoutSeconds 10
                $socket.PeerCertificate | Should -Be $made.Certificate
            }
            finally { $socket | Remove-SslSocket; $server | Stop-SslServer }
        }

        It 'says that an X509Certificate2 without a key needs one' {
            { New-SslServer -Port 0 -Certificate $made.Certificate.ToX509Certificate2() -ErrorAction Stop } | Should -Throw '*private key*'
        }

        It 'takes a key of .NET in -Key: <Name>' -TestCases @(
            @{
                Name = 'RSA'
                Value = { [System.Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($native) }
            }
            @{ Name = 'an X509Certificate2'; Value = { $native } }
        ) {
            (New-SslConfiguration -Certificate $cert -Key (& $Value)).PrivateKey | Should -Be $made.Key
        }

        It 'says what is wrong with a .NET key without its private half' {
            $half = [System.Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPublicKey($native)
            New-SslConfiguration -Certificate $cert -Key $half -ErrorAction SilentlyContinue -ErrorVariable record
            $record[0].FullyQualifiedErrorId | Should -Match SslKeyUnreadable
        }
    }

    Context 'And back' {
        It 'casts <Name>' -TestCases @(
            @{
                Name = 'a certificate'
                Value = { [System.Security.Cryptography.X509Certificates.X509Certificate2] $made.Certificate }
                HasKey = $false
            }
            @{ Name = 'an identity'; Value = { [System.Security.Cryptography.X509Certificates.X509Certificate2] $made }; HasKey = $true }
        ) {
            $cast = & $Value
            $cast.GetCertHashString('SHA256') | Should -Be $made.Thumbprint
            $cast.HasPrivateKey | Should -Be $HasKey
        }
    }

    Context 'Bundles with several keys' {
        BeforeAll {
            $store = Join-Path $TestDrive several.p12
            $keytool = (Get-Command keytool -ErrorAction Ignore).Source
            if ($keytool) {
                $second | Export-SslCertificate (Join-Path $TestDrive second.p12) -Passphrase $phrase
                foreach ($source in @{ File = 'made.p12'; Alias = 'first' }, @{ File = 'second.p12'; Alias = 'second' }) {
                    foreach ($kind in @{ Type = 'PKCS12'; Path = $store }, @{ Type = 'JKS'; Path = (Join-Path $TestDrive several.jks) }, @{
                        Type = 'JCEKS'
                        Path = (Join-Path $TestDrive several.jceks)
                    }) {
                        & $keytool -importkeystore -noprompt -srckeystore (
                            Join-Path $TestDrive $source.File) -srcstoretype PKCS12 -srcstorepass changeit `
                        -srcalias 1 -destalias $source.Alias -destkeystore $kind.Path -deststoretype $kind.Type `
                        -deststorepass changeit -destkeypass changeit 2>&1 | Out-Null
                    }
                }
            }
        }
        BeforeEach { if (-not (Test-Path $store)) { Set-ItResult -Skipped -Because 'needs keytool' } }

        It 'takes the first of <Type>, and says that there are more' -TestCases @{ Type = 'p12' }, @{ Type = 'jks' }, @{ Type = 'jceks' } {
            $configuration = New-SslConfiguration -Certificate (
                Join-Path $TestDrive "several.$Type") -Passphrase $phrase -WarningVariable warned -WarningAction SilentlyContinue
            $configuration.PrivateKey.IsNull | Should -BeFalse
            @($warned).Count | Should -Be 1
            "$warned" | Should -Match "2 private keys.*'first'.*'second'"
        }

        It 'chooses in <Type> by <Name>' -TestCases @(
            foreach ($type in 'p12', 'jks', 'jceks') {
                @{ Type = $type; Name = 'alias'; With = { @{ Alias = 'SECOND' } } }
                @{ Type = $type; Name = 'thumbprint'; With = { @{ Thumbprint = $second.Thumbprint -replace '..(?=.)', '$0:' } } }
            }
        ) {
            $with = & $With
            $path = Join-Path $TestDrive "several.$Type"
            $configuration = New-SslConfiguration -Certificate $path -Passphrase $phrase @with -WarningVariable warned
            $configuration.LocalCertificate | Should -Be $second.Certificate
            $configuration.PrivateKey | Should -Be $second.Key
            @($warned).Count | Should -Be 0
            Import-SslKey $path -Passphrase $phrase @with | Should -Be $second.Key
            (Import-SslCertificate $path -Passphrase $phrase @with)[0] | Should -Be $second.Certificate
        }

        It 'says which there are where the chosen one is none' {
            New-SslConfiguration -Certificate $store -Passphrase $phrase -Alias nothing -ErrorAction SilentlyContinue -ErrorVariable record
            "$($record[0])" | Should -Match "no private key 'nothing'"
            "$($record[0].ErrorDetails.RecommendedAction)" | Should -Match "'first'.*'second'"
        }

        It 'writes a JKS key store as PKCS#12' {
            $out = Join-Path $TestDrive out.p12
            Export-SslCertificate $out -Certificate (
                Join-Path $TestDrive several.jks) -SourcePassphrase $phrase -Alias second -Passphrase $phrase
            Import-SslKey $out -Passphrase $phrase | Should -Be $second.Key
        }

        It 'says that a pass phrase is missing or wrong for JKS' {
            Import-SslKey (Join-Path $TestDrive several.jks) -ErrorAction SilentlyContinue -ErrorVariable record
            $record[0].FullyQualifiedErrorId | Should -Match SslPassphraseNeeded
            Import-SslKey (Join-Path $TestDrive several.jks) -Passphrase (
                ConvertTo-SecureString wrong -AsPlainText -Force) -ErrorAction SilentlyContinue -ErrorVariable record
            $record[0].FullyQualifiedErrorId | Should -Match SslWrongPassphrase
        }

        It 'names the secret keys of JCEKS that it leaves out' {
            $path = Join-Path $TestDrive sealed.jceks
            $sealing = -split '-genseckey -alias sealed -keyalg AES -keysize 128 -storetype JCEKS -storepass changeit'
            & $keytool @sealing -keystore $path 2>&1 | Out-Null
            Import-SslKey $path -Passphrase $phrase -ErrorAction SilentlyContinue -ErrorVariable record -WarningAction SilentlyContinue
            "$($record[0])" | Should -Match "no private key.*left out: the secret key 'sealed'"
            Import-SslCertificate $path -ErrorAction SilentlyContinue -ErrorVariable record -WarningAction SilentlyContinue
            "$($record[0])" | Should -Match "no certificate.*left out: the secret key 'sealed'"

            Copy-Item (Join-Path $TestDrive several.jceks) $path -Force
            & $keytool @sealing -keystore $path 2>&1 | Out-Null
            Import-SslKey $path -Passphrase $phrase -Alias second -WarningVariable warned -WarningAction SilentlyContinue |
                Should -Be $second.Key
            "$warned" | Should -Match "left out: the secret key 'sealed'"
        }

        It 'judges the certificates of JCEKS, and says the alias' {
            $reports = @(Test-SslCertificate (Join-Path $TestDrive several.jceks) -Passphrase $phrase)
            $reports.Target | Should -Contain "$(Join-Path $TestDrive several.jceks)#second"
        }

        It 'reads the certificates of a trust store without a pass phrase' {
            @(Import-SslCertificate (Join-Path $TestDrive several.jks)) | Should -Contain $second.Certificate
        }
    }

    Context 'Formats' {
        It 'writes <Name> for <Compatibility> readers' -TestCases @(
            @{ Compatibility = 'Legacy'; Name = '3DES and SHA-1'; Says = 'pbeWithSHA1And3-KeyTripleDES-CBC'; Mac = 'MAC: sha1' }
            @{ Compatibility = 'Modern'; Name = 'AES-256 and SHA-256'; Says = 'AES-256-CBC'; Mac = 'MAC: sha256' }
        ) {
            if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
            $path = Join-Path $TestDrive "$Compatibility.p12"
            $made | Export-SslCertificate $path -Format Pkcs12 -Compatibility $Compatibility -Passphrase $phrase
            $text = openssl pkcs12 -in $path -info -noout -passin pass:changeit 2>&1 | Out-String
            $text | Should -Match $Says
            $text | Should -Match $Mac
            Import-SslKey $path -Passphrase $phrase | Should -Be $made.Key
        }

        It 'reads PKCS#7 under the label <Label>' -TestCases @{ Label = 'PKCS7' }, @{ Label = 'CMS' }, @{
            Label = 'PKCS #7 SIGNED DATA'
        }, @{ Label = 'CERTIFICATE' } {
            $pem = ($made | Export-SslCertificate -Format Pem) -join "`n"
            $bundle = [System.Text.Encoding]::ASCII.GetString(
                [QSslCore.QSslCertificate]::ExportPkcs7(@($made.Certificate, $root.Certificate)))
            @(Import-SslCertificate ($bundle -replace '(?<=(BEGIN|END) )PKCS7', $Label)).Count | Should -Be 2
        }
    }
}
