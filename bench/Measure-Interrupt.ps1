# Ctrl+C in cmdlets that wait for somebody who never answers: writes a line for each, its name and how many milliseconds
# it took from the stop to the end of the pipeline, each time.
param(
    [Parameter(Mandatory)] [string] $Manifest,
    [int] $Count = 20
)
$ErrorActionPreference = 'Stop'

$listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
$listener.Start(1000)
$port = $listener.LocalEndpoint.Port

# A runspace of its own, as a console has one; stopping it is what a console does on Ctrl+C.
$state = [initialsessionstate]::CreateDefault()
$state.ImportPSModule((Convert-Path $Manifest))
$runspace = [runspacefactory]::CreateRunspace($state)
$runspace.Open()
$runspace.SessionStateProxy.SetVariable('port', $port)

function Measure-Stop {
    param([string] $Script)

    $shell = [powershell]::Create($runspace)
    $started = [System.Threading.ManualResetEventSlim]::new()
    $runspace.SessionStateProxy.SetVariable('started', $started)
    $run = $shell.AddScript("`$started.Set(); $Script").BeginInvoke()
    $started.Wait()
    # It comes at any moment of the wait, not always in the same phase of it.
    Start-Sleep -Milliseconds (Get-Random -Minimum 60 -Maximum 260)
    if ($run.IsCompleted) { throw "'$Script' did not wait." }
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $null = $shell.BeginStop($null, $null)
    if (-not $run.AsyncWaitHandle.WaitOne(10000)) { throw "'$Script' did not end." }
    $clock.Elapsed.TotalMilliseconds
    $shell.Dispose()
}

$scripts = [ordered]@{
    'Connect-SslHost' = 'Connect-SslHost localhost $port'
    'Receive-SslData' = 'Connect-SslHost localhost $port -NoEncryption | Receive-SslData -Line'
    'Wait-SslSocket' = 'Connect-SslHost localhost $port -NoEncryption | Wait-SslSocket -Until ReadyRead'
    'Receive-SslConnection' = 'New-SslServer -NoEncryption | Receive-SslConnection -TimeoutSeconds 60'
}
try {
    foreach ($name in $scripts.Keys) {
        # The first one loads what the others use.
        $null = Measure-Stop $scripts[$name]
        $times = 1..$Count | ForEach-Object { (Measure-Stop $scripts[$name]).ToString('0.###', [cultureinfo]::InvariantCulture) }
        "$name $times"
    }
}
finally {
    $runspace.Dispose()
    $listener.Stop()
}
