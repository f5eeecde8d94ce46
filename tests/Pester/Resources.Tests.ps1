# What is left behind: nothing.
Describe 'Resources' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $trouble = @(Get-OpenSslTrouble; Get-HandleTrouble) | Select-Object -First 1
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $identity = @{ Certificate = $pki.Good.Certificate; Key = $pki.Good.Key }

        # In a function of its own: no variable of the test keeps one of them.
        function Connect-Abandoned {
            param([int] $Count, [int] $Port)

            [System.WeakReference[]]$seen = foreach ($i in 1..$Count) {
                [System.WeakReference]::new((Connect-SslHost localhost $Port -CaCertificate $pki.CaCertificate -TimeoutSeconds 10))
            }
            , $seen
        }
    }
    BeforeEach { if ($trouble) { Set-ItResult -Skipped -Because $trouble } }

    It 'are freed when 100 connected sockets are abandoned' {
        $server = New-SslServer @identity
        try {
            Connect-SslHost localhost $server.ServerPort -CaCertificate $pki.CaCertificate | ForEach-Object Dispose
            while ($server.HasPendingConnections) { $server.NextPendingConnection().Dispose() }
            $before = Get-SocketHandleCount
            $abandoned = Connect-Abandoned 10 $server.ServerPort
            foreach ($round in 1..9) {
                $abandoned += Connect-Abandoned 10 $server.ServerPort
                # The other ends live in this process, too.
                while ($server.HasPendingConnections) { $server.NextPendingConnection().Dispose() }
            }
            $abandoned.Count | Should -Be 100
            Wait-Until {
                while ($server.HasPendingConnections) { $server.NextPendingConnection().Dispose() }
                [System.GC]::Collect()
                [System.GC]::WaitForPendingFinalizers()
                # The engine may keep the last output of a pipeline in a temporary.
                @($abandoned | Where-Object IsAlive).Count -le 2 -and (Get-SocketHandleCount) -le $before + 2
            } 'the sockets to be collected' -TimeoutSeconds 20
        }
        finally { $server | Stop-SslServer }
    }

    It 'are freed when sockets are removed in the middle of everything' {
        $silent = Start-FaultyServer Silent
        try {
            $before = Get-SocketHandleCount
            $sockets = 1..20 | ForEach-Object { Connect-SslHost localhost $silent.Port -NoWait }
            $sockets | Remove-SslSocket
            Wait-Until { (Get-SocketHandleCount) -le $before } 'the sockets to be closed'
        }
        finally { $silent.Dispose() }
    }
}
