# Hosts that are tried again, hosts that are spared, and how long the rest will take.
Describe 'Test-SslHost with retries and pauses' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $server = New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key
        $job = Register-ObjectEvent $server PendingConnectionAvailable -Action {
            while ($taken = $Event.Sender.NextPendingConnection()) { $taken.Dispose() }
        }
        $known = @{ CaCertificate = $pki.CaCertificate; WarningDays = 10; CriticalDays = 5; TimeoutSeconds = 10 }
        $good = "localhost:$($server.ServerPort)"
    }
    AfterAll {
        $job | Remove-Job -Force
        $server | Stop-SslServer
    }

    It 'tries a host again until it is there' {
        # A port that is free now, and has a server a moment later.
        $first = New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key
        $port = $first.ServerPort
        $first | Stop-SslServer
        (Test-SslHost "127.0.0.1:$port" @known).Status | Should -Be Unreachable
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$PackagePath/QSslModule.psd1'; Test-SslHost 127.0.0.1:$port " +
                "-CaCertificate '$($pki.CaCertificate)' -WarningDays 10 -CriticalDays 5 -RetryCount 100 -DelayMilliseconds 100")
            $running = $shell.BeginInvoke()
            $late = New-SslServer -Port $port -Certificate $pki.Good.Certificate -Key $pki.Good.Key
            try {
                while (-not $running.IsCompleted) {
                    while ($taken = $late.NextPendingConnection()) { $taken.Dispose() }
                    Start-Sleep -Milliseconds 10
                }
                $shell.EndInvoke($running).Status | Should -Be Ok
            }
            finally { $late | Stop-SslServer }
        }
        finally { $shell.Dispose() }
    }

    It 'waits before each further try and host, and gives up in the end' {
        $first = New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key
        $port = $first.ServerPort
        $first | Stop-SslServer
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        (Test-SslHost "127.0.0.1:$port" @known -RetryCount 3 -DelayMilliseconds 200).Status | Should -Be Unreachable
        $watch.ElapsedMilliseconds | Should -BeGreaterOrEqual 590
        $watch.Restart()
        (Test-SslHost $good, "127.0.0.1:$($server.ServerPort)", $good @known -DelayMilliseconds 300).Status | Should -Be Ok, Ok, Ok
        $watch.ElapsedMilliseconds | Should -BeGreaterOrEqual 590
    }

    It 'tells the total and the time left where all hosts are known' {
        $list = Join-Path $TestDrive hosts.txt
        Set-Content $list $good, '# none', "127.0.0.1:$($server.ServerPort)", "no-such-host.invalid:443"
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$PackagePath/QSslModule.psd1'; Test-SslHost -Path '$list' " +
                "-CaCertificate '$($pki.CaCertificate)' -DelayMilliseconds 1500")
            $shell.Invoke().Count | Should -Be 3
            $records = $shell.Streams.Progress | Where-Object RecordType -NE Completed
            $records.Count | Should -BeGreaterThan 1
            $records.Activity | ForEach-Object { $_ | Should -Match '^Testing hosts: [0-3] of 3 done$' }
            $records[-1].PercentComplete | Should -BeIn 33, 66, 100
            $records[-1].SecondsRemaining | Should -BeGreaterOrEqual 0
        }
        finally { $shell.Dispose() }
    }
}
