# Runs the test files of a Pester suite in this process and writes the outcome as JSON: what a suite needs to be counted and explained.
# Several paths of tests are separated like those of PATH. Several processes that share a folder of claims share the files: each takes the
# next file that no other process has claimed.
param(
    [Parameter(Mandatory)] [string] $PesterPath,
    [Parameter(Mandatory)] [string] $TestPath,
    [Parameter(Mandatory)] [string] $ReportPath,
    [string] $ClaimPath
)
# The tests run with the preferences that a user has: an error of a cmdlet does not stop them.
Import-Module $PesterPath -ErrorAction Stop

# Creating a file that must be new succeeds in one process only.
function Get-Claim {
    param([System.IO.FileInfo] $File, [string] $Folder)

    if (-not $Folder) { return $true }
    $claim = Join-Path $Folder "$($File.Directory.Name)-$($File.Name)"
    try { [System.IO.File]::Open($claim, 'CreateNew').Dispose() } catch [System.IO.IOException] { return $false }
    $true
}

# Ends the processes that a file has started and left running, and returns their names: one that holds the output of this process would
# keep the run waiting for its end.
function Stop-Leftover {
    if (-not $IsLinux -or -not (Test-Path "/proc/$PID/task")) { return }
    $children = Get-ChildItem "/proc/$PID/task" | ForEach-Object { -split (Get-Content "$_/children" -Raw -ErrorAction Ignore) }
    if (-not $children) { return }
    Get-Process -Id $children -ErrorAction Ignore | Where-Object { -not $_.HasExited } | ForEach-Object {
        "$($_.ProcessName) ($($_.Id))"
        $_.Kill($true)
    }
}

# What a test that -Skip leaves out needs: -Skip takes no reason, so a tag of the test or of a block around it says it.
function Get-Need {
    param([object] $Test)

    for ($one = $Test; $one; $one = $one.PSObject.Properties['Block'] ? $one.Block : $one.Parent) {
        $need = @($one.Tag) -match '^needs ' | Select-Object -First 1
        if ($need) { return $need }
    }
}

# One block for each file, so that the lines of two processes do not mix.
function Format-Outcome {
    param([System.IO.FileInfo] $File, [object] $Run, [int] $Failed, [string[]] $Leftover)

    $lines = @(
        "[$($Failed ? '-' : '+')] $($File.Name) $($Run.Duration.TotalSeconds.ToString('0.0'))s: $($Run.PassedCount) passed, " +
        "$Failed failed, $($Run.SkippedCount) skipped"
        foreach ($one in @($Run.Failed) + @($Run.FailedBlocks) + @($Run.FailedContainers)) {
            if (-not $one.ErrorRecord) { continue }
            "  [-] $($one.ExpandedPath)"
            $one.ErrorRecord | ForEach-Object { "$_`n$($_.ScriptStackTrace)" -split '\r?\n' } |
                Where-Object { $_ -notmatch 'Pester\.psm1: line' } | ForEach-Object { "      $_" }
        }
        if ($Leftover) { "  [-] leaves running: $($Leftover -join ', ')" }
    )
    $lines -join [Environment]::NewLine
}

$passed = $failed = 0
$failures = [System.Collections.Generic.List[object]]::new()
# The largest files first: what is left at the end is small.
$files = $TestPath -split [IO.Path]::PathSeparator | Get-Item | ForEach-Object {
    $_.PSIsContainer ? (Get-ChildItem $_ -Recurse -Filter *.Tests.ps1) : $_
}
$skipped = @(
    foreach ($file in $files | Sort-Object Length -Descending) {
        if (-not (Get-Claim $file $ClaimPath)) { continue }
        $configuration = New-PesterConfiguration
        $configuration.Run.Path = $file.FullName
        $configuration.Run.PassThru = $true
        $configuration.Output.Verbosity = 'None'
        $run = Invoke-Pester -Configuration $configuration
        # A file that cannot be read and a clean-up that throws fail without failing a test: each is a failure of its own.
        $count = $run.FailedCount + $run.FailedContainersCount + @($run.FailedBlocks | Where-Object FailedCount -EQ 0).Count
        if ($leftover = @(Stop-Leftover)) {
            $count++
            $failures.Add(@{ Name = $file.Name -replace '\.Tests\.ps1$'; Reason = "leaves running: $($leftover -join ', ')" })
        }
        Write-Information (Format-Outcome $file $run $count $leftover) -InformationAction Continue
        $passed += $run.PassedCount
        $failed += $count
        foreach ($one in @($run.Failed) + @($run.FailedBlocks) + @($run.FailedContainers)) {
            if (-not $one.ErrorRecord) { continue }
            # A file that cannot be read has no path of its own.
            $name = "$($file.Name -replace '\.Tests\.ps1$').$($one.PSObject.Properties['ExpandedPath'] ? $one.ExpandedPath : 'the file')"
            $failures.Add(@{ Name = $name; Reason = $one.ErrorRecord[0].Exception.Message })
        }
        $run.Tests | Where-Object Result -In Skipped, Inconclusive, NotRun | ForEach-Object {
            # Set-ItResult -Because leaves its sentence as the test's error record.
            $said = $_.ErrorRecord.Count -gt 0 ? $_.ErrorRecord[0].Exception.Message : ''
            $said = $said -replace '^is (skipped|inconclusive),? ?(because )?'
            if (-not $said) { $said = Get-Need $_ }
            if (-not $said) {
                $failed++
                $failures.Add(@{ Name = $_.ExpandedPath; Reason = "no reason given ($($_.Result))" })
                return
            }
            @{ Name = $_.ExpandedPath; Reason = $said }
        }
    }
)
@{ Passed = $passed; Failed = $failed; Skipped = $skipped; Failures = $failures } | ConvertTo-Json -Depth 4 | Set-Content $ReportPath
exit [int]($failed -gt 0)
