# The example of docs/howto/fleet.md with three machines: three sshd of OpenSSH on loopback, each with keys and a port of its own.
Describe 'A fleet' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1

        $fleet = Join-Path $RepositoryRoot examples/Test-Fleet.ps1
        $sshd = @((Get-Command sshd -CommandType Application -ErrorAction Ignore).Source) + '/usr/sbin/sshd' | Where-Object { $_ -and (Test-Path $_) } | Select-Object -First 1
        $trouble = if ($IsWindows) { 'the test starts sshd as Unix does' }
        elseif (-not $sshd) { 'the program sshd is missing (package openssh-server)' }
        elseif (-not (Get-Command ssh -CommandType Application -ErrorAction Ignore)) { 'the program ssh is missing (package openssh-client)' }

        function Start-Machine {
            param([string] $Name, [string] $Path)

            $port = Get-ClosedPort
            $null = New-Item $Path -ItemType Directory -Force
            ssh-keygen -q -t ed25519 -N '' -f $Path/host
            $shell = '"{0}"' -f (Get-Process -Id $PID).Path
            # A PowerShell that is a .NET tool is run by dotnet.
            if ((Split-Path (Get-Process -Id $PID).Path -LeafBase) -eq 'dotnet') { $shell += " `"$PSHOME/pwsh.dll`"" }
            # sshd gives its children no environment: a PowerShell that came as a .NET tool looks for the runtime there.
            $environment = Get-ChildItem Env:DOTNET_ROOT, Env:PATH, Env:HOME -ErrorAction Ignore | ForEach-Object { "`"$($_.Name)=$($_.Value)`"" }
            Set-Content $Path/sshd_config @"
ListenAddress 127.0.0.1:$port
HostKey $Path/host
PidFile none
AuthorizedKeysFile $TestDrive/user.pub
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
SetEnv $($environment -join ' ')
Subsystem powershell $shell -sshs -NoLogo -NoProfile
"@
            $process = Start-Process $sshd -ArgumentList '-D', '-e', '-f', "$Path/sshd_config" -PassThru -RedirectStandardError $Path/log -RedirectStandardOutput $Path/out
            try { Wait-Until { $process.HasExited -or (Test-Connection 127.0.0.1 -TcpPort $port -Quiet) } "sshd on port $port" }
            catch { $process.Kill(); throw }
            if ($process.HasExited) { throw "sshd did not start: $(Get-Content $Path/log -Raw)" }
            [pscustomobject]@{ Name = $Name; Port = $port; Process = $process; Path = $Path }
        }

        # sshd's children serve the connections; they are ended with it.
        function Stop-Machine {
            param([Parameter(ValueFromPipeline)] [object] $Machine)

            process {
                if (-not $Machine.Process.HasExited) { $Machine.Process.Kill($true) }
                $Machine.Process.WaitForExit()
            }
        }

        if (-not $trouble) {
            $pki = New-TestPki (Join-Path $TestDrive pki)
            $server = New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key
            ssh-keygen -q -t ed25519 -N '' -f $TestDrive/user
            # sshd, started by root, wants this folder.
            if ((id -u) -eq '0') { $null = New-Item /run/sshd -ItemType Directory -Force }
            $machines = 'north', 'south', 'west' | ForEach-Object { Start-Machine $_ (Join-Path $TestDrive $_) }
            $options = @{}
            foreach ($machine in $machines) {
                $options[$machine.Name] = @{
                    HostName = '127.0.0.1'; Port = $machine.Port; IdentityFile = "$TestDrive/user"; IdentitiesOnly = 'yes'
                    UserKnownHostsFile = '/dev/null'; StrictHostKeyChecking = 'no'; LogLevel = 'ERROR'
                }
            }
            $settings = @{ SshOptions = $options; Module = "$PackagePath/QSslModule.psd1"; Parameters = @{ CaCertificate = $pki.CaCertificate; WarningDays = 10; CriticalDays = 5 } }
        }
        # Targets that differ: one server, verified by its name, seen as so many services.
        function New-Target {
            param([int] $Count)

            1..$Count | ForEach-Object { [pscustomobject]@{ HostName = 'localhost'; Port = $server.ServerPort; PeerName = 'localhost'; Proxy = ''; Number = $_ } }
        }
    }
    BeforeEach { if ($trouble) { Set-ItResult -Skipped -Because $trouble } }
    AfterAll {
        $machines | Stop-Machine
        $server | Stop-SslServer
    }

    It 'tests the same target from each machine, and keeps the reports apart' {
        $reports = "localhost:$($server.ServerPort)" | & $fleet -Machine north, south, west -FromEach @settings
        $reports.Status | Should -Be Ok, Ok, Ok
        $reports.PSComputerName | Sort-Object | Should -Be north, south, west
        $cases = [xml](($reports | ConvertTo-SslReport JUnit) -join "`n")
        $cases.SelectNodes('//testcase').Count | Should -Be 3
        Compare-SslReport $reports ($reports | Where-Object PSComputerName -NE south) | ForEach-Object Kind | Should -Be TargetRemoved
    }

    It 'spreads 3,000 targets, loses a machine on the way, and misses none' {
        $targets = New-Target 3000
        $seen = 0
        $reports = $targets | & $fleet -Machine north, south, west -BatchSize 100 @settings -ErrorAction SilentlyContinue -ErrorVariable lost | ForEach-Object {
            if (++$seen -eq 1) { $machines | Where-Object Name -EQ west | Stop-Machine }
            $_
        }
        $reports.Count | Should -Be 3000
        $reports | Group-Object Status | ForEach-Object Name | Should -Be Ok
        $lost | Where-Object TargetObject -EQ west | Should -Not -BeNullOrEmpty
        $reports | Group-Object PSComputerName | ForEach-Object Name | Should -Contain north
    }

    It 'says what no machine could test' {
        $reports = New-Target 3 | & $fleet -Machine west @settings -ErrorAction SilentlyContinue -ErrorVariable lost
        $reports.Status | Should -Be Unknown, Unknown, Unknown
        $lost.Count | Should -BeGreaterThan 0
        $reports | ConvertTo-SslReport Nagios | Should -Match 'UNKNOWN'
    }
}
