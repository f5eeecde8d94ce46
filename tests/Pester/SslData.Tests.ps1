# Send-SslData, Receive-SslData, Wait-SslSocket, Disconnect-SslHost and Remove-SslSocket, against a server that sends each
# line back reversed.
Describe 'The life of a connection' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $trouble = Get-OpenSslTrouble
        $pki = New-TestPki (Join-Path $TestDrive pki)
        if (-not $trouble) { $server = Start-OpenSslServer $pki.Good $pki.Path }

        # Two ends of one connection, both ours.
        function New-Pair {
            $listener = New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key
            $near = Connect-SslHost localhost $listener.ServerPort -CaCertificate $pki.CaCertificate -NoWait
            $far = $listener | Receive-SslConnection -TimeoutSeconds 10
            $near | Wait-SslSocket -Until Encrypted -TimeoutSeconds 10 | Out-Null
            [pscustomobject]@{ Near = $near; Far = $far; Server = $listener }
        }
    }
    BeforeEach {
        if ($trouble) { Set-ItResult -Skipped -Because $trouble }
        $pair = $socket = $null
    }
    AfterEach {
        if ($socket) { $socket.Dispose() }
        if ($pair) { $pair.Near.Dispose(); $pair.Far.Dispose(); $pair.Server.Dispose() }
    }
    AfterAll { $server | Stop-OpenSslServer }

    It 'is over for a socket that was removed, and is said to be: <Name>' -TestCases @(
        @{ Name = 'Send-SslData'; Command = { $socket | Send-SslData x } }
        @{ Name = 'Receive-SslData'; Command = { $socket | Receive-SslData -Line } }
        @{ Name = 'Receive-SslData -All'; Command = { $socket | Receive-SslData -All } }
        @{ Name = 'Wait-SslSocket'; Command = { $socket | Wait-SslSocket -Until ReadyRead } }
        @{ Name = 'Watch-SslSocket'; Command = { $socket | Watch-SslSocket } }
        @{ Name = 'Start-SslClientEncryption'; Command = { $socket | Start-SslClientEncryption } }
        @{ Name = 'Export-SslSession'; Command = { $socket | Export-SslSession (Join-Path $TestDrive removed.tls) } }
        @{ Name = 'Connect-SslHost'; Command = { $socket | Connect-SslHost localhost } }
        @{ Name = 'Approve-SslError'; Command = { $socket | Approve-SslError -All } }
        @{ Name = 'Deny-SslError'; Command = { $socket | Deny-SslError } }
    ) {
        $socket = Connect-SslHost localhost $server.Port -CaCertificate $pki.CaCertificate
        $socket | Remove-SslSocket
        $record = @(& $Command 2>&1)
        $record.Count | Should -Be 1
        ($record | Get-Summary).Id | Should -Be SslSocketDisposed
        "$record" | Should -Match 'was removed'
    }

    Context 'Send-SslData' {
        BeforeEach { if (-not $trouble) { $pair = New-Pair } }

        It 'sends <Name>' -TestCases @(
            @{ Name = 'text as UTF-8'; Data = 'Grüße'; With = @{}; Bytes = [byte[]](71, 114, 195, 188, 195, 159, 101) }
            @{
                Name = 'text in another encoding'
                Data = 'Grüße'
                With = @{ Encoding = 'latin1' }
                Bytes = [byte[]](71, 114, 252, 223, 101)
            }
            @{ Name = 'a line with CR LF'; Data = 'EHLO'; With = @{ Line = $true }; Bytes = [byte[]](69, 72, 76, 79, 13, 10) }
            @{ Name = 'bytes as they are'; Data = [byte[]](0, 255, 10); With = @{}; Bytes = [byte[]](0, 255, 10) }
            @{ Name = 'numbers as bytes'; Data = @(1, 2, 255); With = @{}; Bytes = [byte[]](1, 2, 255) }
            @{ Name = 'digits in a text as text'; Data = '12'; With = @{}; Bytes = [byte[]](49, 50) }
            @{
                Name = 'a line in UTF-16 with its end'
                Data = 'a'
                With = @{ Line = $true; Encoding = 'utf-16' }
                Bytes = [byte[]](97, 0, 13, 0, 10, 0)
            }
            @{ Name = 'text by a code page'; Data = 'ü'; With = @{ Encoding = 28591 }; Bytes = [byte[]](, 252) }
            @{ Name = 'an empty line'; Data = ''; With = @{ Line = $true }; Bytes = [byte[]](13, 10) }
        ) {
            $pair.Near | Send-SslData $Data @With | Should -BeNullOrEmpty
            $received = $pair.Far | Receive-SslData -Count $Bytes.Count -AsByteStream -TimeoutSeconds 10
            , $received | Should -BeOfType byte[]
            $received | Should -Be $Bytes
        }

        It 'sends what comes through the pipeline to a socket given by name' {
            'one', 'two' | Send-SslData -InputObject $pair.Near -Line
            $pair.Far | Receive-SslData -Count 10 -TimeoutSeconds 10 | Should -Be "one`r`ntwo`r`n"
        }

        It 'writes the socket when it is told to' {
            [object]::ReferenceEquals(($pair.Near | Send-SslData x -PassThru), $pair.Near) | Should -BeTrue
        }

        It 'sends a megabyte whole' {
            $data = [byte[]]::new(1MB)
            [System.Random]::new(7).NextBytes($data)
            # The other end reads in the background, since somebody listens.
            $job = Register-ObjectEvent $pair.Far ReadyRead -Action { }
            $pair.Near | Send-SslData $data -TimeoutSeconds 20
            $received = $pair.Far | Receive-SslData -Count $data.Count -AsByteStream -TimeoutSeconds 20
            $job | Remove-Job -Force
            [System.Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData($received)) |
                Should -Be ([System.Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData($data)))
        }

        It 'refuses <Name>' -TestCases @(
            @{ Name = 'a number that is no byte'; Data = @(1, 256) }
            @{ Name = 'an unknown encoding'; Data = 'x'; With = @{ Encoding = 'klingon' } }
            @{ Name = 'an encoding that .NET has put away'; Data = 'x'; With = @{ Encoding = 'utf-7' } }
            @{ Name = 'no encoding'; Data = 'x'; With = @{ Encoding = $null } }
            @{ Name = 'a SecureString, whose text would be the name of its class'; Data = [securestring]::new() }
        ) {
            $more = $With ? $With : @{}
            $record = $null
            $pair.Near | Send-SslData $Data @more -ErrorAction SilentlyContinue -ErrorVariable record
            ($record | Get-Summary).Category | Should -Be InvalidArgument
        }

        It 'says that a socket is not connected' {
            $record = $null
            New-SslSocket | Send-SslData x -ErrorAction SilentlyContinue -ErrorVariable record
            ($record | Get-Summary).Id | Should -Be SslNotConnected
        }
    }

    Context 'Receive-SslData' {
        BeforeEach { if (-not $trouble) { $pair = New-Pair } }

        It 'receives lines one by one, without their ends' {
            $pair.Near | Send-SslData "first`r`nsecond`nthird"
            $pair.Far | Receive-SslData -Line | Should -Be first
            $pair.Far | Receive-SslData -Line | Should -Be second
        }

        It 'receives an empty line as an empty text' {
            $pair.Near | Send-SslData '' -Line
            $pair.Far | Receive-SslData -Line | Should -Be ''
        }

        It 'receives up to the end of a pattern and no further' {
            $pair.Near | Send-SslData "250-A`r`n250 DONE`r`nrest"
            $pair.Far | Receive-SslData -Pattern '(?m)^250 .*\r\n' | Should -Be "250-A`r`n250 DONE`r`n"
            $pair.Far | Receive-SslData -Count 4 | Should -Be rest
        }

        It 'receives lines in UTF-16, whose bytes have line feeds in other places, too' {
            $first = "a$([char]0x010A)$([char]0x0A0A)"
            $first, 'second' | Send-SslData -InputObject $pair.Near -Line -Encoding utf-16
            $pair.Far | Receive-SslData -Line -Encoding utf-16 | Should -Be $first
            $pair.Far | Receive-SslData -Line -Encoding utf-16 | Should -Be second
        }

        It 'says at once that what was asked for does not fit into the limit of the socket: <Name>' -TestCases @(
            @{ Name = '-Line'; With = @{ Line = $true } }
            @{ Name = '-Count'; With = @{ Count = 150000 } }
            @{ Name = '-All'; With = @{ All = $true } }
        ) {
            $pair.Far.ReadBufferSize = 1000
            $pair.Near | Send-SslData "$('x' * 200000)`n" -TimeoutSeconds 0.2 -ErrorAction SilentlyContinue
            $record = $null
            $pair.Far | Receive-SslData @With -TimeoutSeconds 60 -ErrorAction SilentlyContinue -ErrorVariable record | Should -Be $null
            ($record | Get-Summary).Id | Should -Be SslReadBufferFull
            "$record" | Should -Match 'ReadBufferSize of 1000'
            $pair.Far.ReadBufferSize = 0
            ($pair.Far | Receive-SslData -Count 200001).Length | Should -Be 200001
        }

        It 'makes an error of a pattern that takes for ever, and keeps what has come' {
            $pair.Near | Send-SslData ('a' * 40) -Line
            $record = $null
            $pair.Far | Receive-SslData -Pattern '^(a+)+$Z' -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
            ($record | Get-Summary).Category | Should -Be OperationTimeout
            ($record | Get-Summary).Advice | Should -Match 'pattern'
            $pair.Far | Receive-SslData -Line | Should -Be ('a' * 40)
        }

        It 'keeps its time limit while a peer floods it: <Name>' -TestCases @(
            @{ Name = '-Line'; With = @{ Line = $true } }
            @{ Name = '-Pattern'; With = @{ Pattern = 'never' } }
        ) {
            $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
            $listener.Start()
            $client = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $listener.LocalEndpoint.Port)
            $flooder = $listener.AcceptTcpClient()
            try {
                $socket = New-SslSocket -InputObject $client
                $socket.ReadBufferSize = 0
                $flood = $flooder.GetStream().WriteAsync([byte[]]::new(256MB), 0, 256MB)
                $clock = [System.Diagnostics.Stopwatch]::StartNew()
                $socket | Receive-SslData @With -TimeoutSeconds 1 -ErrorAction SilentlyContinue -ErrorVariable record | Should -Be $null
                $clock.Elapsed.TotalSeconds | Should -BeLessThan 10
                ($record | Get-Summary).Id | Should -Be SslTimeout
                $flood.IsFaulted | Should -BeFalse
            }
            finally { $flooder.Dispose(); $client.Dispose(); $listener.Stop() }
        }

        It 'lets a flood fill 64 MiB and no more, and says so: <Name>' -TestCases @(
            @{ Name = '-Line'; With = @{ Line = $true }; Said = 'the end of the line has not come with the 67108864 bytes' }
            @{ Name = '-Pattern'; With = @{ Pattern = 'never' }; Said = 'a match of the pattern has not come with the 67108864 bytes' }
        ) {
            $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
            $listener.Start()
            $client = [System.Net.Sockets.TcpClient]::new('127.0.0.1', $listener.LocalEndpoint.Port)
            $flooder = $listener.AcceptTcpClient()
            try {
                $socket = New-SslSocket -InputObject $client
                $null = $flooder.GetStream().WriteAsync([byte[]]::new(128MB), 0, 128MB)
                $socket | Receive-SslData @With -TimeoutSeconds 120 -ErrorAction SilentlyContinue -ErrorVariable record | Should -Be $null
                ($record | Get-Summary).Id | Should -Be SslReadBufferFull
                "$record" | Should -Match $Said
            }
            finally { $flooder.Dispose(); $client.Dispose(); $listener.Stop() }
            $pair.Near.ReadBufferSize | Should -Be 64MB
            $pair.Far.ReadBufferSize | Should -Be 64MB
        }

        It 'finds a match that began long before its end' {
            # More than the window of the search, and less than the system holds for a reader.
            $pair.Near | Send-SslData "A$('x' * 100KB)B and the rest"
            ($pair.Far | Receive-SslData -Pattern 'A.*B' -TimeoutSeconds 60).Length | Should -Be (100KB + 2)
            $pair.Far | Receive-SslData -Count 9 | Should -Be ' and the '
        }

        It 'says after a time-out what has come, and not that nothing has' {
            $pair.Near | Send-SslData abc
            $record = $null
            $pair.Far | Receive-SslData -Count 10 -TimeoutSeconds 0.3 -ErrorAction SilentlyContinue -ErrorVariable record
            "$record" | Should -Match 'did not send what was asked for within 0.3 s; the 3 bytes'
        }

        It 'takes no end of a connection for the end of data, where there was no connection' {
            $record = $null
            New-SslSocket | Receive-SslData -All -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslNotConnected
        }

        It 'counts bytes, also where a pattern follows what is no valid text' {
            $pair.Near | Send-SslData ([byte[]](255, 254, 79, 75, 33))
            $received = $pair.Far | Receive-SslData -Pattern OK -AsByteStream
            $received | Should -Be 255, 254, 79, 75
            $pair.Far | Receive-SslData -Count 1 | Should -Be '!'
        }

        It 'receives what is there when nothing else is asked for' {
            $pair.Near | Send-SslData 'some text'
            $pair.Far | Receive-SslData | Should -Be 'some text'
        }

        It 'does not cut a character in two' {
            $pair.Near | Send-SslData ([byte[]](97, 0xE2, 0x82))
            $pair.Far | Receive-SslData | Should -Be 'a'
            $pair.Near | Send-SslData ([byte[]](0xAC))
            $pair.Far | Receive-SslData | Should -Be '€'
        }

        It 'receives all until the other side ends' {
            $pair.Near | Send-SslData 'the whole story'
            $pair.Near | Disconnect-SslHost
            $pair.Far | Receive-SslData -All | Should -Be 'the whole story'
        }

        It 'gives the last line also without an end' {
            $pair.Near | Send-SslData 'no end'
            $pair.Near | Disconnect-SslHost
            $pair.Far | Receive-SslData -Line | Should -Be 'no end'
        }

        It 'leaves what has come when the time is over' {
            $pair.Near | Send-SslData 'half a li'
            $record = $null
            $pair.Far | Receive-SslData -Line -TimeoutSeconds 0.3 -ErrorAction SilentlyContinue -ErrorVariable record |
                Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslTimeout
            ($record | Get-Summary).Category | Should -Be OperationTimeout
            $pair.Far | Receive-SslData | Should -Be 'half a li'
        }

        It 'leaves what has come when the connection ends too early' {
            $pair.Near | Send-SslData 'abc'
            $pair.Near | Disconnect-SslHost
            $record = $null
            $pair.Far | Receive-SslData -Count 10 -TimeoutSeconds 5 -ErrorAction SilentlyContinue -ErrorVariable record |
                Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslRemoteClosed
            $pair.Far | Receive-SslData | Should -Be 'abc'
        }

        It 'says when a connection was cut and the data may be, too' {
            $pair.Near | Send-SslData 'cut'
            $pair.Near | Disconnect-SslHost -Abort
            $record = $null
            $pair.Far | Receive-SslData -All -TimeoutSeconds 5 -ErrorAction SilentlyContinue -ErrorVariable record | Out-Null
            $record.Count | Should -Be 1
            "$record" | Should -Match 'cut short|reset'
        }

        It 'refuses a pattern that is none' {
            $record = $null
            $pair.Far | Receive-SslData -Pattern '(' -ErrorAction SilentlyContinue -ErrorVariable record
            ($record | Get-Summary).Category | Should -Be InvalidArgument
        }
    }

    Context 'Wait-SslSocket' {
        BeforeEach { if (-not $trouble) { $pair = New-Pair } }

        It 'says of a plain connection that it is not encrypted, and how to' {
            $listener = New-SslServer -NoEncryption
            try {
                $socket = Connect-SslHost localhost $listener.ServerPort -NoEncryption
                $record = $socket | Wait-SslSocket Encrypted -TimeoutSeconds 60 2>&1
                "$record" | Should -Match 'plain, and no handshake was started'
                ($record | Get-Summary).Advice | Should -Match 'Start-SslClientEncryption'
                $socket | Disconnect-SslHost -Abort
                "$($socket | Start-SslClientEncryption 2>&1)" | Should -Match 'this one is UnconnectedState'
            }
            finally { $listener | Stop-SslServer }
        }

        It 'waits until <Until>' -TestCases @(
            @{ Until = 'Connected'; Before = { } }
            @{ Until = 'Encrypted'; Before = { } }
            @{ Until = 'ReadyRead'; Before = { $pair.Far | Send-SslData x } }
            @{ Until = 'BytesWritten'; Before = { $null = $pair.Near.Write('x') } }
            @{ Until = 'Disconnected'; Before = { $pair.Far.DisconnectFromHost() } }
        ) {
            & $Before
            $records = $null
            $pair.Near | Wait-SslSocket -Until $Until -TimeoutSeconds 10 -ErrorVariable records | Should -Not -BeNullOrEmpty
            $records | Should -BeNullOrEmpty
        }

        It 'is an error when the time is over, and the connection stays' {
            $record = $null
            $pair.Near | Wait-SslSocket -Until ReadyRead -TimeoutSeconds 0.2 -ErrorAction SilentlyContinue -ErrorVariable record |
                Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslTimeout
            $pair.Near.IsEncrypted | Should -BeTrue
        }

        It 'does not wait for what can never come' {
            $record = $null
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            New-SslSocket | Wait-SslSocket -Until Encrypted -TimeoutSeconds 30 -ErrorAction SilentlyContinue -ErrorVariable record
            ($record | Get-Summary).Id | Should -Be SslNotConnected
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
        }
    }

    Context 'Disconnect-SslHost and Remove-SslSocket' {
        BeforeEach { if (-not $trouble) { $pair = New-Pair } }

        It 'ends in good order: all that was written arrives, and the end is told' {
            $null = $pair.Near.Write('last words')
            [object]::ReferenceEquals(($pair.Near | Disconnect-SslHost -PassThru), $pair.Near) | Should -BeTrue
            $pair.Near.State | Should -Be UnconnectedState
            $records = $null
            $pair.Far | Receive-SslData -All -ErrorVariable records | Should -Be 'last words'
            $records | Should -BeNullOrEmpty
        }

        It 'aborts at once when told to' {
            $pair.Near | Disconnect-SslHost -Abort
            $pair.Near.State | Should -Be UnconnectedState
        }

        It 'has nothing to do on a socket that is not connected' {
            $records = $null
            New-SslSocket | Disconnect-SslHost -ErrorVariable records
            $records | Should -BeNullOrEmpty
        }

        It 'removes a socket, and every later use says so' {
            $pair.Near | Remove-SslSocket
            $pair.Near.State | Should -Be UnconnectedState
            $record = $null
            Connect-SslHost localhost $pair.Server.ServerPort -InputObject $pair.Near -ErrorAction SilentlyContinue -ErrorVariable record |
                Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslSocketDisposed
        }

        It 'removes nothing with -WhatIf' {
            $pair.Near | Remove-SslSocket -WhatIf
            $pair.Near.IsEncrypted | Should -BeTrue
        }
    }

    It 'talks to a server of another maker' {
        $socket = Connect-SslHost localhost $server.Port -CaCertificate $pki.CaCertificate
        foreach ($word in 'stressed', 'level') {
            $socket | Send-SslData $word -Line -PassThru | Receive-SslData -Line | Should -Be (-join $word[($word.Length - 1)..0])
        }
        $socket | Disconnect-SslHost
    }
}
