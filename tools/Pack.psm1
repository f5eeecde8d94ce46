# Creates the files of a release in out/packages: the packages of the module and of the library, the lists of their parts, and checksums.

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$InformationPreference = 'Continue'

$script:Root = Split-Path $PSScriptRoot
$script:CycloneDX = '6.3.1'

function New-ReleasePackage {
    [CmdletBinding()]
    param([string] $OutputPath = (Join-Path $Root 'out/packages'))

    if (Test-Path $OutputPath) { Remove-Item $OutputPath -Recurse -Force }
    New-ModulePackage $OutputPath
    New-HelpPackage $OutputPath
    New-LibraryPackage $OutputPath
    New-PartList $OutputPath
    Protect-NuGetPackage $OutputPath
    Write-Checksum $OutputPath
    if (-not (Get-RepositoryUrl)) {
        Add-LeftOut ('the addresses of the project in the packages, which are not for publishing: ' +
            'QSSL_REPOSITORY_URL does not name the public repository')
    }
    Get-ChildItem $OutputPath | ForEach-Object { Write-Information ('{0,10:n0} {1}' -f $_.Length, $_.Name) }
}

# Returns the address of the public repository, or nothing. Only Directory.Build.props contains it.
function Get-RepositoryUrl {
    [CmdletBinding()]
    [OutputType([string])]
    param()

    $url = & dotnet msbuild -nologo -getProperty:RepositoryUrl (Join-Path $Root src/QSslCore/QSslCore.csproj)
    if ($LASTEXITCODE -ne 0) { throw "dotnet ended with code $LASTEXITCODE." }
    $address = $null
    if ($url -and -not ([uri]::TryCreate($url, 'Absolute', [ref] $address) -and $address.Scheme -eq 'https')) {
        throw 'QSSL_REPOSITORY_URL does not name a repository: it takes an absolute https address.'
    }
    $url
}

# The module, which loads on every platform and has assemblies compiled for each, as Publish-PSResource makes a package of it.
# -ThisPlatform: compiled for this one alone, which is enough for tests.
function New-ModulePackage {
    [CmdletBinding()]
    param([string] $OutputPath, [switch] $ThisPlatform)

    $module = Join-Path $Root 'artifacts/pack/QSslModule'
    if (Test-Path $module) { Remove-Item $module -Recurse -Force }
    Invoke-ProjectBuild src/QSslModule -Argument '-t:PackageModule', "-p:ReadyToRun=$($ThisPlatform ? 'true' : 'all')",
        "-p:PackageDir=$module/"
    if (Test-Path "$module.left-out.txt") { Get-Content "$module.left-out.txt" | ForEach-Object { Add-LeftOut $_ } }
    Add-ManifestLink (Join-Path $module QSslModule.psd1) (Get-RepositoryUrl)
    Add-HelpLink (Join-Path $module en-US/QSslModule.dll-Help.xml) (Get-RepositoryUrl)
    Protect-ModuleFile $module
    $null = New-Item $OutputPath -ItemType Directory -Force
    Compress-PSResource -Path $module -DestinationPath $OutputPath
}

# Adds the links that the gallery shows, only to the packaged manifest.
function Add-ManifestLink {
    [CmdletBinding()]
    param([string] $Path, [string] $Url)

    if (-not $Url) { return }
    $link = [ordered]@{
        ProjectUri = $Url
        LicenseUri = "$Url/blob/main/LICENSE"
        IconUri = "$Url/raw/main/docs/icon.png"
        ReleaseNotes = "$Url/blob/main/CHANGELOG.md"
    }
    $lines = $link.Keys | ForEach-Object { "            $_ = '$($link[$_].Replace("'", "''"))'" }
    $text = [System.IO.File]::ReadAllText($Path)
    $start = 'PSData = @{'
    if (-not $text.Contains($start)) { throw "$Path has no PSData." }
    $text = $text.Replace($start, "$start`n$($lines -join "`n")")
    # Update-Help appends the name of the file that New-HelpPackage writes.
    $root = '    RootModule ='
    if (-not $text.Contains($root)) { throw "$Path has no RootModule." }
    [System.IO.File]::WriteAllText(
        $Path, $text.Replace($root, "    HelpInfoUri = '$($Url.Replace("'", "''"))/releases/latest/download/'`n$root"))
}

# What Get-Help -Online opens: the page of each cmdlet as it was released, in the packaged help alone.
function Add-HelpLink {
    [CmdletBinding()]
    param([string] $Path, [string] $Url)

    if (-not $Url) { return }
    $maml = [xml]::new()
    $maml.PreserveWhitespace = $true
    $maml.Load($Path)
    foreach ($command in $maml.GetElementsByTagName('command:command')) {
        $name = $command.details.name
        $space = $command.details.description.NamespaceURI
        $links = $command.GetElementsByTagName('command:relatedLinks')[0] ?? $command.GetElementsByTagName('maml:relatedLinks')[0]
        if (-not $links) { $links = $command.AppendChild($maml.CreateElement('command:relatedLinks', $command.NamespaceURI)) }
        $link = $links.PrependChild($maml.CreateElement('maml:navigationLink', $space))
        $link.AppendChild($maml.CreateElement('maml:linkText', $space)).InnerText = 'Online Version'
        $link.AppendChild($maml.CreateElement('maml:uri', $space)).InnerText = "$Url/blob/v$(Get-ReleaseVersion)/docs/help/$name.md"
    }
    $maml.Save($Path)
}

# What Update-Help reads: a description, and the help as Linux and macOS (zip) and Windows (cab) take it.
function New-HelpPackage {
    [CmdletBinding()]
    param([string] $OutputPath, [string] $ModulePath = (Join-Path $Root artifacts/pack/QSslModule))

    $manifest = Import-PowerShellDataFile (Join-Path $ModulePath QSslModule.psd1)
    $name = "QSslModule_$($manifest.GUID)"
    $content = Join-Path $OutputPath "${name}_en-US_HelpContent"
    $null = New-Item $OutputPath -ItemType Directory -Force
    $pages = Get-ChildItem (Join-Path $ModulePath en-US) -File
    Compress-Archive $pages.FullName "$content.zip" -Force
    if ($IsWindows) {
        $list = @('.Set DiskDirectoryTemplate=', ".Set CabinetNameTemplate=$content.cab", '.Set MaxDiskSize=0') +
            $pages.ForEach({ "`"$($_.FullName)`"" })
        $directives = New-TemporaryFile
        Set-Content $directives $list
        $said = & makecab /F $directives.FullName 2>&1
        if ($LASTEXITCODE -ne 0) { throw "makecab ended with code ${LASTEXITCODE}: $said" }
        Remove-Item $directives, setup.inf, setup.rpt -ErrorAction Ignore
    }
    elseif (Get-Command gcab -CommandType Application -ErrorAction Ignore) {
        $said = & gcab --create --zip --nopath "$content.cab" @($pages.FullName) 2>&1
        if ($LASTEXITCODE -ne 0) { throw "gcab ended with code ${LASTEXITCODE}: $said" }
    }
    else { Add-LeftOut 'the updatable help for Windows: a cab file needs the program gcab (package gcab), or makecab on Windows' }
    $url = Get-RepositoryUrl
    $place = $url ? "$url/releases/download/v$(Get-ReleaseVersion)/" : 'https://no-address.invalid/'
    [System.IO.File]::WriteAllText((Join-Path $OutputPath "${name}_HelpInfo.xml"), @"
<?xml version="1.0" encoding="utf-8"?>
<HelpInfo xmlns="http://schemas.microsoft.com/powershell/help/2010/05">
  <HelpContentURI>$([System.Security.SecurityElement]::Escape($place))</HelpContentURI>
  <SupportedUICultures>
    <UICulture>
      <UICultureName>en-US</UICultureName>
      <UICultureVersion>$($manifest.ModuleVersion)</UICultureVersion>
    </UICulture>
  </SupportedUICultures>
</HelpInfo>
"@)
}

function New-LibraryPackage {
    [CmdletBinding()]
    param([string] $OutputPath)

    Invoke-ProjectBuild src/QSslCore -Argument '-t:Build,Pack', "-p:PackageOutputPath=$OutputPath"
}

# Lists the parts of the module and of the library in CycloneDX format, with the tool of that project.
function New-PartList {
    [CmdletBinding()]
    param([string] $OutputPath)

    $tools = Join-Path $Root artifacts/tools/cyclonedx
    $said = @(& dotnet tool install CycloneDX --version $CycloneDX --tool-path $tools --allow-downgrade 2>&1)
    if ($LASTEXITCODE -ne 0) {
        Add-LeftOut "the lists of parts (SBOM): the .NET tool CycloneDX $CycloneDX cannot be installed ($($said[0]))"
        return
    }
    foreach ($part in @{ Project = 'QSslCore'; Name = 'QSslCore' }, @{ Project = 'QSslCore.BouncyCastle'; Name = 'QSslModule' }) {
        $project = Join-Path $Root "src/$($part.Project)/$($part.Project).csproj"
        $said = & (Join-Path $tools dotnet-CycloneDX) $project --output $OutputPath --filename "$($part.Name).cdx.json" `
            --output-format Json --set-name $part.Name --set-version (Get-ReleaseVersion) --set-type Library --exclude-dev 2>&1
        if ($LASTEXITCODE -ne 0) { throw "CycloneDX ended with code ${LASTEXITCODE}: $($said | Select-Object -Last 3)" }
    }
}

function Get-ReleaseVersion {
    [CmdletBinding()]
    [OutputType([string])]
    param([string] $Path = (Join-Path $Root QSslModule.psd1))

    $manifest = Import-PowerShellDataFile $Path
    $preview = $manifest.PrivateData.PSData['Prerelease']
    "$($manifest.ModuleVersion)$($preview ? "-$preview" : '')"
}

# The files of the module, and a catalog of all, for the policies of Windows. Only PowerShell on Windows signs files and makes catalogs.
function Protect-ModuleFile {
    [CmdletBinding()]
    param([string] $Path)

    if (-not $env:QSSL_SIGN_CERTIFICATE) { return }
    if (-not $IsWindows) {
        Add-LeftOut 'the signatures of the files in the module and its catalog: only Windows makes them'
        return
    }
    $password = [System.Net.NetworkCredential]::new('', $env:QSSL_SIGN_PASSWORD).SecurePassword
    $option = @{
        Certificate = Get-PfxCertificate $env:QSSL_SIGN_CERTIFICATE -Password $password -NoPromptForPassword
        HashAlgorithm = 'SHA256'
    }
    if ($env:QSSL_TIMESTAMP_SERVER) { $option.TimestampServer = $env:QSSL_TIMESTAMP_SERVER }
    # A library of another project keeps what its authors gave it.
    $files = Get-ChildItem $Path -Recurse -File -Include *.psd1, *.psm1, *.ps1xml, QSsl*.dll
    $catalog = Join-Path $Path QSslModule.cat
    $outcomes = @($files | Set-AuthenticodeSignature @option)
    $null = New-FileCatalog -Path $Path -CatalogFilePath $catalog -CatalogVersion 2
    $outcomes += Set-AuthenticodeSignature $catalog @option
    $bad = @($outcomes | Where-Object { $_.Status -notin 'Valid', 'UnknownError' -or -not $_.SignerCertificate })
    if ($bad) { throw "Signing $($bad[0].Path) failed: $($bad[0].StatusMessage)" }
}

# QSSL_SIGN_CERTIFICATE names a PKCS#12 file, QSSL_SIGN_PASSWORD has its password, QSSL_TIMESTAMP_SERVER is optional.
function Protect-NuGetPackage {
    [CmdletBinding()]
    param([string] $OutputPath)

    if (-not $env:QSSL_SIGN_CERTIFICATE) {
        Add-LeftOut 'signing: no certificate is given (QSSL_SIGN_CERTIFICATE names a PKCS#12 file)'
        return
    }
    $argument = @('--certificate-path', $env:QSSL_SIGN_CERTIFICATE, '--hash-algorithm', 'SHA256')
    if ($env:QSSL_SIGN_PASSWORD) { $argument += '--certificate-password', $env:QSSL_SIGN_PASSWORD }
    if ($env:QSSL_TIMESTAMP_SERVER) { $argument += '--timestamper', $env:QSSL_TIMESTAMP_SERVER }
    foreach ($package in Get-ChildItem $OutputPath -Filter *.nupkg) {
        & dotnet nuget sign $package.FullName @argument | ForEach-Object { Write-Information $_ }
        if ($LASTEXITCODE -ne 0) { throw "Signing $($package.Name) failed: dotnet ended with code $LASTEXITCODE." }
    }
}

# Signs what a release has, after it was made on another system: the files in the package of the module, then the packages.
function Protect-Release {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Path)

    $work = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid())
    $module = Join-Path $work QSslModule
    $package = Get-Item (Join-Path $Path QSslModule.*.nupkg)
    try {
        [System.IO.Compression.ZipFile]::ExtractToDirectory($package, $module)
        # What makes it a package is made anew.
        '[[]Content_Types].xml', '_rels', 'package', '*.nuspec' | ForEach-Object { Join-Path $module $_ } |
            Remove-Item -Recurse -Force -ErrorAction Ignore
        Protect-ModuleFile $module
        Remove-Item $package
        Compress-PSResource -Path $module -DestinationPath $Path
        Protect-NuGetPackage $Path
    }
    finally { Remove-Item $work -Recurse -ErrorAction Ignore }
    Write-Checksum $Path
}

# Written as `sha256sum --check` reads it. The notes of a release lie beside its files, and are none of them.
function Write-Checksum {
    [CmdletBinding()]
    param([string] $OutputPath)

    $lines = Get-ChildItem $OutputPath -File | Where-Object Name -NotIn SHA256SUMS, notes.md | Sort-Object Name | ForEach-Object {
        "$((Get-FileHash $_).Hash.ToLowerInvariant())  $($_.Name)"
    }
    [System.IO.File]::WriteAllText((Join-Path $OutputPath SHA256SUMS), ($lines -join "`n") + "`n")
}

Export-ModuleMember -Function *-*
