# examples/Fleet over three SSH servers of the test's own: own keys, free ports, loopback, and nothing of the system's.
Describe 'A fleet over SSH' {
    BeforeAll {
        . $PSScriptRoot/../Pester/common.ps1
        . $PSScriptRoot/../Pester/Servers.ps1
        $script = Join-Path $RepositoryRoot examples/Fleet/Test-SslFleet.ps1
        $found = @((Get-Command sshd -CommandType Application -ErrorAction Ignore).Source) +
            (Get-Item /usr/sbin/sshd -ErrorAction Ignore).FullName
        $sshd = $found | Where-Object { $_ } | Select-Object -First 1
        $trouble = if ($IsWindows) { 'needs the SSH server of Unix' }
        elseif (-not $sshd) { 'the program sshd is missing (package openssh-server; tools/interop-packages.txt)' }
        elseif (-not (Get-Command ssh -CommandType Application -ErrorAction Ignore)) {
            'the program ssh is missing (package openssh-client)'
        }
        elseif ((id -u) -eq '0' -and -not (Select-String -Path /etc/passwd -Pattern '^sshd:' -Quiet)) {
            'there is no user sshd (package openssh-server)'
        }
        Write-Information "  sshd: $($trouble ? $trouble : 'runs')" -InformationAction Continue
        if ($trouble) { return }
        $path = (New-Item (Join-Path $TestDrive fleet) -ItemType Directory).FullName
        if ((id -u) -eq '0' -and -not (Test-Path /run/sshd)) { $null = New-Item /run/sshd -ItemType Directory }
        ssh-keygen -q -t ed25519 -N '' -f $path/client
        Copy-Item $path/client.pub $path/authorized
        $machines = foreach ($i in 1..3) {
            ssh-keygen -q -t ed25519 -N '' -f "$path/host$i"
            $port = Get-ClosedPort
            Set-Content "$path/sshd$i" "ListenAddress 127.0.0.1", "Port $port", "HostKey $path/host$i",
                "AuthorizedKeysFile $path/authorized", 'StrictModes no', 'UsePAM no',
                'PasswordAuthentication no', 'PermitRootLogin prohibit-password', "PidFile $path/pid$i"
            $process = Start-Process $sshd -ArgumentList '-D', '-e', '-f',
                "$path/sshd$i" -PassThru -RedirectStandardError "$path/log$i" -RedirectStandardOutput "$path/out$i"
            Wait-Until { $process.HasExited -or (Select-String -Path "$path/log$i" -Pattern 'Server listening' -Quiet) } 'sshd to listen'
            if ($process.HasExited) { throw "sshd ended at once: $(Get-Content "$path/log$i" -Raw)" }
            [pscustomobject]@{ Name = "ssh://$(id -un)@127.0.0.1:$port"; Process = $process }
        }
        $pki = New-TestPki (Join-Path $path pki)
        $server = New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key
        $taker = Register-ObjectEvent $server PendingConnectionAvailable -Action {
            while ($taken = $Event.Sender.NextPendingConnection()) { $taken.DisconnectFromHost() }
        }
        $good = "localhost:$($server.ServerPort)"
        $common = @{
            Module = "$PackagePath/QSslModule.psd1"
            PowerShell = (Get-Command pwsh -CommandType Application | Select-Object -First 1).Source
            SshOption = '-F', 'none', '-i', "$path/client", '-o', 'StrictHostKeyChecking=no', '-o', "UserKnownHostsFile=$path/known", '-o',
                'IdentitiesOnly=yes', '-o', 'LogLevel=ERROR'
            Parameter = @{ CaCertificate = $pki.CaCertificate; WarningDays = 1; CriticalDays = 0; TimeoutSeconds = 20; ThrottleLimit = 200 }
        }
    }
    AfterAll {
        if ($trouble) { return }
        $taker | Remove-Job -Force
        $server | Stop-SslServer
        foreach ($machine in $machines) {
            if (-not $machine.Process.HasExited) { $machine.Process.Kill($true) }
            $machine.Process.WaitForExit(5000) | Out-Null
            $machine.Process.Dispose()
        }
    }
    BeforeEach { if ($trouble) { Set-ItResult -Skipped -Because $trouble } }

    It 'has a row for each target from each machine' {
        $reports = & $script -ComputerName $machines.Name -Target $good, "it's not a host" @common
        $reports.Count | Should -Be 6
        foreach ($machine in $machines.Name) {
            $own = $reports | Where-Object PSComputerName -EQ $machine
            $own.Status | Sort-Object | Should -Be Critical, Ok -Because ($own.Reason -join '; ')
        }
        @("$($reports | ConvertTo-SslReport Csv)" | ConvertFrom-Csv | Where-Object Status -EQ Ok).PSComputerName | Sort-Object |
            Should -Be ($machines.Name | Sort-Object)
    }

    It 'says of a machine that is not there that nothing is known from there' {
        $reports = & $script -ComputerName $machines[0].Name,
            "ssh://127.0.0.1:$(Get-ClosedPort)" -Target $good @common -WarningAction SilentlyContinue -WarningVariable said
        $reports.Status | Sort-Object | Should -Be Ok, Unknown
        "$said" | Should -Match 'ssh ended with 255'
        ($reports | ConvertTo-SslReport Nagios).ExitCode | Should -Be 3
    }

    It 'merges 3,000 reports, and loses one machine on the way' {
        $silent = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $silent.Start()
        try {
            # Ports that refuse at once, and one that says nothing: until then all of them test.
            $targets = @(1..998 | ForEach-Object {
                "127.0.0.$(1 + $_ % 250):$(1 + $_)"
            }) + $good + "127.0.0.1:$($silent.LocalEndpoint.Port)"
            $run = Start-ThreadJob {
                $with = $using:common
                & $using:script -ComputerName ($using:machines).Name -Target $using:targets @with
            }
            Wait-Until { $silent.Pending() } 'a machine to be in the middle of its tests' -TimeoutSeconds 60
            $machines[2].Process.Kill($true)
            $reports = $run | Receive-Job -Wait -AutoRemoveJob -WarningAction SilentlyContinue -WarningVariable said
            $reports.Count | Should -Be 3000
            "$said" | Should -Match ([regex]::Escape($machines[2].Name))
            foreach ($i in 0, 1) {
                $own = $reports | Where-Object PSComputerName -EQ $machines[$i].Name
                $own.Count | Should -Be 1000
                @($own | Where-Object Status -EQ Unknown).Count | Should -Be 0
                ($own | Where-Object Target -EQ $good).Status | Should -Be Ok
            }
            $lost = $reports | Where-Object PSComputerName -EQ $machines[2].Name
            $lost.Count | Should -Be 1000
            $lost.Status | Sort-Object -Unique | Should -Be Unknown
            $lost[0].Reason | Should -Match 'has not tested it: ssh ended with'
            ($reports | ConvertTo-SslReport Nagios).ExitCode | Should -Be 2
        }
        finally { $silent.Stop() }
    }
}
