# Runs a Pester suite in this process and writes its outcome as JSON: what a suite needs to be counted and explained.
# Several places of tests are separated as those of PATH are.
param(
    [Parameter(Mandatory)] [string] $PesterPath,
    [Parameter(Mandatory)] [string] $TestPath,
    [Parameter(Mandatory)] [string] $ReportPath
)
# The tests run with the preferences that a user has: an error of a cmdlet does not stop them.
Import-Module $PesterPath -ErrorAction Stop

$configuration = New-PesterConfiguration
$configuration.Run.Path = $TestPath -split [IO.Path]::PathSeparator
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$configuration.Output.RenderMode = 'Plaintext'
$run = Invoke-Pester -Configuration $configuration

# A file that cannot be read and a clean-up that throws fail without failing a test: each is a failure of its own.
$failed = $run.FailedCount + $run.FailedContainersCount + @($run.FailedBlocks | Where-Object FailedCount -EQ 0).Count
@{
    Passed = $run.PassedCount
    Failed = $failed
    Skipped = @($run.Tests | Where-Object Result -In Skipped, Inconclusive, NotRun | ForEach-Object {
            # Set-ItResult -Because leaves its sentence as the test's error record.
            $said = $_.ErrorRecord.Count -gt 0 ? $_.ErrorRecord[0].Exception.Message -replace '^is (skipped|inconclusive),? ?(because )?' : ''
            @{ Name = $_.ExpandedPath; Reason = $said ? $said : "no reason given ($($_.Result))" }
        })
} | ConvertTo-Json -Depth 4 | Set-Content $ReportPath
exit [int]($failed -gt 0)
