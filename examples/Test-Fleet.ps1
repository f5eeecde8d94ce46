#!/usr/bin/env pwsh
#Requires -Version 7.6
<#
.SYNOPSIS
    Tests many TLS hosts from several machines and writes one stream of reports.

.DESCRIPTION
    The machines are reached by PowerShell remoting over SSH. Each tests its share of the targets with its own Test-SslHost, batch
    by batch. When a machine is lost, the others test what it has not finished. With -FromEach, each machine tests all targets,
    so that you see what each of them sees.

    Each report has the machine's name in PSComputerName. The same target tested from two machines is two reports, also for
    Compare-SslReport and ConvertTo-SslReport. A target that no machine could test is written with the status Unknown.

.PARAMETER Target
    What Test-SslHost takes: host:port, a URI, or an object with HostName, Port, StartTls and PeerName.

.PARAMETER Machine
    The machines, as New-PSSession -HostName takes them: name, user@name, or an alias of your ssh_config.

.PARAMETER Parameters
    More parameters for Test-SslHost, such as @{ TimeoutSeconds = 5; WarningDays = 30 }. Paths are those of the machines.

.PARAMETER SshOptions
    Options of ssh, as New-PSSession -Options takes them, for every machine; or by machine: @{ 'name' = @{ Port = 2222 } }.

.PARAMETER Module
    The module's name or its path on the machines. Default: QSslModule.

.PARAMETER BatchSize
    How many targets are tested at a time. Default: 200. The unfinished batch of a lost machine is tested again.

.PARAMETER FromEach
    Test all targets from each machine.

.EXAMPLE
    Get-Content hosts.txt | ./Test-Fleet.ps1 -Machine eu1, us1, ap1 | Export-SslReport fleet.html
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory, ValueFromPipeline)] [object[]] $Target,
    [Parameter(Mandatory)] [string[]] $Machine,
    [hashtable] $Parameters = @{},
    [hashtable] $SshOptions = @{},
    [string] $Module = 'QSslModule',
    [ValidateRange(1, 100000)] [int] $BatchSize = 200,
    [switch] $FromEach
)

begin {
    $targets = [System.Collections.Generic.List[object]]::new()
}
process {
    $targets.AddRange($Target)
}
end {
    # One machine, in a process of its own: a connection that breaks can end the PowerShell that has it.
    $work = {
        param($name, $options, $module, $parameters, $batches)
        $ErrorActionPreference = 'Stop'
        # A machine that asks a question would wait for an answer without an end.
        $session = New-PSSession -HostName $name -Options (@{ BatchMode = 'yes' } + $options) -ConnectingTimeout 30000
        foreach ($batch in $batches) {
            # As text: an object is told whole, however many processes it passes.
            $reports = Invoke-Command -Session $session -ScriptBlock {
                Import-Module $using:module
                $settings = $using:parameters
                # A target that is not valid has a report of its own, too.
                ($using:batch).Targets | Test-SslHost @settings -ErrorAction SilentlyContinue |
                    ForEach-Object { [System.Management.Automation.PSSerializer]::Serialize($_, 4) }
            }
            @{ Id = $batch.Id; Reports = [string[]]$reports }
        }
    }

    $Machine = $Machine | Select-Object -Unique
    $batches = for ($at = 0; $at -lt $targets.Count; $at += $BatchSize) {
        @{ Id = $at; Targets = $targets.GetRange($at, [Math]::Min($BatchSize, $targets.Count - $at)).ToArray() }
    }
    $left = @{}
    for ($i = 0; $i -lt $Machine.Count; $i++) {
        $left[$Machine[$i]] = @($FromEach ? $batches : ($batches | Where-Object { ($_.Id / $BatchSize) % $Machine.Count -eq $i }))
    }
    $standing = [System.Collections.Generic.List[string]]::new($Machine)
    $jobs = @{}
    try {
        while ($standing.Count -gt 0 -and ($standing | Where-Object { $left[$_].Count -gt 0 })) {
            foreach ($name in $standing | Where-Object { $left[$_].Count -gt 0 }) {
                $options = $SshOptions.ContainsKey($name) ? $SshOptions[$name] : $SshOptions
                $jobs[$name] = Start-Job $work -ArgumentList $name, $options, $Module, $Parameters, $left[$name]
            }
            while ($jobs.Count -gt 0) {
                $null = Wait-Job @($jobs.Values) -Any -Timeout 1
                foreach ($name in @($jobs.Keys)) {
                    $job = $jobs[$name]
                    $ended = $job.State -notin 'NotStarted', 'Running'
                    foreach ($done in Receive-Job $job -ErrorAction SilentlyContinue) {
                        $left[$name] = @($left[$name] | Where-Object Id -NE $done.Id)
                        foreach ($text in $done.Reports) {
                            $report = [System.Management.Automation.PSSerializer]::Deserialize($text)
                            $report | Add-Member NoteProperty PSComputerName $name -Force -PassThru
                        }
                    }
                    if (-not $ended) { continue }
                    if ($left[$name].Count -gt 0) {
                        $null = $standing.Remove($name)
                        $reason = $job.ChildJobs.JobStateInfo.Reason.Message
                        Write-Error "The machine '$name' was lost with $($left[$name].Targets.Count) targets to test: $reason" -TargetObject $name
                    }
                    Remove-Job $job -Force
                    $jobs.Remove($name)
                }
            }
            if ($FromEach) { break }
            # What lost machines have left goes round among the others.
            $orphans = @($Machine | Where-Object { $_ -notin $standing } | ForEach-Object { $left[$_]; $left[$_] = @() })
            for ($i = 0; $i -lt $orphans.Count; $i++) {
                $name = $standing.Count -gt 0 ? $standing[$i % $standing.Count] : $Machine[0]
                $left[$name] += , $orphans[$i]
            }
        }
        foreach ($name in $Machine) {
            foreach ($untested in $left[$name].Targets) {
                $label = $untested -is [string] ? $untested : ($untested.Target ?? "$($untested.HostName):$($untested.Port)".TrimEnd(':'))
                [pscustomobject]@{
                    Target = $label; Status = 'Unknown'; PSComputerName = $FromEach ? $name : ''
                    Reason = @($FromEach ? "The machine '$name' could not test it." : 'No machine could test it.')
                }
            }
        }
    }
    finally {
        $jobs.Values | Remove-Job -Force
    }
}
