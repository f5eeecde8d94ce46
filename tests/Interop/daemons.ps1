# Dot-sourced after common.ps1 and Servers.ps1 of tests/Pester: daemons of the system as the other end, on free ports of
# loopback, each with directories of its own. A daemon is a script in Daemons/ that gives a table:
#   Package    what brings it              Programs   what must be there, by path or name
#   User       whom it runs as; root when it needs that to start, and gives it up itself
#   Protocols  what it speaks, in the words of -StartTls; '' is TLS from the first byte
#   Prepare    writes its files; $_ has Path, User, Certificate, Key, Ca, Name, Port (protocol -> port)
#   Ready      protocol -> what to ask without TLS, and what it answers once it serves: a port is open before that
#   Command    program and arguments
#   Check      protocol -> what to say over TLS, and what it answers to that

function Get-DaemonName { (Get-ChildItem $PSScriptRoot/Daemons/*.ps1).BaseName }

function Get-Daemon {
    param([Parameter(Mandatory)] [string] $Name)

    & (Join-Path $PSScriptRoot "Daemons/$Name.ps1")
}

# Why a daemon cannot run here; nothing when it can.
function Get-DaemonTrouble {
    param([Parameter(Mandatory)] [object] $Daemon)

    if (-not $IsLinux) { 'the daemons are Debian''s' }
    elseif ((id -u) -ne '0') { 'whoever starts daemons as somebody else must be root' }
    else {
        foreach ($program in @($Daemon.Programs) + 'setpriv') {
            if (-not (Get-Command $program -CommandType Application -ErrorAction Ignore)) {
                return "the program $program is missing (package $($Daemon.Package); tools/interop-packages.txt)"
            }
        }
        if ($Daemon.User -and -not (Select-String -Path /etc/passwd -Pattern "^$($Daemon.User):" -Quiet)) {
            "there is no user $($Daemon.User) (package $($Daemon.Package))"
        }
    }
}

# Runs a program to its end as a user, and throws what it said when it fails.
function Invoke-UserProgram {
    param([string] $User, [string[]] $Command)

    $prefix = $User ? @('setpriv', "--reuid=$User", "--regid=$(id -g $User)", '--clear-groups', '--') : @()
    $program, $rest = @($prefix) + $Command
    $said = & $program @rest 2>&1
    if ($LASTEXITCODE -ne 0) { throw "$($Command -join ' ') ended with ${LASTEXITCODE}: $($said -join "`n")" }
}

function Start-Daemon {
    param([Parameter(Mandatory)] [object] $Daemon, [Parameter(Mandatory)] [object] $Identity, [Parameter(Mandatory)] [string] $Authority,
        [Parameter(Mandatory)] [string] $Path)

    $null = New-Item $Path -ItemType Directory -Force
    $facts = [pscustomobject]@{
        Path = $Path; User = $Daemon.User; Ca = "$Path/ca.pem"; Certificate = "$Path/cert.pem"; Key = "$Path/key.pem"; Port = @{}
    }
    Copy-Item $Identity.Certificate $facts.Certificate
    Copy-Item $Identity.Key $facts.Key
    Copy-Item $Authority $facts.Ca
    foreach ($protocol in $Daemon.Protocols) { $facts.Port[$protocol] = Get-ClosedPort }
    # Whoever the daemon becomes must find the way here.
    for ($folder = $Path; $folder -and $folder -ne '/'; $folder = Split-Path $folder) { chmod a+x $folder }
    $facts | ForEach-Object -Process $Daemon.Prepare
    chmod 600 $facts.Key
    if ($Daemon.User) { chown -R "$($Daemon.User):$(id -g $Daemon.User)" $Path }
    if ($Daemon.Initialize) {
        foreach ($command in & $Daemon.Initialize $facts) { Invoke-UserProgram $Daemon.User $command }
    }

    $command = @($facts | ForEach-Object -Process $Daemon.Command)
    if ($Daemon.User) {
        $command = @('setpriv', "--reuid=$($Daemon.User)", "--regid=$(id -g $Daemon.User)", '--clear-groups', '--') + $command
    }
    $start = @{
        FilePath = $command[0]; ArgumentList = $command[1..($command.Count - 1)]; WorkingDirectory = $Path; PassThru = $true
        RedirectStandardOutput = "$Path/stdout"
        RedirectStandardError = "$Path/stderr"
        Environment = $Daemon.Environment ? (& $Daemon.Environment $facts) : @{}
    }
    $server = [pscustomobject]@{ Port = $facts.Port; Process = Start-Process @start; Path = $Path }
    try {
        foreach ($protocol in $Daemon.Protocols) { Wait-Ready $server.Process $facts.Port[$protocol] @($Daemon.Ready[$protocol]) }
    }
    catch {
        $server | Stop-Daemon
        $log = Get-ChildItem $Path -File -Recurse -Depth 1 | Where-Object FullName -Match 'log$|/log/|/stdout$|/stderr$' |
            Get-Content -Tail 20
        throw "$($Daemon.Package) did not start: $_. Its log ends with: $($log -join "`n")"
    }
    $server
}

# Every daemon here ends its children when it is asked to end.
function Stop-Daemon {
    param([Parameter(ValueFromPipeline)] [object] $Server)

    process {
        if ($null -eq $Server) { return }
        if (-not $Server.Process.HasExited) {
            kill -TERM $Server.Process.Id
            if (-not $Server.Process.WaitForExit(15000)) { $Server.Process.Kill($true) }
        }
        $Server.Process.Dispose()
    }
}
