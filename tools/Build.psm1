# The functions behind build.ps1 that build and package. Those that run tests are in Suites.psm1.

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$InformationPreference = 'Continue'

$script:Root = Split-Path $PSScriptRoot
$script:PackagePath = Join-Path $Root 'out/QSslModule'
$script:LeftOut = [System.Collections.Generic.List[string]]::new()

$env:DOTNET_NOLOGO = $env:DOTNET_CLI_TELEMETRY_OPTOUT = $env:TESTINGPLATFORM_TELEMETRY_OPTOUT = $env:POWERSHELL_TELEMETRY_OPTOUT = '1'
$env:POWERSHELL_UPDATECHECK = 'Off'
# A build server would outlive the build.
$env:MSBUILDDISABLENODEREUSE = '1'
$env:DOTNET_CLI_USE_MSBUILD_SERVER = '0'

#region Building

function Invoke-ProjectBuild {
    [CmdletBinding()]
    param([string] $Project, [string] $Configuration = 'Release', [string[]] $Argument = @())

    & dotnet msbuild -nologo -v:m -tl:off -restore "-p:Configuration=$Configuration" @Argument (Join-Path $Root $Project) |
        ForEach-Object { Write-Information $_ }
    if ($LASTEXITCODE -ne 0) { throw "Building $Project failed: dotnet ended with code $LASTEXITCODE." }
}

function Publish-ModulePackage {
    [CmdletBinding()]
    param([string] $Configuration = 'Release', [switch] $Portable)

    $argument = @('-t:PackageModule') + @($Portable ? '-p:ReadyToRun=false' : @())
    Invoke-ProjectBuild src/QSslModule -Configuration $Configuration -Argument $argument
    $notes = "$PackagePath.left-out.txt"
    if (Test-Path $notes) { Get-Content $notes | ForEach-Object { Add-LeftOut $_ } }
}

function Clear-BuildOutput {
    [CmdletBinding()]
    param()

    'out', 'artifacts', 'src/*/bin', 'src/*/obj', 'tests/*/bin', 'tests/*/obj', 'examples/*/bin', 'examples/*/obj',
    'bench/*/bin', 'bench/*/obj', 'build/*/obj' |
        ForEach-Object { Join-Path $Root $_ } | Where-Object { Test-Path $_ } | Remove-Item -Recurse -Force
}

#endregion
#region What is there to work with

# Returns the newest installed version of a module that the build can use, or nothing.
function Get-ToolModule {
    [CmdletBinding()]
    param([string] $Name, [version] $MinimumVersion, [version] $Below)

    Get-Module $Name -ListAvailable | Where-Object { $_.Version -ge $MinimumVersion -and (-not $Below -or $_.Version -lt $Below) } |
        Sort-Object Version -Descending | Select-Object -First 1
}

# Returns the module from the Pester NuGet package, in the version of Directory.Packages.props.
function Restore-PesterModule {
    [CmdletBinding()]
    param()

    $said = @(& dotnet msbuild -nologo -v:q -tl:off -restore -t:LocateModule -getProperty:ModulePath (Join-Path $Root build/Pester) 2>&1 |
            ForEach-Object { "$_" } | Where-Object { $_ })
    if ($LASTEXITCODE -ne 0) { throw ($said[0] -replace '^.*? : error ') }
    Get-Module $said[-1] -ListAvailable
}

# Returns the program of this PowerShell and the arguments in front of its own: `dotnet pwsh.dll` if it is a .NET tool.
function Get-PowerShellCommand {
    [CmdletBinding()]
    param([string] $ProcessPath = [Environment]::ProcessPath, [string] $PowerShellHome = $PSHOME)

    if ([IO.Path]::GetFileNameWithoutExtension($ProcessPath) -eq 'dotnet') { $ProcessPath, (Join-Path $PowerShellHome 'pwsh.dll') }
    else { , $ProcessPath }
}

# PowerShell never unloads an assembly, so a script that imports the package runs in a separate process. Returns the exit code.
function Invoke-FreshPowerShell {
    [CmdletBinding()]
    [OutputType([int])]
    param([string] $File, [string[]] $Argument = @())

    $program, $prefix = Get-PowerShellCommand
    # A single remaining argument is a string. Splatting a string would pass its letters.
    $all = @($prefix) + @('-NoProfile', '-NonInteractive', '-File', $File) + $Argument | Where-Object { $_ }
    & $program @all | ForEach-Object { Write-Information $_ }
    $LASTEXITCODE
}

# The same for several at once: each run is a file and its arguments, and each has its exit code in the answer.
function Invoke-FreshPowerShellEach {
    [CmdletBinding()]
    [OutputType([int[]])]
    param([object[]] $Run)

    $program, $prefix = Get-PowerShellCommand
    $codes = [int[]]::new($Run.Count)
    0..($Run.Count - 1) | ForEach-Object -ThrottleLimit $Run.Count -Parallel {
        $all = @($using:prefix) + @('-NoProfile', '-NonInteractive', '-File') + ($using:Run)[$_] | Where-Object { $_ }
        # A runspace without a console makes error records of what a program writes to its error stream. Here they are lines.
        & $using:program @all 2>&1 | ForEach-Object { "$_" }
        ($using:codes)[$_] = $LASTEXITCODE
    } | ForEach-Object { Write-Information $_ }
    $codes
}

function Add-LeftOut {
    [CmdletBinding()]
    param([string] $Text)

    if (-not $LeftOut.Contains($Text)) { $LeftOut.Add($Text) }
}

function Get-LeftOut {
    [CmdletBinding()]
    [OutputType([string])]
    param()

    $LeftOut
}

function Format-LeftOut {
    [CmdletBinding()]
    [OutputType([string])]
    param([string[]] $Text = $LeftOut)

    if ($Text) { ''; 'Left out:'; $Text | ForEach-Object { "  - $_" } }
}

#endregion
#region Help and analysis

# Converts docs/help/*.md to docs/help/en-US/QSslModule.dll-Help.xml, which is committed: packaging does not need PlatyPS.
# Returns whether PlatyPS is available.
function Update-ModuleHelp {
    [CmdletBinding()]
    [OutputType([bool])]
    param([string] $OutputPath = (Join-Path $Root 'docs/help/en-US'))

    $platyPS = Get-ToolModule Microsoft.PowerShell.PlatyPS 1.0
    if (-not $platyPS) { return $false }
    $code = Invoke-FreshPowerShell (Join-Path $PSScriptRoot 'Export-Help.ps1') $platyPS.Path, (Join-Path $Root 'docs/help'), $OutputPath
    if ($code -ne 0) { throw 'Generating the help failed.' }
    $true
}

# Returns the findings of PSScriptAnalyzer for every script of the repository, or $null if the analyzer is not installed.
function Get-ScriptFinding {
    [CmdletBinding()]
    param([string] $Path = $Root)

    $analyzer = Get-ToolModule PSScriptAnalyzer 1.22
    if (-not $analyzer) { return $null }
    Import-Module $analyzer.Path
    $scripts = Get-ChildItem $Path -Recurse -File -Include *.ps1, *.psm1, *.psd1 |
        Where-Object FullName -NotMatch '[\\/](bin|obj|out|artifacts)[\\/]' |
        # The manifest names files of the package. Manifest.Tests.ps1 tests it there.
        Where-Object Name -NE 'QSslModule.psd1'
    $findings = $scripts | ForEach-Object { Invoke-ScriptAnalyzer -Path $_ -Settings (Join-Path $Root 'PSScriptAnalyzerSettings.psd1') }
    # In tests, the analyzer does not see that BeforeAll assigns variables for other blocks, and a pass phrase is not a secret.
    $notInTests = 'PSUseDeclaredVarsMoreThanAssignments', 'PSAvoidUsingConvertToSecureStringWithPlainText'
    , @($findings | Where-Object { -not ($_.RuleName -in $notInTests -and $_.ScriptName -like '*.Tests.ps1') })
}

function Show-ScriptAnalysis {
    [CmdletBinding()]
    [OutputType([int])]
    param()

    $findings = Get-ScriptFinding
    if ($null -eq $findings) {
        Write-Information 'Left out: the scripts were not analysed, PSScriptAnalyzer 1.22 or newer is not installed.'
        return 0
    }
    $findings | ForEach-Object { Write-Information "$($_.ScriptPath):$($_.Line): $($_.RuleName): $($_.Message)" }
    Write-Information "PSScriptAnalyzer: $($findings.Count) findings"
    [int]($findings.Count -gt 0)
}

#endregion

Export-ModuleMember -Function *-*
