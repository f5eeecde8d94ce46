# Events: as actions of Register-ObjectEvent, as script blocks that answer, and as names that do not lie.
Describe 'Events' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $trouble = Get-OpenSslTrouble
        $pki = New-TestPki (Join-Path $TestDrive pki)
        if (-not $trouble) {
            $good = Start-OpenSslServer $pki.Good $pki.Path
            $selfSigned = Start-OpenSslServer $pki.SelfSigned $pki.Path
        }
        $silent = Start-FaultyServer Silent
    }
    BeforeEach {
        if ($trouble) { Set-ItResult -Skipped -Because $trouble }
        $socket = New-SslSocket -CaCertificate $pki.CaCertificate
        $seen = [System.Collections.Generic.List[object]]::new()
    }
    AfterEach {
        Get-EventSubscriber | Unregister-Event
        Get-Job | Remove-Job -Force
        Get-Event | Remove-Event
        ${socket}?.Dispose()
    }
    AfterAll { $good, $selfSigned | Stop-OpenSslServer; $silent.Dispose() }

    It 'runs an action of Register-ObjectEvent while a cmdlet waits' {
        $null = Register-ObjectEvent $socket Connected -MessageData $seen -Action { $Event.MessageData.Add([DateTime]::UtcNow) }
        $null = Connect-SslHost localhost $silent.Port -InputObject $socket -TimeoutSeconds 2 -ErrorAction SilentlyContinue
        $ended = [DateTime]::UtcNow
        $seen.Count | Should -Be 1
        # Well before the wait was over, not after it.
        ($ended - $seen[0]).TotalSeconds | Should -BeGreaterThan 0.5
    }

    It 'lets a timer tick while a cmdlet waits' {
        $timer = [System.Timers.Timer]::new(50)
        try {
            $null = Register-ObjectEvent $timer Elapsed -MessageData $seen -Action { $Event.MessageData.Add(1) }
            $timer.Start()
            Connect-SslHost localhost $silent.Port -TimeoutSeconds 1.5 -ErrorAction SilentlyContinue
            $seen.Count | Should -BeGreaterThan 4
        }
        finally { $timer.Dispose() }
    }

    It 'drives the socket in the background for a listener' {
        $null = Register-ObjectEvent $socket Encrypted -SourceIdentifier ready
        $socket.ConnectToHostEncrypted('localhost', $good.Port)
        Wait-Event ready -Timeout 10 | Should -Not -BeNullOrEmpty
        $socket.IsEncrypted | Should -BeTrue
    }

    It 'gives the facts of the moment and their order' {
        foreach ($name in 'HostFound', 'Connected', 'Encrypted', 'StateChanged') { $null = Register-ObjectEvent $socket $name }
        $null = Connect-SslHost localhost $good.Port -InputObject $socket -TimeoutSeconds 10
        Wait-Until { @(Get-Event).Count -ge 6 } 'all events to arrive'
        $events = Get-Event | Sort-Object { $_.SourceEventArgs.Sequence }
        @($events.SourceEventArgs | Where-Object {
            $_ -is [QSslCore.StateChangedEventArgs]
        }).SocketState | Should -Be HostLookupState, ConnectingState, ConnectedState
        $events[-1].SourceEventArgs.Timestamp | Should -BeGreaterThan ([DateTimeOffset]::UtcNow.AddMinutes(-1))
        ($events.SourceEventArgs.Sequence | Group-Object | Where-Object Count -GT 1) | Should -BeNullOrEmpty
    }

    It 'asks a script block about the errors, and takes its answer' {
        $socket.add_SslErrors({ param($from, $what)
                $seen.Add($what.Errors.Error)
                if ($what.Errors.Count -eq 1 -and $what.Errors[0].Error -eq 'SelfSignedCertificate') { $from.IgnoreSslErrors() }
            })
        $connected = Connect-SslHost localhost $selfSigned.Port -InputObject $socket -TimeoutSeconds 10
        $connected.IsEncrypted | Should -BeTrue
        $seen | Should -Be SelfSignedCertificate
    }

    It 'takes silence for a no' {
        $socket.add_SslErrors({ $seen.Add(1) })
        $record = $null
        Connect-SslHost localhost $selfSigned.Port -InputObject $socket -TimeoutSeconds 10 -ErrorAction SilentlyContinue `
            -ErrorVariable record | Should -BeNullOrEmpty
        ($record | Get-Summary).Id | Should -Be SslSelfSignedCertificate
        $seen.Count | Should -Be 1
    }

    It 'calls script blocks in order, on the pipeline thread' {
        $here = [System.Environment]::CurrentManagedThreadId
        $socket.add_Connected({ $seen.Add("connected $([System.Environment]::CurrentManagedThreadId)") })
        $socket.add_Encrypted({ $seen.Add("encrypted $([System.Environment]::CurrentManagedThreadId)") })
        $null = Connect-SslHost localhost $good.Port -InputObject $socket -TimeoutSeconds 10
        $seen | Should -Be "connected $here", "encrypted $here"
    }

    It 'makes an error of a script block that throws' {
        $socket.add_Encrypted({ throw 'the handler broke' })
        $record = $null
        Connect-SslHost localhost $good.Port -InputObject $socket -TimeoutSeconds 10 -ErrorAction SilentlyContinue -ErrorVariable record |
            Should -BeNullOrEmpty
        # The engine reports what was thrown, and the cmdlet what became of the connection.
        ($record | Get-Summary).Id | Should -Contain SslHandlerFailed
        "$record" | Should -Match 'the handler broke'
    }

    It 'lets a script block talk' {
        $socket.add_Encrypted({ param($from) $null = $from.Write("ready`n") })
        $null = Connect-SslHost localhost $good.Port -InputObject $socket -TimeoutSeconds 10
        $socket | Receive-SslData -Line -TimeoutSeconds 10 | Should -Be ydaer
    }

    It 'answers as a property, where a name is also an event: <Name>' -TestCases @(
        @{ Name = 'Connected'; Before = $false; After = $true }
        @{ Name = 'Encrypted'; Before = $false; After = $true }
        @{ Name = 'Disconnected'; Before = $true; After = $false }
        @{ Name = 'ReadyRead'; Before = $false; After = $false }
        @{ Name = 'HostFound'; Before = $false; After = $true }
        @{ Name = 'ErrorOccurred'; Before = $false; After = $false }
    ) {
        $socket.$Name | Should -Be $Before
        $null = Connect-SslHost localhost $good.Port -InputObject $socket -TimeoutSeconds 10
        $socket.$Name | Should -Be $After
    }

    It 'has the errors under the name of their event' {
        $null = Connect-SslHost localhost $selfSigned.Port -InputObject $socket -SkipCertificateCheck -TimeoutSeconds 10
        $socket.SslErrors.Error | Should -Be SelfSignedCertificate
    }

    It 'has no event that reads as nothing' {
        foreach ($type in 'QSslCore.QSslSocket', 'QSslCore.QSslServer') {
            $thing = ($type -as [type])::new()
            foreach ($name in ($type -as [type]).GetEvents().Name) {
                $thing.PSObject.Properties[$name] | Should -Not -BeNullOrEmpty -Because "$type.$name"
            }
            $thing.Dispose()
        }
    }
}
