<#
.SYNOPSIS
    Tests hosts from several machines over SSH, and merges the reports.
.DESCRIPTION
    Each machine tests all targets, by its own network and its own authorities. Each report has the machine in PSComputerName: the same
    target from two machines is two rows. A machine that is lost on the way has a row for each target, with the status Unknown.

    The machines need PowerShell 7.6 and QSslModule. The program ssh makes the connections, with the keys and settings that you have for it.
    It is a process of its own for each machine, so that a connection that breaks ends nothing else.
.EXAMPLE
    ./Test-SslFleet.ps1 -ComputerName web1, admin@db2 -Target (Get-Content hosts.txt) | Export-SslReport fleet.html
.EXAMPLE
    ./Test-SslFleet.ps1 web1, web2 www.example.org -Parameter @{ WarningDays = 20; StartTls = 'Auto' } | Where-Object Status -NE Ok
#>
[CmdletBinding()]
param(
    # The machines, as ssh takes them: name, user@name, ssh://user@name:port, or an alias of ~/.ssh/config.
    [Parameter(Mandatory, Position = 0)] [string[]] $ComputerName,
    # The hosts to test, as Test-SslHost takes them.
    [Parameter(Mandatory, Position = 1)] [string[]] $Target,
    # Parameters of Test-SslHost: numbers, texts and switches ($true). Paths are those of the machines.
    [hashtable] $Parameter = @{},
    # Options of ssh for all machines, such as -i key.
    [string[]] $SshOption = @(),
    # PowerShell and the module on the machines.
    [string] $PowerShell = 'pwsh',
    [string] $Module = 'QSslModule',
    # How many machines test at the same time.
    [ValidateRange(1, 1000)] [int] $ThrottleLimit = 20
)

$job = ConvertTo-Json @{ Target = $Target; Parameter = $Parameter; Module = $Module } -Depth 4 -Compress
# One line that reads its data from a text in quotation marks: nothing in a target is taken for a command.
# What comes back stands between marks, in letters of ASCII: a shell may say more, and in any encoding.
$line = "`$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'; " +
    "`$job = '$($job.Replace("'", "''"))' | ConvertFrom-Json -AsHashtable; Import-Module `$job.Module; `$with = `$job.Parameter; " +
    "`$text = `$job.Target | Test-SslHost @with -ErrorAction SilentlyContinue | ConvertTo-SslReport Json; " +
    "[Console]::Out.WriteLine('<<<' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes(`$text)) + '>>>'); exit 0`n"

$ComputerName | ForEach-Object -ThrottleLimit $ThrottleLimit -Parallel {
    $machine = $_
    $start = [System.Diagnostics.ProcessStartInfo]::new('ssh')
    # BatchMode: a question for a password would wait for ever. Alive: a machine that has gone is noticed within a minute.
    $options = '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=15', '-o', 'ServerAliveInterval=15', '-o', 'ServerAliveCountMax=3'
    $command = "$using:PowerShell -NoProfile -NonInteractive -Command -"
    foreach ($word in @($options) + $using:SshOption + '--' + $machine + $command) { $start.ArgumentList.Add($word) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $start.StandardInputEncoding = $start.StandardOutputEncoding = [System.Text.UTF8Encoding]::new($false)
    $why = ''
    $reports = @()
    try {
        $ssh = [System.Diagnostics.Process]::Start($start)
        try {
            $said = $ssh.StandardError.ReadToEndAsync()
            $text = $ssh.StandardOutput.ReadToEndAsync()
            try {
                $ssh.StandardInput.Write($using:line)
                $ssh.StandardInput.Close()
            }
            catch [System.IO.IOException] { Write-Verbose "${machine}: ssh has ended before it read what to do." }
            $ssh.WaitForExit()
            if ($ssh.ExitCode -ne 0) { $why = "ssh ended with $($ssh.ExitCode): $($said.Result.Trim())" }
            elseif ($text.Result -match '<<<([A-Za-z0-9+/=]+)>>>') {
                $reports = @([System.Text.Encoding]::UTF8.GetString([convert]::FromBase64String($Matches[1])) | ConvertFrom-Json)
            }
        }
        finally {
            # Ctrl+C comes here, too.
            if (-not $ssh.HasExited) { $ssh.Kill() }
            $ssh.Dispose()
        }
    }
    catch { $why = "$_" }
    if (-not $why -and $reports.Count -eq 0) { $why = 'it gave no report' }
    if ($why) {
        Write-Warning "${machine}: $why"
        $now = [datetime]::UtcNow
        $reports = foreach ($one in $using:Target) {
            [pscustomobject]@{
                Target = $one; Status = 'Unknown'; Reason = @("$machine has not tested it: $why"); Timestamp = $now; At = $now
            }
        }
    }
    foreach ($report in $reports) { $report | Add-Member PSComputerName $machine -Force -PassThru }
}
