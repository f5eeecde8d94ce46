# Ctrl+C: a pipeline that waits ends at once and leaves no socket behind.
Describe 'A pipeline that is stopped' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $silent = Start-FaultyServer Silent
        $manifest = (Get-Module QSslModule).Path -replace '\.dll$' | ForEach-Object { Join-Path $PackagePath QSslModule.psd1 }

        # Runs the script in a runspace of its own, stops it while it waits, and tells how long that took.
        function Stop-Waiting {
            param([string] $Script)

            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript("Import-Module '$manifest'; `$port = $($silent.Port); " +
                    "[System.Environment]::SetEnvironmentVariable('SSL_TEST_STARTED', '1'); $Script")
                $env:SSL_TEST_STARTED = ''
                $run = $shell.BeginInvoke()
                Wait-Until { $env:SSL_TEST_STARTED -eq '1' } 'the script to start'
                # Ctrl+C may come at any moment of the wait; let it begin.
                Start-Sleep -Milliseconds 300
                $run.IsCompleted | Should -BeFalse
                $clock = [System.Diagnostics.Stopwatch]::StartNew()
                $stop = $shell.BeginStop($null, $null)
                $stop.AsyncWaitHandle.WaitOne(10000) | Should -BeTrue
                Wait-Until { $run.IsCompleted } 'the pipeline to end'
                [pscustomobject]@{ Seconds = $clock.Elapsed.TotalSeconds; State = $shell.InvocationStateInfo.State }
            }
            finally {
                $shell.Dispose()
                $env:SSL_TEST_STARTED = $null
            }
        }
    }
    AfterAll { $silent.Dispose() }

    It 'ends promptly in <Name>' -TestCases @(
        @{ Name = 'Connect-SslHost'; Script = 'Connect-SslHost localhost $port' }
        @{ Name = 'Connect-SslHost with many targets'; Script = '1..50 | ForEach-Object { "localhost:$port" } | Connect-SslHost' }
        @{ Name = 'Get-SslPeerChain'; Script = 'Get-SslPeerChain localhost -Port $port' }
        @{ Name = 'Receive-SslData'; Script = 'Connect-SslHost localhost $port -NoEncryption | Receive-SslData -Line' }
        @{ Name = 'Wait-SslSocket'; Script = 'Connect-SslHost localhost $port -NoEncryption | Wait-SslSocket -Until ReadyRead' }
        @{ Name = 'Receive-SslData -All'; Script = 'Connect-SslHost localhost $port -NoEncryption | Receive-SslData -All' }
        @{ Name = 'Watch-SslSocket'; Script = 'Connect-SslHost localhost $port -NoEncryption | Watch-SslSocket' }
        @{ Name = 'Start-SslClientEncryption'; Script = 'Connect-SslHost localhost $port -NoEncryption | Start-SslClientEncryption' }
        @{ Name = 'Receive-SslConnection'; Script = 'New-SslServer -NoEncryption | Receive-SslConnection -TimeoutSeconds 60' }
    ) {
        $outcome = Stop-Waiting $Script
        $outcome.State | Should -Be Stopped
        # A loose limit: it takes some milliseconds.
        $outcome.Seconds | Should -BeLessThan 3
    }

    It 'leaves no connection behind' {
        if (Get-HandleTrouble) { Set-ItResult -Skipped -Because (Get-HandleTrouble); return }
        $before = Get-SocketHandleCount
        $null = Stop-Waiting 'Connect-SslHost localhost $port'
        # The server of this test hangs up when its client does, so that both ends are gone.
        Wait-Until { (Get-SocketHandleCount) -le $before } 'the sockets to be closed'
    }

    It 'leaves neither a connection nor a thread behind, however often: <Name>' -TestCases @(
        @{ Name = 'Connect-SslHost'; Script = 'Connect-SslHost localhost $port -TimeoutSeconds 60' }
        @{
            Name = 'Receive-SslData'
            Script = '$socket = Connect-SslHost localhost $port -NoEncryption; ' +
                'try { $socket | Receive-SslData -Line -TimeoutSeconds 60 } finally { $socket.Dispose() }'
        }
        @{
            Name = 'Wait-SslSocket'
            Script = '$socket = Connect-SslHost localhost $port -NoEncryption; ' +
                'try { $socket | Wait-SslSocket ReadyRead -TimeoutSeconds 60 } finally { $socket.Dispose() }'
        }
        @{ Name = 'Get-SslHostProfile'; Script = '1..20 | ForEach-Object { "localhost:$port" } | Get-SslHostProfile -TimeoutSeconds 60' }
        @{ Name = 'Test-SslHost'; Script = '1..20 | ForEach-Object { "localhost:$port" } | Test-SslHost -TimeoutSeconds 60' }
    ) {
        if (Get-HandleTrouble) { Set-ItResult -Skipped -Because (Get-HandleTrouble); return }
        $space = [runspacefactory]::CreateRunspace()
        $space.Open()
        $rounds = [int]($env:SSL_TEST_STOPS ? $env:SSL_TEST_STOPS : 8)
        try {
            $shell = [powershell]::Create($space)
            $null = $shell.AddScript("Import-Module '$manifest'; `$port = $($silent.Port); " +
                "[System.Diagnostics.Process]::GetCurrentProcess().Threads.Count").Invoke()
            $shell.Dispose()
            foreach ($round in 0..$rounds) {
                $before = Get-SocketHandleCount
                $shell = [powershell]::Create($space)
                $run = $shell.AddScript($Script).BeginInvoke()
                Wait-Until { (Get-SocketHandleCount) -gt $before } 'a connection'
                $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(10000) | Should -BeTrue
                Wait-Until { $run.IsCompleted } 'the pipeline to end'
                $shell.InvocationStateInfo.State | Should -Be Stopped
                $shell.Dispose()
                Wait-Until { (Get-SocketHandleCount) -le $before } 'the sockets to be closed'
                # The first round starts what stays: the event loop, the name service, the pool.
                if ($round -eq 0) { $threads = [System.Diagnostics.Process]::GetCurrentProcess().Threads.Count }
            }
            # Threads of the pool come and go; one for each stopped pipeline would be more.
            Wait-Until {
                [System.Diagnostics.Process]::GetCurrentProcess().Threads.Count -lt $threads + [Math]::Max(6, $rounds / 4)
            } 'the threads to end' -TimeoutSeconds 30
        }
        finally {
            $space.Dispose()
        }
    }
}
