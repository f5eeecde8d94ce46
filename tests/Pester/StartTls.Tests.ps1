# Connect-SslHost and Get-SslPeerChain with -StartTls, against scripted servers: the good way, and each way to fail.
Describe '-StartTls' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $mail = Start-StartTlsServer $pki.Good

        # Says its piece when somebody connects, waits for so many bytes, answers, and stays or hangs up.
        function Start-Script {
            param([string] $Greeting, [int] $ListenFor, [string] $Answer, [switch] $HangUp)

            [QSslTest.FaultyServer]::new([System.Text.Encoding]::Latin1.GetBytes($Greeting), $ListenFor,
                [System.Text.Encoding]::Latin1.GetBytes($Answer), $HangUp)
        }
    }
    AfterAll { $mail.Dispose() }
    BeforeEach { $socket = $server = $record = $null }
    AfterEach {
        if ($socket) { $socket.Dispose() }
        if ($server) { $server.Dispose() }
    }

    It 'comes to TLS, verifies, and keeps what was said' {
        if ($why = Get-SystemTrouble JoinedKeys) { Set-ItResult -Skipped -Because $why }
        $socket = Connect-SslHost localhost $mail.Port -StartTls smtp -CaCertificate $pki.CaCertificate -TimeoutSeconds 10
        $socket.IsEncrypted | Should -BeTrue
        $socket.StartTlsTranscript[0] | Should -Be 'S: 220 mail.example ESMTP'
        $socket.StartTlsTranscript | Should -Contain 'C: STARTTLS'
        $socket | Send-SslData 'QUIT' -Line -PassThru | Receive-SslData -Line -TimeoutSeconds 10 | Should -Match '^221'
    }

    It 'goes by the scheme of a URI that begins plain, as Test-SslHost does' {
        $with = @{ CaCertificate = $pki.CaCertificate; TimeoutSeconds = 10 }
        foreach ($place in @("smtp://localhost:$($mail.Port)"), @('smtp://localhost', $mail.Port)) {
            $socket = Connect-SslHost @place @with
            $socket.IsEncrypted | Should -BeTrue
            $socket.StartTlsTranscript | Should -Contain 'C: STARTTLS'
            $socket.Dispose()
        }
        (Get-SslPeerChain "smtp://localhost:$($mail.Port)" @with)[0].Certificate.Sha256Thumbprint | Should -Be $pki.Good.Thumbprint
        (Test-SslHost "smtp://localhost:$($mail.Port)" @with -WarningDays 5 -CriticalDays 1).StartTls | Should -Be smtp
    }

    It 'asks for the port of the scheme, and not for TLS at once' {
        foreach ($uri in 'imap://no-such-host.invalid', 'imap://no-such-host.invalid:4711') {
            Connect-SslHost $uri -TimeoutSeconds 10 -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslHostNotFound
            "$record" | Should -Match "no-such-host\.invalid:$($uri -match 4711 ? 4711 : 143)"
        }
    }

    It 'does not come to TLS in the background' {
        Connect-SslHost "smtp://localhost:$($mail.Port)" -NoWait -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
        "$record" | Should -Match 'smtp'
        ($record | Get-Summary).Advice | Should -Match '-NoEncryption'
    }

    It 'goes by the scheme with Auto' {
        (Connect-SslHost "smtp://localhost:$($mail.Port)" -StartTls Auto -CaCertificate $pki.CaCertificate `
            -TimeoutSeconds 10 -OutVariable socket).IsEncrypted | Should -BeTrue
        $socket = $socket[0]
    }

    It 'shows the chain of such a server' {
        $chain = @(Get-SslPeerChain localhost $mail.Port -StartTls smtp -TimeoutSeconds 10)
        $chain[0].Certificate.Sha256Thumbprint | Should -Be $pki.Good.Thumbprint
        $chain[0].Errors | Should -Not -BeNullOrEmpty
    }

    It 'refuses a server that is not trusted, as ever' {
        Connect-SslHost localhost $mail.Port -StartTls smtp -TimeoutSeconds 10 -ErrorAction SilentlyContinue -ErrorVariable record |
            Should -BeNullOrEmpty
        ($record | Get-Summary).Id | Should -Be SslUnknownIssuer
    }

    It 'waits for a decision about such a server' {
        $socket = Connect-SslHost localhost $mail.Port -StartTls smtp -PauseOnSslErrors -TimeoutSeconds 10
        $socket.IsPaused | Should -BeTrue
        $socket | Approve-SslError -All
        $socket.IsEncrypted | Should -BeTrue
    }

    It 'speaks a protocol of the caller''s own' {
        $socket = Connect-SslHost localhost $mail.Port -CaCertificate $pki.CaCertificate -TimeoutSeconds 10 -StartTls {
            param($plain)
            $null = $plain | Receive-SslData -Line
            $plain | Send-SslData 'STARTTLS' -Line -PassThru | Receive-SslData -Line
        }
        $socket.IsEncrypted | Should -BeTrue
    }

    It 'makes an error of a script block that throws' {
        Connect-SslHost localhost $mail.Port -StartTls { throw 'not today' } -TimeoutSeconds 10 -ErrorAction SilentlyContinue `
            -ErrorVariable record
        $summary = $record | Select-Object -Last 1 | Get-Summary
        $summary.Id | Should -Be SslStartTlsRefused
        $summary.Message | Should -Match 'not today'
    }

    It 'tells <Id>: <Name>' -TestCases @(
        @{
            Id = 'SslStartTlsNotOffered'
            Name = 'no STARTTLS in the list'
            Script = @{ Greeting = "220 here`r`n"; ListenFor = 5; Answer = "250-here`r`n250 SIZE`r`n" }
            Message = 'does not offer'
        }
        @{ Id = 'SslStartTlsRefused'; Name = 'a server that is busy'; Script = @{ Greeting = "554 go away`r`n" }; Message = '554 go away' }
        @{
            Id = 'SslStartTlsNotUnderstood'
            Name = 'another protocol'
            Script = @{ Greeting = "* OK IMAP4rev1`r`n" }
            Message = 'does not speak'
        }
        @{
            Id = 'SslStartTlsInjection'
            Name = 'plain text behind the go-ahead'
            Script = @{ Greeting = "220 here`r`n"; ListenFor = 5; Answer = "250 STARTTLS`r`n220 go`r`n250 trust me`r`n" }
            Message = 'plain text'
        }
        @{
            Id = 'SslRemoteClosed'
            Name = 'a server that hangs up'
            Script = @{ Greeting = "220 here`r`n"; HangUp = $true }
            Message = 'hung up'
        }
        @{ Id = 'SslTimeout'; Name = 'a silent server'; Script = @{}; Message = '1 s' }
    ) {
        $server = Start-Script @Script
        $target = "localhost:$($server.Port)"
        Connect-SslHost $target -StartTls smtp -CaCertificate $pki.CaCertificate -TimeoutSeconds 1 -ErrorAction SilentlyContinue `
            -ErrorVariable record -WarningVariable warned -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warned | Should -BeNullOrEmpty
        $summary = $record | Select-Object -Last 1 | Get-Summary
        $summary.Id | Should -Be $Id
        $summary.Target | Should -Be $target
        $summary.Message | Should -Match $target
        $summary.Message | Should -Match $Message
        $summary.Advice | Should -Not -BeNullOrEmpty
    }

    It 'goes to the port of <_> where none is named' -TestCases 'imap', 'postgres' {
        # Nothing listens there, or something that is no TLS: the place is in the message either way.
        Connect-SslHost 127.0.0.1 -StartTls $_ -TimeoutSeconds 2 -ErrorAction SilentlyContinue -ErrorVariable record | Remove-SslSocket
        $port = [QSslCore.StartTlsProtocol]::Find($_).DefaultPort
        ($record | Select-Object -Last 1 | Get-Summary).Message | Should -Match "127\.0\.0\.1:$port\b"
        (Test-SslHost 127.0.0.1 -StartTls $_ -TimeoutSeconds 2).Port | Should -Be $port
    }

    It 'does not call a server silent that drips' {
        $server = Start-Script -Greeting '220-'
        Connect-SslHost localhost $server.Port -StartTls smtp -TimeoutSeconds 1 -ErrorAction SilentlyContinue -ErrorVariable record
        $summary = $record | Select-Object -Last 1 | Get-Summary
        $summary.Id | Should -Be SslTimeout
        $summary.Message | Should -Match 'did not come to TLS within 1 s; it has sent 4 bytes of plain text'
        $summary.Message | Should -Not -Match 'sent nothing'
    }

    # Takes the offer out, or answers for the server: what follows must be no plain text.
    Context 'where TLS was taken out on the way, with Auto' {
        BeforeAll {
            $strippers = @{
                'smtp, not offered' = @{
                    Scheme = 'smtp'
                    Id = 'SslStartTlsNotOffered'
                    Script = @{ Greeting = "220 here`r`n"; ListenFor = 5; Answer = "250-here`r`n250 AUTH PLAIN`r`n" }
                }
                'smtp, no EHLO' = @{
                    Scheme = 'smtp'
                    Id = 'SslStartTlsNotOffered'
                    Script = @{ Greeting = "220 here`r`n"; ListenFor = 5; Answer = "502 what?`r`n" }
                }
                'imap, not offered' = @{
                    Scheme = 'imap'
                    Id = 'SslStartTls(NotOffered|NotUnderstood)'
                    Script = @{
                        Greeting = "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] here`r`n"
                        ListenFor = 5
                        Answer = "* CAPABILITY IMAP4rev1 AUTH=PLAIN`r`na001 OK`r`n"
                    }
                }
                'imap, already logged in' = @{
                    Scheme = 'imap'
                    Id = 'SslStartTls(NotOffered|Refused|NotUnderstood)'
                    Script = @{ Greeting = "* PREAUTH here`r`n" }
                }
                'postgres, no' = @{ Scheme = 'postgresql'; Id = 'SslStartTlsNotOffered'; Script = @{ ListenFor = 8; Answer = 'N' } }
            }
        }

        It 'is refused: <_>' -ForEach 'smtp, not offered', 'smtp, no EHLO', 'imap, not offered', 'imap, already logged in', 'postgres, no' {
            $case = $strippers[$_]
            $with = $case.Script
            $server = Start-Script @with
            $target = "$($case.Scheme)://localhost:$($server.Port)"
            $socket = Connect-SslHost $target -StartTls Auto -SkipCertificateCheck -TimeoutSeconds 5 -ErrorAction SilentlyContinue `
                -ErrorVariable record
            $socket | Should -BeNullOrEmpty
            ($record | Select-Object -Last 1 | Get-Summary).Id | Should -Match "^$($case.Id)$"
            @($record[-1].Exception.Data['StartTlsTranscript']) -match '^C: .*(AUTH|LOGIN|USER|PASS|MAIL)' | Should -BeNullOrEmpty
            foreach ($accepts in @{}, @{ SkipCertificateCheck = $true }) {
                $server.Dispose()
                $server = Start-Script @with
                $report = Test-SslHost "$($case.Scheme)://localhost:$($server.Port)" -StartTls Auto -TimeoutSeconds 5 @accepts
                $report.Status | Should -Be Critical
                $report.Findings.Code | Should -Be StartTlsFailed
                $report.Protocol | Should -BeNullOrEmpty
            }
        }
    }

    It 'takes no answer of <Protocol> for a leave to go on plain, with Auto: <Fault>' -TestCases @(
        foreach ($protocol in 'smtp', 'imap', 'pop3', 'ftp', 'nntp', 'ldap', 'xmpp-client', 'postgres', 'mysql') {
            foreach ($fault in 'NotOffered', 'Refusal') { @{ Protocol = $protocol; Fault = $fault } }
        }
    ) {
        $server = New-SslServer -StartTls $Protocol -Misbehave $Fault
        $scheme = @{ 'xmpp-client' = 'xmpp'; postgres = 'postgresql' }[$Protocol] ?? $Protocol
        $report = Test-SslHost "${scheme}://localhost:$($server.ServerPort)" -StartTls Auto -SkipCertificateCheck -TimeoutSeconds 5
        $report.StartTls | Should -Be $Protocol
        $report.Status | Should -Be Critical
        $report.Findings.Code | Should -Be StartTlsFailed
        $report.Protocol | Should -BeNullOrEmpty
    }

    It 'has the transcript in the error' {
        $server = Start-Script -Greeting "554 go away`r`n"
        Connect-SslHost localhost $server.Port -StartTls smtp -TimeoutSeconds 5 -ErrorAction SilentlyContinue -ErrorVariable record
        $record[0].Exception.Data['StartTlsTranscript'] | Should -Be 'S: 554 go away'
    }

    It 'refuses <Name>' -TestCases @(
        @{ Name = 'a protocol it does not know'; With = @{ StartTls = 'gopher' }; Id = 'SslUnsupportedInput' }
        @{ Name = 'to guess where nothing tells'; With = @{ StartTls = 'Auto' }; Id = 'SslInvalidTarget' }
    ) {
        Connect-SslHost localhost $mail.Port @With -ErrorAction SilentlyContinue -ErrorVariable record
        ($record | Get-Summary).Id | Should -Be $Id
        ($record | Get-Summary).Advice | Should -Match 'smtp'
    }

    It 'goes neither with -NoEncryption nor with -NoWait' {
        { Connect-SslHost localhost $mail.Port -StartTls smtp -NoEncryption } | Should -Throw -ErrorId 'SslUnsupportedInput,*'
        { Connect-SslHost localhost $mail.Port -StartTls smtp -NoWait } | Should -Throw -ErrorId 'SslUnsupportedInput,*'
    }

    It 'goes on with the next target after one that failed' {
        $server = Start-Script -Greeting "554 go away`r`n"
        $sockets = @("localhost:$($server.Port)", "localhost:$($mail.Port)" |
            Connect-SslHost -StartTls smtp -CaCertificate $pki.CaCertificate -TimeoutSeconds 10 -ErrorAction SilentlyContinue `
                -ErrorVariable record)
        $sockets.Count | Should -Be 1
        $record.Count | Should -Be 1
        $socket = $sockets[0]
    }
}
