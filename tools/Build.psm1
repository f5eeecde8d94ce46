# The functions behind build.ps1. The result of every suite is one object with
# Name, Passed, Failed, Skipped (each with Name and Reason).

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$InformationPreference = 'Continue'

$script:Root = Split-Path $PSScriptRoot
$script:PackagePath = Join-Path $Root 'out/QSslModule'
$script:ReportPath = Join-Path $Root 'artifacts/tests'
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
#region Tests

function New-SuiteResult {
    [CmdletBinding()]
    param([string] $Name, [int] $Passed, [int] $Failed, [object[]] $Skipped = @(), [string] $Trouble = '')

    [pscustomobject]@{ Name = $Name; Passed = $Passed; Failed = $Failed; Skipped = @($Skipped); Trouble = $Trouble }
}

function Read-XunitReport {
    [CmdletBinding()]
    param([string] $Path)

    $document = [System.Xml.XmlDocument]::new()
    $document.Load($Path)
    $passed = $failed = 0
    foreach ($assembly in $document.SelectNodes('/assemblies/assembly')) {
        $passed += [int]$assembly.GetAttribute('passed')
        $failed += [int]$assembly.GetAttribute('failed') + [int]$assembly.GetAttribute('errors')
    }
    $skipped = foreach ($test in $document.SelectNodes('//test[@result="Skip" or @result="NotRun"]')) {
        $isSkip = $test.GetAttribute('result') -eq 'Skip'
        $reason = $isSkip ? $test.SelectSingleNode('reason')?.InnerText : 'explicit: it runs only when it is asked for by name'
        [pscustomobject]@{ Name = $test.GetAttribute('name'); Reason = $reason }
    }
    New-SuiteResult QSslCore.Tests $passed $failed @($skipped)
}

# The exit code does not detect a run without tests, and the report does not detect a program that crashed after writing it.
# Complete-Suite checks both.
function Invoke-XunitSuite {
    [CmdletBinding()]
    param([string] $Configuration = 'Release')

    Invoke-ProjectBuild tests/QSslCore.Tests -Configuration $Configuration
    $report = New-ReportFile QSslCore.Tests.xml
    $code = Invoke-Program tests/QSslCore.Tests $Configuration -Argument '-noLogo', '-noColor', '-xml', $report
    Complete-Suite QSslCore.Tests $report $code { Read-XunitReport $args[0] }
}

# Repeats the tests that drive sockets and servers: in Debug, with the assertions of the strand, and with the reactor of Windows and macOS.
function Invoke-PortableSuite {
    [CmdletBinding()]
    param()

    # The build for Release has already analyzed the same sources.
    $env:RunAnalyzers = 'false'
    try { Invoke-ProjectBuild tests/QSslCore.Tests -Configuration Debug } finally { Remove-Item Env:/RunAnalyzers }
    $name = 'QSslCore.Tests (Debug, portable reactor)'
    $report = New-ReportFile QSslCore.Tests.Portable.xml
    $space = 'Sockets', 'Server', 'Security', 'Simulation' | ForEach-Object { '-namespace', "QSslCore.Tests.$_" }
    $env:QSSL_TEST_REACTOR = 'select'
    try { $code = Invoke-Program tests/QSslCore.Tests Debug -Argument (@('-noLogo', '-noColor', '-xml', $report) + $space) }
    finally { Remove-Item Env:/QSSL_TEST_REACTOR }
    $suite = Complete-Suite $name $report $code { Read-XunitReport $args[0] }
    $suite.Name = $name
    $suite
}

# The short form of the long runs. Its program counts its checks in the last line.
function Invoke-SoakSuite {
    [CmdletBinding()]
    param([string] $Configuration = 'Release')

    Invoke-ProjectBuild tests/QSslCore.Soak -Configuration $Configuration
    Write-Information "`ntests/QSslCore.Soak --quick"
    $code = Invoke-Program tests/QSslCore.Soak $Configuration -Argument '--quick' -InformationVariable said
    Read-SoakOutput @($said | ForEach-Object { "$_" }) $code
}

function Read-SoakOutput {
    [CmdletBinding()]
    param([string[]] $Line, [int] $ExitCode)

    $counts = @($Line) -match '^\d+ checks passed, \d+ failed, \d+ not tried$' | Select-Object -Last 1
    if (-not $counts) { return New-SuiteResult Soak 0 1 -Trouble "Soak ended with code $ExitCode and did not come to its end." }
    $passed, $failed = [regex]::Matches($counts, '\d+').Value | Select-Object -First 2
    $skipped = @($Line) -match '^  not tried: ' -replace '^  not tried: ' | ForEach-Object {
        $what, $reason = $_ -split ': (?=[^:]*$)', 2
        [pscustomobject]@{ Name = "soak, $what"; Reason = $reason }
    }
    $suite = New-SuiteResult Soak $passed $failed @($skipped)
    if ($ExitCode -ne 0 -and $suite.Failed -eq 0) { $suite.Trouble = "Soak ended with code $ExitCode." }
    elseif ($suite.Passed -eq 0) { $suite.Trouble = 'Soak checked nothing.' }
    $suite
}

# Each example is a program or a script that ends with 0 when all went as it says.
function Invoke-ExampleSuite {
    [CmdletBinding()]
    param([string] $Configuration = 'Release', [string] $Path = (Join-Path $Root 'examples'))

    $outcomes = @(
        foreach ($project in Get-ChildItem $Path/*/*.csproj) {
            $folder = Join-Path examples $project.BaseName
            Invoke-ProjectBuild $folder -Configuration $Configuration
            Write-Information "`n$folder"
            @{ Name = $folder; Code = Invoke-Program $folder $Configuration }
        }
        foreach ($script in Get-ChildItem $Path/*.ps1) {
            Write-Information "`nexamples/$($script.Name)"
            @{ Name = "examples/$($script.Name)"; Code = Invoke-FreshPowerShell $script.FullName }
        }
    )
    $bad = @($outcomes | Where-Object { $_.Code -ne 0 })
    $trouble = ($bad | ForEach-Object { "$($_.Name) ended with code $($_.Code)." }) -join "`n"
    New-SuiteResult Examples ($outcomes.Count - $bad.Count) $bad.Count -Trouble $trouble
}

# Runs the program of a project in this console and returns its exit code.
function Invoke-Program {
    [CmdletBinding()]
    [OutputType([int])]
    param([string] $Folder, [string] $Configuration, [string[]] $Argument = @())

    $program = Join-Path $Root $Folder "bin/$Configuration/net10.0/$(Split-Path $Folder -Leaf).dll"
    & dotnet exec $program @Argument | ForEach-Object { Write-Information $_ }
    $LASTEXITCODE
}

# Builds a program that measures, and runs it with its options.
function Invoke-ProjectProgram {
    [CmdletBinding()]
    [OutputType([int])]
    param([string] $Folder, [string] $Configuration = 'Release', [switch] $Quick, [switch] $Long, [switch] $Write, [int] $Seed)

    Invoke-ProjectBuild $Folder -Configuration $Configuration
    $option = @(
        if ($Quick) { '--quick' }
        if ($Long) { '--long' }
        if ($Write) { '--write' }
        if ($Seed) { '--seed', "$Seed" }
    )
    Invoke-Program $Folder $Configuration -Argument $option
}

function Invoke-PesterSuite {
    [CmdletBinding()]
    param(
        [string] $Name = 'Pester',
        [string[]] $Path = (Join-Path $Root 'tests/Pester'),
        # A PowerShell is busy on one processor at most, so several processes share the files.
        [int] $ProcessCount = 1
    )

    # The meaning of tests can change with a major version of Pester.
    try { $pester = (Get-ToolModule Pester 6.2 -Below 7.0) ?? (Restore-PesterModule) }
    catch {
        $relative = $Path | ForEach-Object { [IO.Path]::GetRelativePath($Root, $_) }
        Add-LeftOut ("the module's own tests ($relative): Pester 6.2 or newer, below 7, " +
            "is not installed (Install-PSResource Pester -Version '[6.2,7.0)'), and its package cannot be restored ($_)")
        return
    }
    $claims = [System.IO.Directory]::CreateTempSubdirectory('qssl-claims-').FullName
    $reports = @(1..$ProcessCount | ForEach-Object { New-ReportFile "$Name.$_.json" })
    $runs = @($reports | ForEach-Object {
            , @((Join-Path $PSScriptRoot 'Invoke-PesterSuite.ps1'), $pester.Path, ($Path -join [IO.Path]::PathSeparator), $_, $claims)
        })
    try { $codes = @(Invoke-FreshPowerShellEach $runs) } finally { Remove-Item $claims -Recurse }
    $parts = for ($i = 0; $i -lt $ProcessCount; $i++) {
        Complete-Suite $Name $reports[$i] $codes[$i] -MayBeEmpty {
            $facts = Get-Content $args[0] -Raw | ConvertFrom-Json
            New-SuiteResult $Name $facts.Passed $facts.Failed $facts.Skipped
        }
    }
    Join-Suite $Name @($parts)
}

# One more process than processors, because many tests wait for other programs.
function Get-TestProcessCount {
    [CmdletBinding()]
    [OutputType([int])]
    param()

    [Math]::Min(4, [Environment]::ProcessorCount + 1)
}

# One suite of the parts that several processes ran.
function Join-Suite {
    [CmdletBinding()]
    param([string] $Name, [object[]] $Part)

    $passed = $failed = 0
    foreach ($one in $Part) { $passed += $one.Passed; $failed += $one.Failed }
    $trouble = @($Part.Trouble | Where-Object { $_ } | Select-Object -Unique)
    if (-not $trouble -and $passed + $failed -eq 0) { $trouble = @("$Name ran no test.") }
    New-SuiteResult $Name $passed $failed @($Part | ForEach-Object Skipped) -Trouble ($trouble -join "`n")
}

function New-ReportFile {
    [CmdletBinding()]
    param([string] $Name)

    $null = New-Item $ReportPath -ItemType Directory -Force
    $file = Join-Path $ReportPath $Name
    if (Test-Path $file) { Remove-Item $file }
    $file
}

function Complete-Suite {
    [CmdletBinding()]
    param([string] $Name, [string] $Report, [int] $ExitCode, [scriptblock] $Read, [switch] $MayBeEmpty)

    if (-not (Test-Path $Report)) { return New-SuiteResult $Name 0 1 -Trouble "$Name ended with code $ExitCode and wrote no report." }
    $suite = & $Read $Report
    if ($ExitCode -ne 0 -and $suite.Failed -eq 0) { $suite.Trouble = "$Name ended with code $ExitCode." }
    elseif (-not $MayBeEmpty -and $suite.Passed + $suite.Failed -eq 0) { $suite.Trouble = "$Name ran no test." }
    $suite
}

# Returns the last lines of a run. The very last line is for readers and machines.
function Format-TestSummary {
    [CmdletBinding()]
    [OutputType([string])]
    param([object[]] $Suite = @(), [string[]] $LeftOut = @())

    $skipped = @($Suite | ForEach-Object Skipped)
    if ($skipped) { ''; 'Skipped:'; $skipped | ForEach-Object { "  - $($_.Name): $($_.Reason -replace '\s+', ' ')" } }
    Format-LeftOut $LeftOut
    $trouble = @($Suite | ForEach-Object Trouble | Where-Object { $_ })
    if ($trouble) { ''; $trouble }
    ''
    $passed = $failed = 0
    foreach ($one in $Suite) { $passed += $one.Passed; $failed += $one.Failed }
    "$passed passed, $failed failed, $($skipped.Count) skipped"
}

# Returns 0 only if every suite that ran has run tests and all of them passed.
function Get-TestExitCode {
    [CmdletBinding()]
    [OutputType([int])]
    param([object[]] $Suite = @())

    $bad = @($Suite | Where-Object { $_.Failed -gt 0 -or $_.Trouble -or $_.Passed -eq 0 })
    [int]($Suite.Count -eq 0 -or $bad.Count -gt 0)
}

function Invoke-AllTest {
    [CmdletBinding()]
    [OutputType([int])]
    param([string] $Configuration = 'Release')

    Publish-ModulePackage -Configuration $Configuration
    $suites = @(
        Invoke-XunitSuite -Configuration $Configuration
        Invoke-PortableSuite
        Invoke-SoakSuite -Configuration $Configuration
        Invoke-PesterSuite -ProcessCount (Get-TestProcessCount)
        Invoke-ExampleSuite -Configuration $Configuration
    )
    Format-TestSummary $suites $LeftOut | ForEach-Object { Write-Information $_ }
    Get-TestExitCode $suites
}

# Runs only the tests of the library and the module, for a system other than this one: tools/in-tree.sh runs it in a tree.
function Invoke-MainSuite {
    [CmdletBinding()]
    [OutputType([int])]
    param([string] $Configuration = 'Release')

    Publish-ModulePackage -Configuration $Configuration
    $suites = @(
        Invoke-XunitSuite -Configuration $Configuration
        Invoke-PesterSuite -ProcessCount (Get-TestProcessCount)
    )
    Format-TestSummary $suites $LeftOut | ForEach-Object { Write-Information $_ }
    Get-TestExitCode $suites
}

# Runs the tests with the daemons of the system as peers. Without Pester no test can run, which is a failure.
function Invoke-Interop {
    [CmdletBinding()]
    [OutputType([int])]
    param([string] $Configuration = 'Release')

    Publish-ModulePackage -Configuration $Configuration
    $suites = @(Invoke-PesterSuite Interop (Join-Path $Root 'tests/Interop'), (Join-Path $Root 'tests/Pester/Postfix.Tests.ps1'))
    Format-TestSummary $suites $LeftOut | ForEach-Object { Write-Information $_ }
    Get-TestExitCode $suites
}

#endregion

Export-ModuleMember -Function *-*
