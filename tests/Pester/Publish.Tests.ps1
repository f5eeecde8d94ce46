# From what a release publishes to a user: the commands of the README, with local folders as the repository and the feed.
Describe 'The published packages' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Import-Module $RepositoryRoot/tools/Build.psm1, $RepositoryRoot/tools/Pack.psm1
        $version = Get-ReleaseVersion
        $trouble = Get-SdkTrouble
        $made = New-SslCertificate localhost
        $authority = Join-Path $TestDrive ca.pem
        $made.Certificate | Export-SslCertificate -Path $authority
        $server = New-SslServer -Certificate $made
        $target = "localhost:$($server.ServerPort)"
        $packages = Join-Path $TestDrive packages
        $readme = Get-Content $RepositoryRoot/README.md -Raw
        $keptUrl, $env:QSSL_REPOSITORY_URL = $env:QSSL_REPOSITORY_URL, $null
        # Here, because what a context makes goes with it.
        if (-not $trouble) {
            New-ModulePackage $packages -ThisPlatform 6> $null
            New-LibraryPackage $packages 6> $null
        }

        # Runs in a new PowerShell of a user whose home is empty.
        function Invoke-AsAnother {
            param([string] $Command)

            $program, $prefix = Get-PowerShellCommand
            $names = 'HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'PSModulePath'
            $kept = $names | ForEach-Object { [Environment]::GetEnvironmentVariable($_) }
            try {
                $names | ForEach-Object {
                    [Environment]::SetEnvironmentVariable($_, ($_ -eq 'HOME' ? "$TestDrive/home" : [NullString]::Value))
                }
                $all = @($prefix) + '-NoProfile', '-NonInteractive', '-Command',
                    "`$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'; $Command" | Where-Object { $_ }
                $said = & $program @all 2>&1 | ForEach-Object { "$_" }
                if ($LASTEXITCODE -ne 0) { throw "$Command failed: $($said -join "`n")" }
                $said
            }
            finally {
                0..($names.Count - 1) | ForEach-Object {
                    [Environment]::SetEnvironmentVariable($names[$_], ($kept[$_] ?? [NullString]::Value))
                }
            }
        }

        # The names of what is in a package, and its description.
        function Read-Package {
            param([string] $Path)

            $zip = [System.IO.Compression.ZipFile]::OpenRead($Path)
            try {
                $entry = $zip.Entries.Where({ $_.FullName -like '*.nuspec' }, 'First')[0]
                [pscustomobject]@{
                    Name = $zip.Entries.FullName
                    Metadata = ([xml][System.IO.StreamReader]::new($entry.Open()).ReadToEnd()).package.metadata
                }
            }
            finally { $zip.Dispose() }
        }
    }
    AfterAll {
        $server | Stop-SslServer
        $env:QSSL_REPOSITORY_URL = $keptUrl
        Remove-Module Pack, Build -ErrorAction Ignore
    }

    Context 'of the module' {
        BeforeAll {
            if ($IsWindows) { $trouble = $trouble ?? 'needs a home that an environment variable names' }
            if ($trouble) { return }
            $platform = Get-ChildItem $RepositoryRoot/artifacts/pack/QSslModule/bin -Directory -Exclude plugins | ForEach-Object Name
            $null = New-Item $TestDrive/home, $TestDrive/repository -ItemType Directory
            # An older version: the same files with another number.
            $older = Join-Path $TestDrive older/QSslModule
            Copy-Item $PackagePath $older -Recurse
            $text = Get-Content $older/QSslModule.psd1 -Raw
            Set-Content $older/QSslModule.psd1 (
                $text -replace "ModuleVersion = '[^']+'", "ModuleVersion = '0.0.1'" -replace "Prerelease = '[^']+'", '')
        }
        BeforeEach {
            if ($trouble) { Set-ItResult -Skipped -Because $trouble }
        }

        It 'has what the gallery shows, and links once they are known' {
            $package = Read-Package (Join-Path $packages "QSslModule.$version.nupkg")
            $package.Metadata.version | Should -Be $version
            $package.Metadata.tags | Should -BeLike '*STARTTLS*'
            $package.Metadata.projectUrl | Should -BeNullOrEmpty
            $manifest = Join-Path $TestDrive QSslModule.psd1
            Copy-Item $RepositoryRoot/QSslModule.psd1 $manifest
            Add-ManifestLink $manifest 'https://forge.example/it''s/here'
            $data = (Import-PowerShellDataFile $manifest).PrivateData.PSData
            $data.ProjectUri | Should -Be "https://forge.example/it's/here"
            (Import-PowerShellDataFile $manifest).HelpInfoUri | Should -Be "https://forge.example/it's/here/releases/latest/download/"
            $data.LicenseUri, $data.IconUri, $data.ReleaseNotes | Should -BeLike "https://forge.example/it's/here/*"
            $data.Prerelease | Should -Be ($version -replace '^[^-]*-')
        }

        It 'holds portable assemblies, and those compiled for this platform' {
            # The size of native code, and the machine: the runtime marks that of other systems than Windows.
            function Read-Image {
                param([string] $Path)

                $reader = [System.Reflection.PortableExecutable.PEReader]::new([System.IO.File]::OpenRead($Path))
                try { $reader.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size } finally { $reader.Dispose() }
            }
            $bin = "$RepositoryRoot/artifacts/pack/QSslModule/bin"
            foreach ($file in Get-ChildItem $bin, $bin/plugins/* -Filter *.dll) {
                Read-Image $file.FullName | Should -Be 0 -Because $file.Name
            }
            if (-not $platform) {
                Set-ItResult -Skipped -Because 'the package was built without the compiler for this platform, which could not be restored'
            }
            foreach ($name in 'QSslCore.dll', 'QSslModule.dll') {
                Read-Image "$bin/$platform/$name" | Should -BeGreaterThan 0 -Because $name
            }
        }

        It 'is installed, updated, used and uninstalled by a user who had nothing' {
            Invoke-AsAnother "Register-PSResourceRepository Local '$TestDrive/repository' -Trusted
                Publish-PSResource -Path '$older' -Repository Local
                Install-PSResource QSslModule -Repository Local
                (Get-InstalledPSResource QSslModule).Version.ToString(3)
                Publish-PSResource -NupkgPath '$packages/QSslModule.$version.nupkg' -Repository Local
                Update-PSResource QSslModule -Repository Local -Prerelease
                Get-InstalledPSResource QSslModule | Sort-Object Version -Descending |
                    ForEach-Object { `"`$(`$_.Version.ToString(3))-`$(`$_.Prerelease)`" }" |
                Select-Object -First 2 | Should -Be '0.0.1', $version

            # A new module path, and the module is found by the name of its cmdlet.
            $checked = Invoke-AsAnother "(Test-SslHost '$target' -CaCertificate '$authority').Status
                (Get-Module QSslModule).ModuleBase; (Get-Module QSslModule).PrivateData.PSData.Prerelease
                (Test-SslHost '$target').Findings.Code -join ' '
                [QSslCore.QSslSocket].Assembly.Location; [System.Runtime.JitInfo]::GetCompiledMethodCount()"
            $checked[0] | Should -Be Ok
            $checked[1] | Should -BeLike "$TestDrive/home/*"
            $checked[2] | Should -Be ($version -replace '^[^-]*-')
            $checked[3] | Should -BeLike '*SelfSignedCertificate*'

            # On a platform that the package has nothing for, the same with the portable ones, which are compiled while they run.
            Get-ChildItem "$($checked[1])/bin" -Directory -Exclude plugins | Remove-Item -Recurse
            $portable = Invoke-AsAnother "(Test-SslHost '$target' -CaCertificate '$authority').Status
                (Test-SslHost '$target').Findings.Code -join ' '
                [QSslCore.QSslSocket].Assembly.Location; [System.Runtime.JitInfo]::GetCompiledMethodCount()
                Uninstall-PSResource QSslModule -Version '*'
                @(Get-Module QSslModule -ListAvailable).Count"
            $portable[0, 1, -1] | Should -Be Ok, $checked[3], 0
            $portable[2] | Should -Be "$($checked[1])/bin/QSslCore.dll"
            if ($platform) {
                $checked[4] | Should -Be "$($checked[1])/bin/$platform/QSslCore.dll"
                # Much of both is PowerShell itself.
                [int]$portable[3] - [int]$checked[5] | Should -BeGreaterThan 1000 -Because 'its code is compiled ahead of time'
            }
        }

        It 'has help that needs no network, is updated, and leads to its pages' {
            $url = 'https://forge.example/here'
            $module = Join-Path $TestDrive linked/QSslModule
            Copy-Item $RepositoryRoot/artifacts/pack/QSslModule $module -Recurse
            $pages = Join-Path $module en-US/QSslModule.dll-Help.xml
            # Newer help than what the module came with.
            $newer = New-Item $TestDrive/help/newer -ItemType Directory -Force
            Copy-Item $module/* $newer -Recurse
            $text = Get-Content $pages -Raw
            Set-Content $newer/en-US/QSslModule.dll-Help.xml $text.Replace('Connects to hosts with TLS', 'Connects anew to hosts with TLS')
            New-HelpPackage $TestDrive/help $newer 6> $null
            (Get-ChildItem $TestDrive/help -File).Name |
                Should -Contain "QSslModule_$((Import-PowerShellDataFile $module/QSslModule.psd1).GUID)_HelpInfo.xml"
            Add-ManifestLink $module/QSslModule.psd1 $url
            Add-HelpLink $pages $url

            # A browser that writes down what it is asked for.
            $programs = New-Item $TestDrive/programs -ItemType Directory
            Set-Content $programs/xdg-open "#!/bin/sh`nprintf %s `"`$1`" >'$TestDrive/opened'"
            if ($IsLinux) { & chmod +x $programs/xdg-open }
            $said = Invoke-AsAnother "`$env:PATH = '${programs}:' + `$env:PATH; Import-Module '$module'
                (Get-Help Connect-SslHost).Synopsis
                (Get-Help Connect-SslHost).relatedLinks.navigationLink[0].uri
                if (`$IsLinux) { Get-Help Connect-SslHost -Online }
                Update-Help QSslModule -SourcePath '$TestDrive/help' -UICulture en-US -Force"
            # A session keeps the help that it has read.
            $said = @($said) + (Invoke-AsAnother "Import-Module '$module'; (Get-Help Connect-SslHost).Synopsis")
            $page = "$url/blob/v$version/docs/help/Connect-SslHost.md"
            $said[0] | Should -BeLike 'Connects to hosts*'
            $said[1] | Should -Be $page
            $said[-1] | Should -BeLike 'Connects anew to hosts*'
            if ($IsLinux) { Wait-Until { Test-Path $TestDrive/opened }; Wait-Until { (Get-Content $TestDrive/opened -Raw) -eq $page } }
        }

        It 'is installed by the two commands of the README' {
            $commands = [regex]::Match($readme, '(?s)```powershell\n(Install-PSResource [^\n]*)\n(Test-SslHost) example\.org\n```')
            $commands.Success | Should -BeTrue
            $repository = New-Item (Join-Path $TestDrive another) -ItemType Directory
            Copy-Item "$packages/QSslModule.$version.nupkg" $repository
            $said = Invoke-AsAnother "Get-PSResourceRepository | Unregister-PSResourceRepository
                Register-PSResourceRepository Local '$repository' -Trusted
                $($commands.Groups[1].Value)
                ($($commands.Groups[2].Value) '$target' -CaCertificate '$authority').Status"
            $said | Select-Object -Last 1 | Should -Be Ok
        }
    }

    It 'of the library bring their documentation, and their example compiles and checks a host' {
        if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
        $package = Read-Package (Join-Path $packages "QSslCore.$version.nupkg")
        foreach ($name in 'README.md', 'icon.png', 'lib/net10.0/QSslCore.dll', 'lib/net10.0/QSslCore.xml') {
            $package.Name | Should -Contain $name
        }
        $package.Metadata.license.InnerText | Should -Be MIT
        $package.Metadata.SelectNodes('.//*[local-name()="dependency"]').Count | Should -Be 0
        (Read-Package (Join-Path $packages "QSslCore.$version.snupkg")).Name | Should -Contain 'lib/net10.0/QSslCore.pdb'

        $readme | Should -Match '(?m)^dotnet add package QSslCore --prerelease$'
        $project = Join-Path $TestDrive Check
        $kept = $env:NUGET_PACKAGES
        $env:NUGET_PACKAGES = Join-Path $TestDrive cache
        Push-Location (New-Item $project -ItemType Directory)
        try {
            $said = & dotnet new console --no-restore 2>&1
            $LASTEXITCODE | Should -Be 0 -Because "$said"
            $code = [regex]::Match((Get-Content $RepositoryRoot/src/QSslCore/README.md -Raw), '(?s)```csharp\n(.*?)```').Groups[1].Value
            Set-Content Program.cs $code
            Set-Content nuget.config ("<configuration><packageSources><clear />" +
                "<add key='local' value='$packages' /></packageSources></configuration>")
            $said = & dotnet add package QSslCore --prerelease 2>&1
            $LASTEXITCODE | Should -Be 0 -Because "$said"

            # The server's certificate signs itself, and is not trusted here: the program says so, and ends with 1.
            $said = & dotnet run -- $target 2>&1
            $LASTEXITCODE | Should -Be 1 -Because "$said"
            "$said" | Should -Match 'self-signed'
            $keptFile, $env:SSL_CERT_FILE = $env:SSL_CERT_FILE, $authority
            try { $said = & dotnet run --no-build -- $target 2>&1 } finally { $env:SSL_CERT_FILE = $keptFile }
            $LASTEXITCODE | Should -Be 0 -Because "$said"
            "$said" | Should -Match 'TlsV1_3.*localhost'
        }
        finally {
            Pop-Location
            $env:NUGET_PACKAGES = $kept
        }
    }

    It 'are signed when there is a certificate, and a change shows' {
        if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
        $key = [System.Security.Cryptography.RSA]::Create(2048)
        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new(
            'CN=Signing test', $key, 'SHA256', [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $usages = [System.Security.Cryptography.OidCollection]::new()
        $null = $usages.Add('1.3.6.1.5.5.7.3.3')
        $request.CertificateExtensions.Add(
            [System.Security.Cryptography.X509Certificates.X509KeyUsageExtension]::new('DigitalSignature', $true))
        $request.CertificateExtensions.Add(
            [System.Security.Cryptography.X509Certificates.X509EnhancedKeyUsageExtension]::new($usages, $false))
        $certificate = $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(1))
        $folder = New-Item (Join-Path $TestDrive signed) -ItemType Directory
        [System.IO.File]::WriteAllBytes("$folder/test.pfx", $certificate.Export('Pfx', 'pass phrase'))
        Copy-Item "$packages/*.nupkg" $folder
        Set-Content $folder/notes.md 'What is new'
        $package = Get-Item "$folder/QSslCore.$version.nupkg"
        # One name is new in each package.
        $names = (Read-Package "$folder/QSslModule.$version.nupkg").Name -notlike '*.psmdcp'
        Set-Content $folder/nuget.config @"
<configuration><config><add key="signatureValidationMode" value="require" /></config><trustedSigners><author name="test">
<certificate fingerprint="$($certificate.GetCertHashString('SHA256'))" hashAlgorithm="SHA256"
allowUntrustedRoot="true" /></author></trustedSigners></configuration>
"@
        $verify = { (& dotnet nuget verify --all --configfile $folder/nuget.config $package 2>&1) -join "`n"; $LASTEXITCODE }
        (& $verify)[0] | Should -Match 'NU3004'
        $env:QSSL_SIGN_CERTIFICATE, $env:QSSL_SIGN_PASSWORD = "$folder/test.pfx", 'pass phrase'
        try { Protect-Release $folder 6> $null } finally { $env:QSSL_SIGN_CERTIFICATE = $env:QSSL_SIGN_PASSWORD = $null }
        $said, $code = & $verify
        $code | Should -Be 0 -Because $said
        $said | Should -Match 'CN=Signing test'
        (Read-Package "$folder/QSslModule.$version.nupkg").Name -notlike '*.psmdcp' | Sort-Object |
            Should -Be (@($names) + '.signature.p7s' | Sort-Object)
        (Get-Content $folder/SHA256SUMS) -replace '^\S+\s+' |
            Should -Be 'nuget.config', "QSslCore.$version.nupkg", "QSslModule.$version.nupkg", 'test.pfx'
        $zip = [System.IO.Compression.ZipFile]::Open($package, 'Update')
        try { $null = $zip.CreateEntry('lib/net10.0/Other.dll') } finally { $zip.Dispose() }
        $said, $code = & $verify
        $code | Should -Not -Be 0
        $said | Should -Match 'NU3008'
    }

    It 'have checksums that their tool reads' {
        $folder = New-Item (Join-Path $TestDrive sums) -ItemType Directory
        Set-Content $folder/a.txt one
        Set-Content $folder/b.txt two
        Write-Checksum $folder
        $lines = Get-Content $folder/SHA256SUMS
        $lines | Should -HaveCount 2
        $lines[0] | Should -MatchExactly '^[0-9a-f]{64}  a\.txt$'
        if (-not (Get-Command sha256sum -CommandType Application -ErrorAction Ignore)) { return }
        Push-Location $folder
        try { $null = & sha256sum --check --strict SHA256SUMS 2>&1 } finally { Pop-Location }
        $LASTEXITCODE | Should -Be 0
    }

    It 'refuse an address that is none' {
        if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
        $env:QSSL_REPOSITORY_URL = 'http://forge.example/x'
        try { { Get-RepositoryUrl } | Should -Throw '*https*' } finally { $env:QSSL_REPOSITORY_URL = $null }
        Get-RepositoryUrl | Should -BeNullOrEmpty
    }
}
