# The functions behind build.ps1 that run tests. The result of every suite is one object with
# Name, Passed, Failed, Skipped and Failures (the last two are lists: each entry has Name and Reason).

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$InformationPreference = 'Continue'

Import-Module $PSScriptRoot/Build.psm1

$script:Root = Split-Path $PSScriptRoot
$script:ReportPath = Join-Path $Root 'artifacts/tests'

function New-SuiteResult {
    [CmdletBinding()]
    param(
        [string] $Name,
        [int] $Passed,
        [int] $Failed,
        [object[]] $Skipped = @(),
        [string] $Trouble = '',
        [object[]] $Failures = @()
    )

    [pscustomobject]@{
        Name = $Name
        Passed = $Passed
        Failed = $Failed
        Skipped = @($Skipped)
        Trouble = $Trouble
        Failures = @($Failures)
    }
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
    # The parent is a test, or an error outside of the tests.
    $failures = foreach ($failure in $document.SelectNodes('//failure')) {
        [pscustomobject]@{ Name = $failure.ParentNode.GetAttribute('name'); Reason = $failure.SelectSingleNode('message')?.InnerText }
    }
    New-SuiteResult QSslCore.Tests $passed $failed @($skipped) -Failures @($failures)
}

function Get-XunitOption {
    [CmdletBinding()]
    [OutputType([string])]
    param([string] $Report)

    '-noLogo', '-noColor', '-maxThreads', "$(Get-TestProcessCount)", '-xml', $Report
}

# The exit code does not detect a run without tests, and the report does not detect a program that crashed after writing it.
# Complete-Suite checks both.
function Invoke-XunitSuite {
    [CmdletBinding()]
    param([string] $Configuration = 'Release')

    Invoke-ProjectBuild tests/QSslCore.Tests -Configuration $Configuration
    $report = New-ReportFile QSslCore.Tests.xml
    $code = Invoke-Program tests/QSslCore.Tests $Configuration -Argument (Get-XunitOption $report)
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
    try { $code = Invoke-Program tests/QSslCore.Tests Debug -Argument (@(Get-XunitOption $report) + $space) }
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
    $failures = @($Line) -match '^  FAILED ' -replace '^  FAILED ' | ForEach-Object {
        $what, $reason = $_ -split ': ', 2
        [pscustomobject]@{ Name = "soak, $what"; Reason = $reason }
    }
    $suite = New-SuiteResult Soak $passed $failed @($skipped) -Failures @($failures)
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
            New-SuiteResult $Name $facts.Passed $facts.Failed $facts.Skipped -Failures $facts.Failures
        }
    }
    Join-Suite $Name @($parts)
}

# One more process or thread than processors, because many tests wait for other programs.
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
    New-SuiteResult $Name $passed $failed @($Part | ForEach-Object Skipped) -Trouble ($trouble -join "`n") `
        -Failures @($Part | ForEach-Object Failures)
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
    if ($skipped) { ''; 'Skipped:'; Format-Named $skipped }
    Format-LeftOut $LeftOut
    # After all else: the last lines of a log are those that are kept and read.
    $failures = @($Suite | ForEach-Object Failures)
    if ($failures) { ''; 'Failed:'; Format-Named $failures }
    $trouble = @($Suite | ForEach-Object Trouble | Where-Object { $_ })
    if ($trouble) { ''; $trouble }
    ''
    $passed = $failed = 0
    foreach ($one in $Suite) { $passed += $one.Passed; $failed += $one.Failed }
    "$passed passed, $failed failed, $($skipped.Count) skipped"
}

# Returns one line for each entry.
function Format-Named {
    [CmdletBinding()]
    [OutputType([string])]
    param([object[]] $Entry)

    foreach ($one in $Entry) {
        $reason = "$($one.Reason)" -replace '\s+', ' '
        if ($reason.Length -gt 500) { $reason = $reason.Substring(0, 500) + '...' }
        "  - $($one.Name): $reason"
    }
}

# Returns 0 only if every suite that ran has run tests and all of them passed.
function Get-TestExitCode {
    [CmdletBinding()]
    [OutputType([int])]
    param([object[]] $Suite = @())

    $bad = @($Suite | Where-Object { $_.Failed -gt 0 -or $_.Trouble -or $_.Passed -eq 0 })
    [int]($Suite.Count -eq 0 -or $bad.Count -gt 0)
}

# Tells what the suites of a run came to, and returns the exit code of the run.
function Complete-Run {
    [CmdletBinding()]
    [OutputType([int])]
    param([object[]] $Suite)

    Format-TestSummary $Suite (Get-LeftOut) | ForEach-Object { Write-Information $_ }
    Get-TestExitCode $Suite
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
    Complete-Run $suites
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
    Complete-Run $suites
}

# Runs the tests with the daemons of the system as peers. Without Pester no test can run, which is a failure.
function Invoke-Interop {
    [CmdletBinding()]
    [OutputType([int])]
    param([string] $Configuration = 'Release')

    Publish-ModulePackage -Configuration $Configuration
    $suites = @(Invoke-PesterSuite Interop (Join-Path $Root 'tests/Interop'), (Join-Path $Root 'tests/Pester/Postfix.Tests.ps1'))
    Complete-Run $suites
}

Export-ModuleMember -Function *-*
