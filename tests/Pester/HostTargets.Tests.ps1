# How Test-SslHost comes to TLS with what it is given, and how it flows: reports as they come, progress, and an end for good.
Describe 'Test-SslHost in a pipeline' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $web = New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key
        $job = Register-ObjectEvent $web PendingConnectionAvailable -Action { while ($taken = $Event.Sender.NextPendingConnection()) { $taken.Dispose() } }
        $mail = Start-StartTlsServer $pki.Good
        $silent = Start-FaultyServer Silent
        $known = @{ CaCertificate = $pki.CaCertificate; WarningDays = 10; CriticalDays = 5; TimeoutSeconds = 10 }
        $good = "localhost:$($web.ServerPort)"
    }
    AfterAll {
        $job | Remove-Job -Force
        $web | Stop-SslServer
        $mail, $silent | ForEach-Object Dispose
    }

    It 'comes to TLS as a URI says, with a port of its own and with the scheme''s' {
        $report = Test-SslHost "smtp://localhost:$($mail.Port)" @known
        $report.Status | Should -Be Ok -Because "$($report.Reason)"
        $report.StartTls | Should -Be smtp
        (Test-SslHost smtp://localhost $mail.Port @known).Status | Should -Be Ok
        $report = Test-SslHost smtp://no-such-host.invalid, imap://no-such-host.invalid, xmpp://no-such-host.invalid -Ordered -ErrorVariable failed
        $failed | Should -BeNullOrEmpty
        $report.Target | Should -Be no-such-host.invalid:25, no-such-host.invalid:143, no-such-host.invalid:5222
        $report.StartTls | Should -Be smtp, imap, xmpp-client
    }

    It 'begins with TLS where a port is known for that, whatever the scheme, and where nothing tells of plain text' {
        $reports = Test-SslHost smtp://no-such-host.invalid:465, http://no-such-host.invalid:8443, tcp://no-such-host.invalid:4711 -Ordered
        $reports.StartTls | Should -Be '', '', ''
        Test-SslHost ws://no-such-host.invalid -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        ($failed | Get-Summary).Id | Should -Be SslInvalidTarget
    }

    It 'takes a list of both kinds with Auto' {
        $reports = "https://$good", "smtp://localhost:$($mail.Port)", 'no-such-host.invalid:587', 'no-such-host.invalid:443' | Test-SslHost -StartTls Auto -Ordered @known
        $reports.StartTls | Should -Be '', smtp, smtp, ''
        $reports.Status | Should -Be Ok, Ok, Unreachable, Unreachable
    }

    It 'asks for the name to verify where the protocol names a host' {
        $server = New-SslServer -Certificate $pki.WrongName.Certificate -Key $pki.WrongName.Key -StartTls xmpp-client
        $socket = $null
        try {
            (Test-SslHost localhost $server.ServerPort -StartTls xmpp-client -PeerName other.example @known).Status | Should -Be Ok
            $socket = Connect-SslHost localhost $server.ServerPort -StartTls xmpp-client -PeerName other.example -CaCertificate $pki.CaCertificate -TimeoutSeconds 10
            $socket.StartTlsTranscript[0] | Should -Match "to='other.example'"
        }
        finally {
            if ($socket) { $socket.Dispose() }
            $server | Stop-SslServer
        }
    }

    It 'writes what is done while the next host is long in coming' {
        $seen = [System.Collections.Generic.List[object]]::new()
        $early = 0
        & {
            for ($i = 0; $i -lt 400 -and $seen.Count -eq 0; $i++) { $good; Start-Sleep -Milliseconds 20 }
            $script:early = $seen.Count
        } | Test-SslHost @known -ThrottleLimit 1000 | ForEach-Object { $seen.Add($_) }
        $script:early | Should -BeGreaterThan 0
        $seen.Status | Sort-Object -Unique | Should -Be Ok -Because "$($seen.Reason | Sort-Object -Unique)"
    }

    It 'shows progress also where hosts answer one after the other' {
        $shell = [powershell]::Create('NewRunspace')
        try {
            $null = $shell.AddScript("Import-Module '$PackagePath/QSslModule.psd1'; & { `$clock = [System.Diagnostics.Stopwatch]::StartNew(); while (`$clock.Elapsed.TotalSeconds -lt 2.5) { '$good'; Start-Sleep -Milliseconds 10 } } | Test-SslHost -CaCertificate '$($pki.CaCertificate)' -WarningDays 10")
            $found = [System.Management.Automation.PSDataCollection[psobject]]::new()
            $run = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $found)
            # Whoever waits here lets go of what the server takes.
            Wait-Until { $run.IsCompleted } 'the hosts to be tested' -TimeoutSeconds 30
            $found.Count | Should -BeGreaterThan 10
            $found.Status | Sort-Object -Unique | Should -Be Ok -Because "$($found.Reason | Sort-Object -Unique)"
            $shell.Streams.Progress.Count | Should -BeGreaterThan 1
            $shell.Streams.Progress[0].Activity | Should -Match 'Testing hosts: \d+ of \d+ done'
            $shell.Streams.Progress[-1].RecordType | Should -Be Completed
        }
        finally { $shell.Dispose() }
    }

    It 'leaves no connection behind when the first reports are enough, and none when an error ends it' {
        if (Get-HandleTrouble) { Set-ItResult -Skipped -Because (Get-HandleTrouble); return }
        $targets = @($good) + @("localhost:$($silent.Port)") * 20
        $before = Get-SocketHandleCount
        ($targets | Test-SslHost -CaCertificate $pki.CaCertificate -TimeoutSeconds 60 | Select-Object -First 1).Target | Should -Be $good
        Wait-Until { (Get-SocketHandleCount) -le $before } 'the sockets of the other hosts to be closed'
        { $targets + @('bad host:99999') | Test-SslHost -CaCertificate $pki.CaCertificate -TimeoutSeconds 60 -ErrorAction Stop } | Should -Throw -ErrorId 'SslInvalidTarget,*'
        Wait-Until { (Get-SocketHandleCount) -le $before } 'the sockets of all hosts to be closed'
    }

    It 'says what an object lacks whose host is empty' {
        [pscustomobject]@{ HostName = ''; Port = 443 } | Test-SslHost -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        ($failed | Get-Summary).Message | Should -Match 'nothing in'
    }
}
