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

# Packs the portable module, which loads on every platform, in the format of Publish-PSResource.
function New-ModulePackage {
    [CmdletBinding()]
    param([string] $OutputPath)

    $module = Join-Path $Root 'artifacts/pack/QSslModule'
    if (Test-Path $module) { Remove-Item $module -Recurse -Force }
    Invoke-ProjectBuild src/QSslModule -Argument '-t:PackageModule', '-p:ReadyToRun=false', "-p:PackageDir=$module/"
    if (Test-Path "$module.left-out.txt") { Get-Content "$module.left-out.txt" | ForEach-Object { Add-LeftOut $_ } }
    Add-ManifestLink (Join-Path $module QSslModule.psd1) (Get-RepositoryUrl)
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
    [System.IO.File]::WriteAllText($Path, $text.Replace($start, "$start`n$($lines -join "`n")"))
}

function New-LibraryPackage {
    [CmdletBinding()]
    param([string] $OutputPath)

    Invoke-ProjectBuild src/QSslCore -Argument '-t:Build,Pack', '-p:ContinuousIntegrationBuild=true', "-p:PackageOutputPath=$OutputPath"
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

# QSSL_SIGN_CERTIFICATE names a PKCS#12 file, and QSSL_SIGN_PASSWORD contains its password. QSSL_TIMESTAMP_SERVER is optional.
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

# Writes the checksums in the format of `sha256sum --check`.
function Write-Checksum {
    [CmdletBinding()]
    param([string] $OutputPath)

    $lines = Get-ChildItem $OutputPath -File | Sort-Object Name | ForEach-Object {
        "$((Get-FileHash $_).Hash.ToLowerInvariant())  $($_.Name)"
    }
    [System.IO.File]::WriteAllText((Join-Path $OutputPath SHA256SUMS), ($lines -join "`n") + "`n")
}

Export-ModuleMember -Function *-*
