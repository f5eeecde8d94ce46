# What cmdlets leave alone: exceptions of the commands that come after them. And what they make errors of: handlers that throw.
Describe 'A cmdlet in a pipeline' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $identity = New-SslCertificate localhost
        $trust = @{ CaCertificate = $identity.Certificate; TimeoutSeconds = 10 }
    }
    BeforeEach {
        $server = New-SslServer -Certificate $identity
        $target = "localhost:$($server.ServerPort)"
        $sockets = [System.Collections.Generic.List[object]]::new()
    }
    AfterEach {
        $sockets | Remove-SslSocket -ErrorAction Ignore
        $server | Stop-SslServer
    }

    It 'lets through what is thrown after it: <Name>' -TestCases @(
        @{
            Name = 'Connect-SslHost'
            Script = { Connect-SslHost $target @trust | ForEach-Object { $sockets.Add($_); throw 'not of this cmdlet' } }
        }
        @{
            Name = 'errors of Connect-SslHost'
            Script = { Connect-SslHost "localhost:$(Get-ClosedPort)" 2>&1 | ForEach-Object { throw 'not of this cmdlet' } }
        }
        @{ Name = 'Watch-SslSocket'; Script = {
                $sockets.Add(($socket = Connect-SslHost $target @trust -NoEncryption))
                $socket.StartClientEncryption()
                $socket | Watch-SslSocket -TimeoutSeconds 10 | ForEach-Object { throw 'not of this cmdlet' }
            }
        }
        @{ Name = 'Receive-SslData'; Script = {
                $sockets.Add(($socket = Connect-SslHost $target @trust))
                $sockets.Add(($peer = $server | Receive-SslConnection -TimeoutSeconds 10))
                $peer | Send-SslData x
                $socket | Receive-SslData -TimeoutSeconds 10 | ForEach-Object { throw 'not of this cmdlet' }
            }
        }
    ) {
        $ErrorActionPreference = 'Continue'
        { & $Script } | Should -Throw 'not of this cmdlet'
    }

    It 'makes an error of a script block that throws, and stays usable: <Name>' -TestCases @(
        @{
            Name = 'Receive-SslData'
            Listen = 'add_ReadyRead'
            Act = { $peer | Send-SslData x; $socket | Receive-SslData -Line -TimeoutSeconds 5 }
        }
        @{
            Name = 'Wait-SslSocket'
            Listen = 'add_ReadyRead'
            Act = { $peer | Send-SslData x; $socket | Wait-SslSocket ReadyRead -TimeoutSeconds 5 }
        }
        @{ Name = 'Disconnect-SslHost'; Listen = 'add_Disconnected'; Act = { $socket | Disconnect-SslHost -TimeoutSeconds 5 } }
        @{ Name = 'Disconnect-SslHost -Abort'; Listen = 'add_Disconnected'; Act = { $socket | Disconnect-SslHost -Abort } }
        @{ Name = 'Remove-SslSocket'; Listen = 'add_Disconnected'; Act = { $socket | Remove-SslSocket } }
        @{
            Name = 'Get-SslPeerChain -Disconnect'
            Listen = 'add_Disconnected'
            Act = { $socket | Get-SslPeerChain -Disconnect -TimeoutSeconds 5 }
        }
    ) {
        $sockets.Add(($socket = Connect-SslHost $target @trust))
        $sockets.Add(($peer = $server | Receive-SslConnection -TimeoutSeconds 10))
        $socket.$Listen({ throw 'the handler broke' })
        $records = @(& $Act 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
        ($records | Get-Summary).Id | Should -Contain SslHandlerFailed
        "$records" | Should -Match 'the handler broke'
        $records[0].TargetObject | Should -Be $socket
    }

    It 'makes an error of a script block that throws in the handshake: <Name>' -TestCases @(
        @{
            Name = 'Start-SslClientEncryption'
            Begin = { Connect-SslHost $target @trust -NoEncryption }
            Act = { $socket | Start-SslClientEncryption @trust }
        }
        @{
            Name = 'Approve-SslError'
            Begin = { Connect-SslHost $target -PauseOnSslErrors -TimeoutSeconds 10 }
            Act = { $socket | Approve-SslError -All }
        }
    ) {
        $sockets.Add(($socket = & $Begin))
        $socket.add_Encrypted({ throw 'the handler broke' })
        $records = @(& $Act 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
        ($records | Get-Summary).Id | Should -Contain SslHandlerFailed
    }

    It 'says that a handler, and not the network, has ended the connection' {
        $sockets.Add(($socket = New-SslSocket -CaCertificate $identity.Certificate))
        $socket.add_Encrypted({ $args[0].Abort() })
        $record = Connect-SslHost $target -InputObject $socket -TimeoutSeconds 10 2>&1
        ($record | Get-Summary).Id | Should -Be SslNotConnected
        "$record" | Should -Match 'closed on this side'
        ($record | Get-Summary).Advice | Should -Match 'handler'
    }

    It 'shows nothing of how it waits to who traces a script' {
        $script = "Import-Module '$PackagePath/QSslModule.psd1'; `$s = New-SslServer -NoEncryption; Set-PSDebug -Trace 1; " +
            "`$s | Receive-SslConnection -TimeoutSeconds 0.5 2>`$null"
        $trace = pwsh -NoProfile -NonInteractive -Command $script
        "$trace" | Should -Match 'Receive-SslConnection'
        "$trace" | Should -Not -Match 'foreach'
    }
}
