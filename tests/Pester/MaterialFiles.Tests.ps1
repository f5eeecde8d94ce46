# Export-SslCertificate and Export-SslKey, and what Import-SslCertificate and Import-SslKey read of it, also of openssl.
Describe 'Certificates and keys as files' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $trouble = Get-OpenSslTrouble
        $work = (New-Item (Join-Path $TestDrive work) -ItemType Directory).FullName
        $right = ConvertTo-SecureString 'correct horse' -AsPlainText -Force
        $wrong = ConvertTo-SecureString 'battery staple' -AsPlainText -Force
        $root = New-SslCertificate -CertificateAuthority -Subject 'CN=Root,O=Test only'
        $middle = New-SslCertificate -CertificateAuthority -Subject 'CN=Middle,O=Test only' -Issuer $root
        $leaf = New-SslCertificate localhost -Issuer $middle
        $chain = 'CN=localhost', 'CN=Middle, O=Test only'
        function Get-OnlyError {
            param([Parameter(ValueFromPipeline)] $Record)

            begin { $all = @() }
            process { $all += $Record }
            end { $all.Count | Should -Be 1; $all | Get-Summary }
        }
    }
    BeforeEach { $target = Join-Path $work ([guid]::NewGuid().ToString('n')) }

    Context 'Export-SslCertificate' {
        It 'writes a chain as <Format>, by the extension <Extension> or by -Format, that reads back as it was' -TestCases @(
            @{ Format = 'Pem'; Extension = 'pem'; Begins = '-----BEGIN' }
            @{ Format = 'Pem'; Extension = 'crt'; Begins = '-----BEGIN' }
            @{ Format = 'Pkcs7'; Extension = 'p7b'; Begins = "0" }
            @{ Format = 'Pkcs12'; Extension = 'p12'; Begins = "0" }
            @{ Format = 'Pkcs12'; Extension = 'PFX'; Begins = "0" }
        ) {
            if (($why = Get-SystemTrouble NameOrder)) { Set-ItResult -Skipped -Because $why }
            $leaf | Export-SslCertificate "$target.$Extension" -Passphrase $right
            $leaf | Export-SslCertificate $target -Format $Format -Passphrase $right
            foreach ($file in "$target.$Extension", $target) {
                Get-Content $file -TotalCount 1 | Should -Match "^$Begins"
                @(Import-SslCertificate $file -Passphrase $right).Subject | Should -Be $chain
            }
        }

        It 'writes one certificate as DER, and refuses two' {
            $root.Certificate | Export-SslCertificate "$target.der"
            (Import-SslCertificate "$target.der" -Format Der).Equals($root.Certificate) | Should -BeTrue
            $record = $leaf | Export-SslCertificate "$target.cer" 2>&1 | Get-OnlyError
            $record.Id | Should -Be SslNotExportable
            "$target.cer" | Should -Not -Exist
        }

        It 'puts everything of the pipeline into one file, in order' {
            if (($why = Get-SystemTrouble NameOrder)) { Set-ItResult -Skipped -Because $why }
            $leaf.Certificate, $middle.Certificate, $root.Certificate | Export-SslCertificate "$target.pem"
            @(Import-SslCertificate "$target.pem").Subject | Should -Be ($chain + 'CN=Root, O=Test only')
        }

        It 'gives text or bytes without a path' {
            if (($why = Get-SystemTrouble NameOrder)) { Set-ItResult -Skipped -Because $why }
            $text = $leaf | Export-SslCertificate
            $text | Should -BeOfType string
            @(Import-SslCertificate $text).Count | Should -Be 2
            $bytes = $leaf | Export-SslCertificate -Format Pkcs7
            , $bytes | Should -BeOfType byte[]
            @(Import-SslCertificate $bytes).Subject | Should -Be $chain
        }

        It 'writes PKCS#12 with the key that openssl opens, readable by its owner only' {
            if ($why = Get-SystemTrouble JoinedKeys) { Set-ItResult -Skipped -Because $why; return }
            if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
            $leaf | Export-SslCertificate "$target.p12" -Passphrase $right
            openssl pkcs12 -in "$target.p12" -passin 'pass:correct horse' -nodes -out "$target.all" 2>$null
            $LASTEXITCODE | Should -Be 0
            (Import-SslKey "$target.all").Equals($leaf.Key) | Should -BeTrue
            (Import-SslKey "$target.p12" -Passphrase $right).Equals($leaf.Key) | Should -BeTrue
            if (-not $IsWindows) { (Get-Item "$target.p12").UnixMode | Should -Be '-rw-------' }
        }

        It 'reads the PKCS#12 and PKCS#7 that openssl writes<Variant>' -TestCases @(
            @{ Variant = ''; Options = @() }
            @{ Variant = ', with old ciphers'; Options = '-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1' }
        ) {
            if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
            if ($why = Get-SystemTrouble JoinedKeys) { Set-ItResult -Skipped -Because $why; return }
            $leaf | Export-SslCertificate "$target.pem" -Key $leaf
            openssl pkcs12 -export -in "$target.pem" -out "$target.pfx" -passout 'pass:correct horse' @Options
            @(Get-Item "$target.pfx" | Import-SslCertificate -Passphrase $right).Subject | Should -Be $chain
            (Import-SslKey "$target.pfx" -Passphrase $right).Equals($leaf.Key) | Should -BeTrue
            foreach ($form in 'PEM', 'DER') {
                openssl crl2pkcs7 -nocrl -certfile "$target.pem" -outform $form -out "$target.p7b"
                @(Import-SslCertificate "$target.p7b").Subject | Should -Be $chain
                @(Import-SslCertificate ([System.IO.File]::ReadAllBytes("$target.p7b"))).Count | Should -Be 2
            }
        }

        It 'writes PKCS#12 that .NET opens' {
            if (($why = Get-SystemTrouble JoinedKeys)) { Set-ItResult -Skipped -Because $why }
            $leaf | Export-SslCertificate "$target.p12" -Passphrase $right
            $opened = [System.Security.Cryptography.X509Certificates.X509CertificateLoader]::LoadPkcs12FromFile(
                "$target.p12", 'correct horse')
            try { $opened.HasPrivateKey | Should -BeTrue; $opened.Subject | Should -Be 'CN=localhost' } finally { $opened.Dispose() }
        }

        It 'puts a key behind the certificates of a PEM file only when told, and guards the file' {
            $leaf | Export-SslCertificate "$target.pem"
            Get-Content "$target.pem" -Raw | Should -Not -Match PRIVATE
            $leaf | Export-SslCertificate "$target.pem" -Key $leaf -Passphrase $right
            Get-Content "$target.pem" -Raw | Should -Match 'BEGIN ENCRYPTED PRIVATE KEY'
            (Import-SslKey "$target.pem" -Passphrase $right).Equals($leaf.Key) | Should -BeTrue
            if (-not $IsWindows) { (Get-Item "$target.pem").UnixMode | Should -Be '-rw-------' }
        }

        It 'is the error <Id> for <Name>, and leaves what was there as it was' -TestCases @(
            @{
                Name = 'PKCS#12 with a key and no pass phrase'
                Id = 'SslPassphraseNeeded'
                Category = 'AuthenticationError'
                Command = { $leaf | Export-SslCertificate $target -Format Pkcs12 }
            }
            @{
                Name = 'the key of another certificate'
                Id = 'SslKeyMismatch'
                Category = 'InvalidArgument'
                Command = { $leaf | Export-SslCertificate $target -Key $root }
            }
            @{
                Name = 'a key in PKCS#7'
                Id = 'SslNotExportable'
                Category = 'InvalidArgument'
                Command = { $leaf | Export-SslCertificate $target -Format Pkcs7 -Key $leaf }
            }
            @{
                Name = 'a null certificate'
                Id = 'SslNotExportable'
                Category = 'InvalidArgument'
                Command = { [QSslCore.QSslCertificate]::new() | Export-SslCertificate $target }
            }
            @{
                Name = 'nothing at all'
                Id = 'SslNotExportable'
                Category = 'InvalidArgument'
                Command = { @() | Export-SslCertificate $target }
            }
            @{
                Name = 'one bad input among good ones'
                Id = 'SslUnsupportedInput'
                Category = 'InvalidArgument'
                Command = { $leaf, 42, $root | Export-SslCertificate $target }
            }
            @{
                Name = '-NoClobber'
                Id = 'SslFileExists'
                Category = 'ResourceExists'
                Command = { $leaf | Export-SslCertificate $target -NoClobber -Force }
            }
            @{ Name = 'a directory'; Id = 'SslFileNotWritten'; Category = 'WriteError'; Command = { $leaf | Export-SslCertificate $work } }
            @{
                Name = 'a directory that is not there'
                Id = 'SslFileNotWritten'
                Category = 'WriteError'
                Command = { $leaf | Export-SslCertificate "$work/nothing/x.pem" }
            }
            @{
                Name = 'a path of another provider'
                Id = 'SslUnsupportedInput'
                Category = 'InvalidArgument'
                Command = { $leaf | Export-SslCertificate Env:x }
            }
            @{
                Name = 'an Ed25519 key in PKCS#12'
                Needs = 'Ed25519 keys'
                Id = 'SslNotExportable'
                Category = 'InvalidArgument'
                Command = { New-SslCertificate x -KeyKind Ed25519 | Export-SslCertificate $target -Format Pkcs12 -Passphrase $right }
            }
        ) {
            if ($Needs -and ($why = Get-FeatureTrouble $Needs)) { Set-ItResult -Skipped -Because $why; return }
            Set-Content $target 'what was there'
            $before = @(Get-ChildItem $work -Force).Count
            $record = & $Command 2>&1 | Get-OnlyError
            $record.Id | Should -Be $Id
            $record.Category | Should -Be $Category
            $record.Advice | Should -Not -BeNullOrEmpty
            Get-Content $target | Should -Be 'what was there'
            @(Get-ChildItem $work -Force).Count | Should -Be $before -Because 'nothing half-written is left'
        }

        It 'replaces a read-only file only with -Force' {
            Set-Content "$target.pem" 'what was there'
            Set-ItemProperty "$target.pem" IsReadOnly $true
            ($root | Export-SslCertificate "$target.pem" 2>&1 | Get-OnlyError).Category | Should -Be PermissionDenied
            Get-Content "$target.pem" | Should -Be 'what was there'
            $root | Export-SslCertificate "$target.pem" -Force
            @(Import-SslCertificate "$target.pem").Count | Should -Be 1
        }

        It 'keeps the mode of a file of certificates, and follows a link' {
            if ($IsWindows) { Set-ItResult -Skipped -Because 'Windows has other rights'; return }
            Set-Content "$target.pem" 'what was there'
            [System.IO.File]::SetUnixFileMode("$target.pem", 'UserRead, UserWrite, GroupRead')
            $null = New-Item -ItemType SymbolicLink "$target.link" -Value "$target.pem"
            $root | Export-SslCertificate "$target.link" -Format Pem
            (Get-Item "$target.pem").UnixMode | Should -Be '-rw-r-----'
            (Get-Item "$target.link").LinkTarget | Should -Be "$target.pem"
            @(Import-SslCertificate "$target.pem").Count | Should -Be 1
        }

        It 'writes nothing with -WhatIf' {
            $leaf | Export-SslCertificate "$target.pem" -WhatIf
            $leaf | Export-SslKey "$target.key" -WhatIf
            "$target.pem", "$target.key" | Should -Not -Exist
        }
    }

    Context 'Export-SslKey' {
        It 'writes a key of the kind <Kind> as <Format>, with and without a pass phrase, that reads back as it was' -TestCases @(
            @{ Kind = 'Rsa2048'; Format = 'Pem' }
            @{ Kind = 'EcP256'; Format = 'Der' }
            @{ Kind = 'EcP521'; Format = 'Pem' }
            @{ Kind = 'Ed25519'; Format = 'Pem'; Needs = 'Ed25519 keys' }
            @{ Kind = 'Ed25519'; Format = 'Der'; Needs = 'Ed25519 keys' }
        ) {
            if (($Kind -like 'Ec*') -and ($why = Get-SystemTrouble Curves)) { Set-ItResult -Skipped -Because $why }
            if ($Needs -and ($why = Get-FeatureTrouble $Needs)) { Set-ItResult -Skipped -Because $why; return }
            $key = (New-SslCertificate localhost -KeyKind $Kind).Key
            $key | Export-SslKey $target -Format $Format
            (Import-SslKey $target).Equals($key) | Should -BeTrue
            $key | Export-SslKey $target -Format $Format -Passphrase $right
            (Import-SslKey $target -Passphrase $right).Equals($key) | Should -BeTrue
        }

        It 'needs the right pass phrase again' {
            $leaf | Export-SslKey $target -Passphrase $right
            (Import-SslKey $target -Passphrase $wrong 2>&1 | Get-OnlyError).Id | Should -Be SslWrongPassphrase
            (Import-SslKey $target 2>&1 | Get-OnlyError).Id | Should -Be SslPassphraseNeeded
        }

        It 'writes what openssl reads' {
            if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
            $leaf | Export-SslKey "$target.key" -Passphrase $right
            openssl pkey -in "$target.key" -passin 'pass:correct horse' -noout
            $LASTEXITCODE | Should -Be 0
        }

        It 'writes for the owner only, also over a file that all may read, and whatever the umask' {
            if ($IsWindows) { Set-ItResult -Skipped -Because 'Windows has other rights'; return }
            Set-Content "$target.key" 'what was there'
            [System.IO.File]::SetUnixFileMode("$target.key", 'UserRead, UserWrite, GroupRead, OtherRead')
            $leaf | Export-SslKey "$target.key"
            (Get-Item "$target.key").UnixMode | Should -Be '-rw-------'
            sh -c ("umask 000; exec pwsh -NoProfile -Command `"" +
                "Import-Module '$PackagePath/QSslModule.psd1'; New-SslCertificate x | Export-SslKey '$target.new'`"")
            (Get-Item "$target.new").UnixMode | Should -Be '-rw-------'
        }

        It 'gives a public key as text' {
            $leaf.Certificate.PublicKey | Export-SslKey | Should -Match '^-----BEGIN PUBLIC KEY-----\n'
            (Import-SslKey ($leaf.Certificate.PublicKey | Export-SslKey) -Public).Equals($leaf.Certificate.PublicKey) | Should -BeTrue
        }

        It 'is the error <Id> for <Name>' -TestCases @(
            @{ Name = 'two keys for one file'; Id = 'SslNotExportable'; Command = { $leaf, $root | Export-SslKey $target } }
            @{ Name = 'PKCS#12'; Id = 'SslNotExportable'; Command = { $leaf | Export-SslKey "$target.p12" } }
            @{ Name = 'a null key'; Id = 'SslNotExportable'; Command = { [QSslCore.QSslKey]::new() | Export-SslKey } }
            @{ Name = 'a number'; Id = 'SslUnsupportedInput'; Command = { 42 | Export-SslKey } }
        ) {
            (& $Command 2>&1 | Get-OnlyError).Id | Should -Be $Id
        }
    }

    Context 'Bundles' {
        BeforeEach { if ($missed) { Set-ItResult -Skipped -Because $missed } }
        BeforeAll {
            if ($missed = Get-SystemTrouble JoinedKeys) { return }
            $bundle = Join-Path $work bundle.p12
            $leaf | Export-SslCertificate $bundle -Passphrase $right
            $public = Join-Path $work public.p12
            $leaf.Chain | Export-SslCertificate $public
            $cut = Join-Path $work cut.p12
            [System.IO.File]::WriteAllBytes($cut, [System.IO.File]::ReadAllBytes($bundle)[0..400])
            $empty = Join-Path $work empty.p7b
            [System.IO.File]::WriteAllBytes($empty, [Convert]::FromHexString('301806092A864886F70D010702A00B3009020101310030003100'))
        }

        It 'is the error <Id> for <Name>' -TestCases @(
            @{ Name = 'a wrong pass phrase'; Id = 'SslWrongPassphrase'; Command = { Import-SslCertificate $bundle -Passphrase $wrong } }
            @{ Name = 'no pass phrase'; Id = 'SslPassphraseNeeded'; Command = { Import-SslCertificate $bundle } }
            @{ Name = 'a key with a wrong pass phrase'; Id = 'SslWrongPassphrase'; Command = { Import-SslKey $bundle -Passphrase $wrong } }
            @{ Name = 'a bundle without a key'; Id = 'SslBundleUnreadable'; Command = { Import-SslKey $public } }
            @{
                Name = 'a bundle that is cut short'
                Id = 'SslCertificateUnreadable'
                Command = { Import-SslCertificate $cut -Passphrase $right }
            }
            @{
                Name = 'a PEM file that is said to be PKCS#12'
                Id = 'SslBundleUnreadable'
                Command = { Import-SslCertificate ($leaf | Export-SslCertificate) -Format Pkcs12 }
            }
            @{ Name = 'a PKCS#7 bundle without certificates'; Id = 'SslCertificateUnreadable'; Command = { Import-SslCertificate $empty } }
            @{ Name = 'a PKCS#7 bundle as a key'; Id = 'SslKeyUnreadable'; Command = { Import-SslKey $empty } }
        ) {
            $record = & $Command 2>&1 | Get-OnlyError
            $record.Id | Should -Be $Id
            $record.Message | Should -Not -Match 'correct horse|battery staple'
        }

        It 'serve as identity of servers and clients' {
            $server = New-SslServer -Certificate $bundle -Passphrase $right
            try {
                $socket = Connect-SslHost localhost $server.ServerPort -CaCertificate $root -Certificate $bundle -Passphrase $right `
                    -TimeoutSeconds 10
                $socket.IsEncrypted | Should -BeTrue
                @($socket | Get-SslPeerChain).Subject | Should -Be $chain
                $socket.Dispose()
            }
            finally { $server | Stop-SslServer }
        }
    }

    It 'reads 1000 certificates quickly' {
        $many = (New-Item (Join-Path $TestDrive many) -ItemType Directory).FullName
        $text = $leaf.Certificate | Export-SslCertificate
        foreach ($i in 1..1000) { [System.IO.File]::WriteAllText("$many/$i.pem", $text) }
        # The processor's time: a busy machine gives little of it.
        $before = [Environment]::CpuUsage.TotalTime
        $table = Get-ChildItem $many/*.pem | Import-SslCertificate | Where-Object DaysLeft -LT 90 | Format-Table Subject, DaysLeft |
            Out-String
        $time = [Environment]::CpuUsage.TotalTime - $before
        @($table -split '\n' -match '^CN=localhost +89\b').Count | Should -Be 1000
        Get-ChildItem $many/*.pem | Import-SslCertificate | Where-Object DaysLeft -LT 30 | Should -BeNullOrEmpty
        # Loose: it is some tenths of a second.
        $time.TotalSeconds | Should -BeLessThan 5
    }
}
