#!/usr/bin/env pwsh
#Requires -Version 7.6
<#
.SYNOPSIS
    Builds, tests and shows the module.
.DESCRIPTION
    Tasks run in the order given. The functions behind them are in tools/*.psm1.
.EXAMPLE
    ./build.ps1 -Task Test
.EXAMPLE
    ./build.ps1 -Task Clean, Package -Portable
#>
[CmdletBinding()]
param(
    [ValidateSet('Clean', 'Build', 'Help', 'Analyze', 'Test', 'Suites', 'Package', 'Pack', 'Demo', 'Interop', 'Bench', 'Soak')]
    [string[]] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    # Package: without the assemblies that are compiled ahead of time for this platform.
    [switch] $Portable,

    # Bench and Soak: run a short version, for a first impression.
    [switch] $Quick,

    # Bench and Soak: write the tables to docs/performance.md, docs/reliability.md.
    [switch] $Write,

    # Soak: a long version, an hour and more.
    [switch] $Long,

    # Soak: the seed that a failed run has printed.
    [int] $Seed
)

$ErrorActionPreference = 'Stop'
Import-Module $PSScriptRoot/tools/Build.psm1, $PSScriptRoot/tools/Suites.psm1, $PSScriptRoot/tools/Pack.psm1 -Force

$exitCode = 0
foreach ($name in $Task) {
    switch ($name) {
        'Clean' { Clear-BuildOutput }
        'Build' { Invoke-ProjectBuild src/QSslModule -Configuration $Configuration }
        'Package' { Publish-ModulePackage -Configuration $Configuration -Portable:$Portable }
        'Pack' { New-ReleasePackage }
        'Help' {
            if (-not (Update-ModuleHelp)) {
                Write-Warning 'Help was not generated: Microsoft.PowerShell.PlatyPS 1.0 or newer is not installed.'
            }
        }
        'Analyze' { $exitCode = [Math]::Max($exitCode, (Show-ScriptAnalysis)) }
        'Demo' {
            Publish-ModulePackage -Configuration $Configuration
            $exitCode = [Math]::Max($exitCode, (Invoke-FreshPowerShell $PSScriptRoot/examples/demo.ps1))
        }
        'Bench' { $exitCode = [Math]::Max($exitCode, (Invoke-ProjectProgram bench/Bench $Configuration -Quick:$Quick -Write:$Write)) }
        'Soak' {
            $exitCode = [Math]::Max($exitCode,
                (Invoke-ProjectProgram tests/QSslCore.Soak $Configuration -Quick:$Quick -Long:$Long -Write:$Write -Seed $Seed))
        }
        'Interop' { $exitCode = [Math]::Max($exitCode, (Invoke-Interop -Configuration $Configuration)) }
        'Suites' { $exitCode = [Math]::Max($exitCode, (Invoke-MainSuite -Configuration $Configuration)) }
        'Test' { $exitCode = [Math]::Max($exitCode, (Invoke-AllTest -Configuration $Configuration)) }
    }
}
if (-not ($Task | Where-Object { $_ -in 'Test', 'Suites', 'Interop' })) { Format-LeftOut }
exit $exitCode
