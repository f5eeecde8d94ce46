# How Test-SslHost comes to TLS with what it is given, and how it flows: reports as they come, progress, and an end for good.
Describe 'Test-SslHost in a pipeline' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $web = New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key
        $job = Register-ObjectEvent $web PendingConnectionAvailable -Action {
            while ($taken = $Event.Sender.NextPendingConnection()) { $taken.DisconnectFromHost() }
        }
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
        $report = Test-SslHost smtp://no-such-host.invalid, imap://no-such-host.invalid,
            xmpp://no-such-host.invalid -Ordered -ErrorVariable failed
        $failed | Should -BeNullOrEmpty
        $report.Target | Should -Be no-such-host.invalid:25, no-such-host.invalid:143, no-such-host.invalid:5222
        $report.StartTls | Should -Be smtp, imap, xmpp-client
    }

    It 'finds port and protocol of the scheme <_>' -TestCases @('xmpp-server', 'xmpp-client', 'http-upgrade', 'postgresql', 'submission') {
        $protocol = @{ postgresql = 'postgres'; submission = 'smtp' }[$_] ?? $_
        $port = @{ 'xmpp-server' = 5269; 'xmpp-client' = 5222; 'http-upgrade' = 80; postgresql = 5432; submission = 587 }[$_]
        $report = Test-SslHost "${_}://no-such-host.invalid", "${_}://no-such-host.invalid:4711" -Ordered -ErrorVariable failed
        $failed | Should -BeNullOrEmpty
        $report.Target | Should -Be "no-such-host.invalid:$port", no-such-host.invalid:4711
        $report.StartTls | Should -Be $protocol, $protocol
    }

    It 'begins with TLS where a port is known for that, whatever the scheme, and where nothing tells of plain text' {
        $reports = Test-SslHost smtp://no-such-host.invalid:465, http://no-such-host.invalid:8443, tcp://no-such-host.invalid:4711 -Ordered
        $reports.StartTls | Should -Be '', '', ''
        (Test-SslHost ws://no-such-host.invalid -ErrorAction SilentlyContinue -ErrorVariable failed).Findings.Code |
            Should -Be InvalidTarget
        ($failed | Get-Summary).Id | Should -Be SslInvalidTarget
    }

    It 'takes a list of both kinds with Auto' {
        $reports = "https://$good", "smtp://localhost:$($mail.Port)", 'no-such-host.invalid:587', 'no-such-host.invalid:443' |
            Test-SslHost -StartTls Auto -Ordered @known
        $reports.StartTls | Should -Be '', smtp, smtp, ''
        $reports.Status | Should -Be Ok, Ok, Unreachable, Unreachable
    }

    It 'asks for the name to verify where the protocol names a host' {
        $server = New-SslServer -Certificate $pki.WrongName.Certificate -Key $pki.WrongName.Key -StartTls xmpp-client
        $socket = $null
        try {
            (Test-SslHost localhost $server.ServerPort -StartTls xmpp-client -PeerName other.example @known).Status | Should -Be Ok
            $socket = Connect-SslHost localhost $server.ServerPort -StartTls xmpp-client -PeerName other.example `
                -CaCertificate $pki.CaCertificate -TimeoutSeconds 10
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
            $null = $shell.AddScript("Import-Module '$PackagePath/QSslModule.psd1'; & { " +
                "`$clock = [System.Diagnostics.Stopwatch]::StartNew(); " +
                "while (`$clock.Elapsed.TotalSeconds -lt 2.5) { '$good'; Start-Sleep -Milliseconds 10 } } " +
                "| Test-SslHost -CaCertificate '$($pki.CaCertificate)' -WarningDays 10")
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
        {
            $targets + @('bad host:99999') | Test-SslHost -CaCertificate $pki.CaCertificate -TimeoutSeconds 60 -ErrorAction Stop
        } | Should -Throw -ErrorId 'SslInvalidTarget,*'
        Wait-Until { (Get-SocketHandleCount) -le $before } 'the sockets of all hosts to be closed'
    }

    It 'says what an object lacks whose host is empty' {
        ([pscustomobject]@{
            HostName = ''
            Port = 443
        } | Test-SslHost -ErrorAction SilentlyContinue -ErrorVariable failed).Status | Should -Be Critical
        ($failed | Get-Summary).Message | Should -Match 'nothing in'
    }

    It 'passes over empty lines and comments, and nothing else' {
        $file = Join-Path $TestDrive hosts.txt
        Set-Content $file '# production', '', "  $good  ", '   ', "$good # the second", "`t# none", "https://$good/#fragment"
        $reports = Get-Content $file | Test-SslHost @known -ErrorVariable failed
        $failed | Should -BeNullOrEmpty
        $reports.Status | Should -Be Ok, Ok, Ok
        (Test-SslHost (Get-Content $file) @known).Count | Should -Be 3
        (Get-Content $file -Raw | Test-SslHost @known).Status | Should -Be Ok, Ok, Ok
        # Meant as a host, and forgotten.
        (Test-SslHost '' -ErrorAction SilentlyContinue).Findings.Code | Should -Be InvalidTarget
    }

    It 'reports <Name> as what it is, and tests the others' -TestCases @(
        @{ Name = 'a text that is no host'; Bad = { 'bad host' }; Shown = 'bad host' }
        @{ Name = 'a line that goes on behind the host'; Bad = { 'localhost#no' }; Shown = 'localhost#no' }
        @{ Name = 'the port 0'; Bad = { 'localhost:0' }; Shown = 'localhost:0' }
        @{ Name = 'the port 70000'; Bad = { 'localhost:70000' }; Shown = 'localhost:70000' }
        @{ Name = 'an unknown scheme'; Bad = { 'nonsense://localhost' }; Shown = 'nonsense://localhost' }
        @{ Name = 'a scheme that begins plain'; Bad = { 'ws://localhost' }; Shown = 'localhost' }
        @{ Name = '$null'; Bad = { $null }; Shown = '$null' }
        @{ Name = 'a number'; Bad = { 1 }; Shown = '1' }
        @{ Name = 'a date'; Bad = { [datetime]'2026-01-01' }; Shown = '(DateTime)' }
        @{ Name = 'a socket'; Bad = { New-SslSocket }; Shown = '(QSslSocket)' }
        @{ Name = 'an end point without a port'; Bad = { [System.Net.IPEndPoint]::new([ipaddress]::Loopback, 0) }; Shown = '127.0.0.1:0' }
        @{ Name = 'a row without a host'; Bad = { "HostName,Port`n,443" | ConvertFrom-Csv }; Shown = '(PSCustomObject)' }
        @{ Name = 'a row with a bad port'; Bad = { "HostName,Port`nlocalhost,70000" | ConvertFrom-Csv }; Shown = 'localhost' }
        @{ Name = 'a row with an unknown protocol'; Bad = { "HostName,StartTls`nlocalhost,gopher" | ConvertFrom-Csv }; Shown = 'localhost' }
        @{
            Name = 'a row with a bad name to verify'
            Bad = { "HostName,PeerName`nlocalhost,bad name" | ConvertFrom-Csv }
            Shown = 'localhost'
        }
        @{
            Name = 'a row whose port is no number'
            Bad = { [pscustomobject]@{ HostName = 'localhost'; Port = [datetime]'2026-01-01' } }
            Shown = 'localhost'
        }
        @{
            Name = 'a row with a bad port beside a good one'
            Bad = { [pscustomobject]@{ HostName = 'localhost:1'; Port = 70000 } }
            Shown = 'localhost:1'
        }
        @{
            Name = 'a row with several names to verify'
            Bad = { [pscustomobject]@{ HostName = 'localhost'; PeerName = 'a.example', 'b.example' } }
            Shown = 'localhost'
        }
        @{
            Name = 'a row with an address that is none'
            Bad = { [pscustomobject]@{ HostName = 'localhost'; AllAddresses = $true; Address = 'x' } }
            Shown = 'localhost'
        }
        @{ Name = 'an escape sequence'; Bad = { "a`e[2Jb" }; Shown = 'a\1B[2Jb' }
    ) {
        $reports = & { $good; & $Bad; $good } | Test-SslHost @known -Ordered -ErrorAction SilentlyContinue -ErrorVariable failed
        $reports.Status | Should -Be Ok, Critical, Ok
        $reports[1].Findings.Code | Should -Be InvalidTarget
        $reports[1].Target | Should -BeExactly $Shown
        $reports[1].Reason | Should -Not -BeNullOrEmpty
        # PowerShell repeats in -ErrorVariable what it writes.
        $failed.Count | Should -BeGreaterThan 0
        ($reports | ConvertTo-SslReport Nagios).ExitCode | Should -Be 2
        { & { $good; & $Bad } | Test-SslHost @known -ErrorAction Stop } | Should -Throw
        # What was no host is none in a list of reports either.
        $again = $reports[1] | ConvertTo-SslReport Json | ConvertFrom-Json | Test-SslHost @known -ErrorAction SilentlyContinue
        $again.Status | Should -Not -Be Ok
    }

    It 'shows no more than the beginning of what may be a key' {
        $pem = Get-Content $pki.Good.Key -Raw
        # A line of 64 characters is too long for a label; what is left at the end may be a name that hosts can have.
        $lines = @($pem -split '\r?\n' | Where-Object Length -EQ 64)
        $lines | Should -Not -BeNullOrEmpty
        foreach ($given in $lines[0], ($lines -join "`n"), ($pem -replace '\r?\n', ' ')) {
            $reports = $given | Test-SslHost -ErrorAction SilentlyContinue -ErrorVariable failed
            foreach ($text in @($reports.Target) + @($reports.Reason) + @($failed | ForEach-Object { "$_" })) {
                foreach ($line in $lines) { $text.Contains($line.Substring(0, 16)) | Should -BeFalse }
            }
        }
    }

    It 'verifies hosts whatever configuration was made for other ends' {
        $lax = New-SslConfiguration -PeerVerifyMode VerifyNone
        $report = Test-SslHost $good -Configuration $lax -TimeoutSeconds 10
        $report.Status, $report.Findings[0].Code | Should -Be Critical, UnableToGetLocalIssuerCertificate
        $before = Get-SslDefaultConfiguration
        try {
            Set-SslDefaultConfiguration $lax
            (Test-SslHost $good -TimeoutSeconds 10).Status | Should -Be Critical
            $skipped = Test-SslHost $good -SkipCertificateCheck -WarningDays 1 -CriticalDays 1 -TimeoutSeconds 10
            $skipped.Findings.Code | Should -Not -Contain UnableToGetLocalIssuerCertificate
        }
        finally { Set-SslDefaultConfiguration $before }
    }

    It 'takes lists in lists apart' {
        $reports = Test-SslHost @(@($good, 'bad host'), $good) @known -Ordered -ErrorAction SilentlyContinue
        $reports.Status | Should -Be Ok, Critical, Ok
    }

    It 'refuses $null that is given as the only host' {
        { Test-SslHost $null } | Should -Throw -ErrorId 'SslInvalidTarget,*'
    }

    It 'keeps what identifies a target, and tests it again' {
        $other = New-SslServer -Certificate $pki.WrongName.Certificate -Key $pki.WrongName.Key
        $taker = Register-ObjectEvent $other PendingConnectionAvailable -Action {
            while ($taken = $Event.Sender.NextPendingConnection()) { $taken.Dispose() }
        }
        try {
            $rows = "HostName,Port,PeerName`nlocalhost,$($other.ServerPort),other.example`n" +
                "localhost,$($other.ServerPort),`nlocalhost,$($other.ServerPort),third.example" | ConvertFrom-Csv
            $reports = $rows | Test-SslHost @known -Ordered
            $reports.PeerName | Should -Be 'other.example', '', 'third.example'
            $reports.Status | Should -Be Ok, Critical, Critical
            $path = Join-Path $TestDrive again.xml
            $reports | Export-Clixml $path
            $ways = @{
                Live = { $reports }
                Json = { $reports | ConvertTo-SslReport Json | ConvertFrom-Json }
                Csv = { "$($reports | ConvertTo-SslReport Csv)" | ConvertFrom-Csv }
                Clixml = { Import-Clixml $path }
            }
            foreach ($way in $ways.Keys) {
                $again = & $ways[$way] | Test-SslHost @known -Ordered
                $again.PeerName | Should -Be $reports.PeerName -Because $way
                $again.Status | Should -Be $reports.Status -Because $way
                Compare-SslReport $reports $again | Where-Object Kind -NE CipherChanged | Should -BeNullOrEmpty -Because $way
            }
            ($reports[1] | Test-SslHost @known -PeerName other.example).Status | Should -Be Ok
        }
        finally {
            $taker | Remove-Job -Force
            $other | Stop-SslServer
        }
    }

    It 'tests one of several addresses again there' {
        $reports = Test-SslHost $good @known -AllAddresses -NetworkProtocol IPv4
        $reports.AllAddresses | Should -BeTrue
        $row = $reports[0] | ConvertTo-SslReport Json | ConvertFrom-Json
        # The server does not listen there: by its name the host would answer.
        $row.Address = '127.0.0.2'
        $again = "$($row | ConvertTo-SslReport Csv)" | ConvertFrom-Csv | Test-SslHost @known
        $again.Address, $again.Status | Should -Be 127.0.0.2, Unreachable
    }

    It 'says where it was tested when another machine did, and by which proxy' {
        $job = Start-Job { Import-Module $using:PackagePath/QSslModule.psd1; Test-SslHost no-such-host.invalid }
        $back = $job | Receive-Job -Wait -AutoRemoveJob
        $back.PSComputerName | Should -Be localhost
        $back | Add-Member PSComputerName server1 -Force
        ($back | ConvertTo-SslReport Json | ConvertFrom-Json).PSComputerName | Should -Be server1
        $report = Test-SslHost no-such-host.invalid -Proxy "socks5://127.0.0.1:$(Get-ClosedPort)"
        $report.Proxy | Should -Match '^socks5://127\.0\.0\.1:\d+$'
    }
}

# What is judged without the network is judged before the first host: a mistake of the command is no fault of a host.
Describe 'Mistakes of who tests' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $bare = [QSslCore.QSslConfiguration]::new()
        $bare.LocalCertificateChain = (Import-SslCertificate $pki.Good.Certificate)
        $closed = Get-ClosedPort
        $mistakes = @{
            'a certificate without its key' = @{
                With = @{ Certificate = $pki.Good.Certificate }
                Id = 'SslInvalidIdentity'
                Named = '-Certificate'
            }
            'the key of another certificate' = @{
                With = @{ Certificate = $pki.Good.Certificate; Key = $pki.Expired.Key }
                Id = 'SslKeyMismatch'
                Named = '-Key'
            }
            'a key without a certificate' = @{ With = @{ Key = $pki.Good.Key }; Id = 'SslInvalidIdentity'; Named = '-Key' }
            'an unknown cipher' = @{ With = @{ Cipher = 'NO-SUCH-CIPHER' }; Id = 'SslUnsupportedInput'; Named = '' }
            'a cipher of another protocol' = @{
                With = @{ Cipher = 'TLS_AES_128_GCM_SHA256'; Protocol = 'TlsV1_2' }
                Id = 'SslInvalidIdentity'
                Named = '-Cipher'
            }
            'an unknown group' = @{ With = @{ Group = 'no-such-group' }; Id = 'SslUnsupportedInput'; Named = '' }
            'a name of ALPN that is too long' = @{ With = @{ Alpn = 'h' * 256 }; Id = 'SslInvalidIdentity'; Named = '-Alpn' }
            'a pre-shared key as text' = @{ With = @{ PreSharedKey = @{ id = 'text' } }; Id = 'SslUnsupportedInput'; Named = '' }
            'a pre-shared key without a byte' = @{
                With = @{ PreSharedKey = @{ id = (ConvertTo-SecureString 'hex:' -AsPlainText -Force) } }
                Id = 'SslUnsupportedInput'
                Named = ''
            }
            'a pre-shared key with an identity that is cut off' = @{
                With = @{ PreSharedKey = @{ "a`0b" = [byte[]](1..16) } }
                Id = 'SslUnsupportedInput'
                Named = ''
            }
            'pre-shared keys where the backend has none' = @{
                With = @{ PreSharedKey = @{ id = [byte[]](1..16) }; Backend = 'sslstream' }
                Id = 'SslInvalidIdentity'
                Named = '-PreSharedKey'
            }
            'a group where the backend cannot choose' = @{
                With = @{ Group = 'P-384'; Backend = 'sslstream' }
                Id = 'SslInvalidIdentity'
                Named = '-Group'
            }
            'a backend without TLS' = @{ With = @{ Backend = 'cert-only' }; Id = 'SslInvalidIdentity'; Named = '-Backend' }
            'a configuration that is broken' = @{ With = @{ Configuration = $bare }; Id = 'SslInvalidIdentity'; Named = '-Certificate' }
            'an option that the library does not know' = @{
                With = @{ Configuration = (New-SslConfiguration -BackendConfiguration @{ NoSuchOption = 'x' }) }
                Id = 'SslInvalidIdentity'
                Named = '-BackendConfiguration'
            }
        }
    }

    It 'are told before the first host: <_>' -ForEach @(
        'a certificate without its key', 'the key of another certificate', 'a key without a certificate', 'an unknown cipher'
        'a cipher of another protocol', 'an unknown group', 'a name of ALPN that is too long', 'a pre-shared key as text',
            'a pre-shared key without a byte'
        'a pre-shared key with an identity that is cut off', 'pre-shared keys where the backend has none',
            'a group where the backend cannot choose', 'a backend without TLS'
        'a configuration that is broken', 'an option that the library does not know'
    ) {
        $mistake = $mistakes[$_]
        $with = $mistake.With
        if ($with.Backend -eq 'sslstream' -and 'sslstream' -notin (Get-SslBackend).Name) {
            Set-ItResult -Skipped -Because 'there is no backend sslstream here'
            return
        }
        $asked = [System.Collections.Generic.List[int]]::new()
        $caught = $null
        try {
            1..3 | ForEach-Object { $asked.Add($_); "localhost:$closed" } | Test-SslHost @with -OutVariable reports | Out-Null
        } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike "$($mistake.Id),*"
        "$caught" | Should -Match ([regex]::Escape($mistake.Named))
        $reports | Should -BeNullOrEmpty
        $asked | Should -BeNullOrEmpty
        # The same words from who connects to one host: no connection was tried.
        foreach ($command in 'Connect-SslHost', 'Get-SslPeerChain') {
            $record = $null
            try { & $command -HostName localhost -Port $closed @with -ErrorAction Stop } catch { $record = $_ }
            $record.FullyQualifiedErrorId | Should -BeLike "$($mistake.Id),*" -Because $command
            "$record" | Should -Match ([regex]::Escape($mistake.Named))
        }
    }

    It 'are told before the first host: <Name>' -TestCases @(
        @{ Name = 'a script block'; With = @{ StartTls = {} }; Id = 'SslUnsupportedInput' }
        @{ Name = 'an unknown protocol before TLS'; With = @{ StartTls = 'gopher' }; Id = 'SslUnsupportedInput' }
        @{ Name = 'a name that no host can have'; With = @{ PeerName = 'bad name' }; Id = 'SslInvalidTarget' }
        @{ Name = 'a text that is no pin'; With = @{ Pin = 'AB' * 32 }; Id = 'SslUnsupportedInput' }
    ) {
        { 'localhost', 'localhost' | Test-SslHost @With } | Should -Throw -ErrorId "$Id,*"
    }

    It 'are told to who makes a server, by the parameter' {
        {
            New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Expired.Key -ErrorAction Stop
        } | Should -Throw '*-Key*' -ErrorId 'SslKeyMismatch,*'
        {
            New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key -Alpn ('h' * 256) -ErrorAction Stop
        } | Should -Throw '*-Alpn*' -ErrorId 'SslInvalidIdentity,*'
    }
}
