# The library's warnings reach the cmdlet whose socket they are about, once for each socket, and no other cmdlet.
Describe 'Warnings' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $servers = 1..3 | ForEach-Object { New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key }
        $jobs = $servers | ForEach-Object {
            Register-ObjectEvent $_ PendingConnectionAvailable -Action {
                while ($taken = $Event.Sender.NextPendingConnection()) { $taken.Dispose() }
            }
        }
        $hosts = $servers | ForEach-Object { "localhost:$($_.ServerPort)" }
        $known = @{ CaCertificate = $pki.CaCertificate; TimeoutSeconds = 20 }
        $legacy = @{ Protocol = 'TlsV1_0OrLater' }
    }
    AfterAll {
        $jobs | Remove-Job -Force
        $servers | Stop-SslServer
    }

    It 'of a weak setting come once for each host, with its name' {
        $null = Test-SslHost $hosts @known @legacy -WarningVariable told -WarningAction SilentlyContinue
        $told.Count | Should -Be 3
        foreach ($name in $hosts) { @("$($told -match [regex]::Escape($name))").Count | Should -Be 1 }
        $told | Should -Match 'TlsV1_0OrLater is broken'
        # The same again: what the library keeps of a configuration must not keep the warning.
        $null = Test-SslHost $hosts @known @legacy -WarningVariable again -WarningAction SilentlyContinue
        $again.Count | Should -Be 3
        $null = Test-SslHost $hosts @known -WarningVariable none -WarningAction SilentlyContinue
        $none | Should -BeNullOrEmpty
    }

    It 'of a weak setting come once from each cmdlet that connects' {
        foreach ($round in 1..2) {
            $socket = Connect-SslHost $hosts[0] @known @legacy -WarningVariable told -WarningAction SilentlyContinue
            $told.Count | Should -Be 1 -Because "Connect-SslHost, round $round"
            $socket | Remove-SslSocket
            $null = Get-SslPeerChain $hosts[0] @known @legacy -WarningVariable told -WarningAction SilentlyContinue
            $told.Count | Should -Be 1 -Because "Get-SslPeerChain, round $round"
            $socket = Connect-SslHost $hosts[0] -NoEncryption
            $socket | Start-SslClientEncryption @known @legacy -PeerName localhost -ErrorAction Ignore -WarningVariable told `
                -WarningAction SilentlyContinue | Out-Null
            $told.Count | Should -BeLessOrEqual 1
            $socket | Remove-SslSocket
        }
    }

    It 'of a handshake in the background come from the cmdlet that waits for it' {
        $socket = Connect-SslHost $hosts[0] @known @legacy -NoWait -WarningVariable first -WarningAction SilentlyContinue
        $null = $socket | Wait-SslSocket Encrypted -WarningVariable second -WarningAction SilentlyContinue
        @($first + $second).Count | Should -Be 1
        $socket | Remove-SslSocket
    }

    It 'of a server come once, and not for each client' {
        $server = New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key @legacy -WarningVariable told `
            -WarningAction SilentlyContinue
        try {
            $told.Count | Should -Be 1
            $socket = Connect-SslHost localhost $server.ServerPort @known -WarningVariable none -WarningAction SilentlyContinue
            $taken = $server | Receive-SslConnection -WarningVariable received -WarningAction SilentlyContinue
            $none | Should -BeNullOrEmpty
            $received | Should -BeNullOrEmpty
            $socket, $taken | Remove-SslSocket
        }
        finally { $server | Stop-SslServer }
    }

    It 'do not come from another cmdlet that runs at the same time' {
        $module = (Get-Module QSslModule).Path
        $out = 0..7 | ForEach-Object -ThrottleLimit 8 -Parallel {
            Import-Module $using:module
            $known = $using:known
            $with = $_ % 2 ? $using:legacy : @{}
            $null = Test-SslHost $using:hosts @known @with -WarningVariable told -WarningAction SilentlyContinue
            [pscustomobject]@{ Legacy = [bool]($_ % 2); Count = $told.Count }
        }
        $out | Where-Object Legacy | ForEach-Object Count | Should -Be 3, 3, 3, 3
        $out | Where-Object Legacy -EQ $false | ForEach-Object Count | Should -Be 0, 0, 0, 0
    }

    It 'for misuse are not provoked by a host that ends the connection at once' {
        $closing = Start-FaultyServer Closing
        try {
            $report = 1..20 | ForEach-Object { "localhost:$($closing.Port)" } | Test-SslHost -TimeoutSeconds 10 -WarningVariable told
            $report.Status | Should -Not -Contain Ok
            $told | Should -BeNullOrEmpty
            $null = Connect-SslHost "localhost:$($closing.Port)" -ErrorAction Ignore -WarningVariable told
            $told | Should -BeNullOrEmpty
        }
        finally { $closing.Dispose() }
    }
}
