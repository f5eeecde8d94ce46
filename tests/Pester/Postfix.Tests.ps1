# A real mail server at the other end: STARTTLS with Postfix, by the public cmdlets alone.
Describe 'Postfix' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1

        $trouble = if (-not (Get-Command postfix -CommandType Application -ErrorAction Ignore)) {
            'the program postfix is missing (package postfix)'
        }
        elseif ((id -u) -ne '0') { 'Postfix must be started by root' }

        # A server of its own directories on a free port of loopback, which delivers nothing.
        function Start-Postfix {
            param([object] $Identity, [string] $Path, [string] $SecurityLevel)

            $port = Get-ClosedPort
            $null = New-Item $Path/etc, $Path/spool, $Path/data -ItemType Directory -Force
            chown postfix $Path/data
            # Postfix reads the key as root, and goes on as somebody who must find the way.
            for ($folder = $Path; $folder -and $folder -ne '/tmp'; $folder = Split-Path $folder) { chmod a+x $folder }
            Get-Content $Identity.Key, $Identity.Certificate | Set-Content $Path/chain.pem
            Set-Content $Path/etc/main.cf @"
compatibility_level = 3.6
queue_directory = $Path/spool
data_directory = $Path/data
myhostname = mail.test
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
local_transport = error:nothing is delivered here
local_recipient_maps =
alias_maps =
maillog_file = /dev/stdout
smtpd_tls_security_level = $SecurityLevel
smtpd_tls_chain_files = $Path/chain.pem
smtpd_tls_loglevel = 1
smtpd_peername_lookup = no
"@
            Set-Content $Path/etc/master.cf @"
127.0.0.1:$port inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
proxymap unix - - n - - proxymap
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"@
            $process = Start-Process postfix -ArgumentList '-c', "$Path/etc",
                'start-fg' -PassThru -RedirectStandardOutput $Path/log -RedirectStandardError $Path/errors
            $server = [pscustomobject]@{ Port = $port; Process = $process; Path = $Path; Log = "$Path/log" }
            try { Wait-Ready $process $port "EHLO client.test`r`n", '(?m)^250 ' }
            catch {
                $server | Stop-Postfix
                throw "Postfix did not start: $_. Its log ends with: $((Get-Content $Path/log, $Path/errors -Tail 20) -join "`n")"
            }
            $server
        }

        function Stop-Postfix {
            param([Parameter(ValueFromPipeline)] [object] $Server)

            process {
                if ($null -eq $Server) { return }
                # The master has a session of its own: only Postfix itself finds all of its processes.
                postfix -c "$($Server.Path)/etc" stop 2>&1 | Out-Null
                $Server.Process.WaitForExit(10000) | Out-Null
                $Server.Process.Dispose()
            }
        }

        $pki = New-TestPki (Join-Path $TestDrive pki)
        if (-not $trouble) {
            $server = Start-Postfix $pki.Good (Join-Path $TestDrive good) may
            $wrongName = Start-Postfix $pki.WrongName (Join-Path $TestDrive wrong) may
            $without = Start-Postfix $pki.Good (Join-Path $TestDrive none) none
        }
        $trust = @{ CaCertificate = $pki.CaCertificate; TimeoutSeconds = 60 }
    }
    AfterAll { $server, $wrongName, $without | Stop-Postfix }
    BeforeEach {
        if ($trouble) { Set-ItResult -Skipped -Because $trouble }
        $socket = $record = $null
    }
    AfterEach { if ($socket) { $socket.Dispose() } }

    It 'is spoken to by a script, before and after STARTTLS' {
        $socket = Connect-SslHost localhost $server.Port -NoEncryption -NetworkProtocol IPv4
        $socket | Receive-SslData -Line | Should -Be '220 mail.test ESMTP Postfix'
        $socket | Send-SslData 'EHLO client.test' -Line
        $socket | Receive-SslData -Pattern '(?m)^250 .*\r\n' | Should -Match '250-STARTTLS'
        $socket | Send-SslData 'STARTTLS' -Line
        $socket | Receive-SslData -Line | Should -Match '^220 2\.0\.0'

        $socket | Start-SslClientEncryption @trust | Should -Not -BeNullOrEmpty
        $socket.IsEncrypted | Should -BeTrue
        ($socket | Get-SslPeerChain)[0].Certificate.Sha256Thumbprint | Should -Be $pki.Good.Thumbprint

        $socket | Send-SslData 'EHLO client.test' -Line
        # An encrypted session is not offered encryption: the server is of the same mind.
        $socket | Receive-SslData -Pattern '(?m)^250 .*\r\n' | Should -Not -Match 'STARTTLS'
        $socket | Send-SslData 'QUIT' -Line -PassThru | Receive-SslData -Line | Should -Match '^221'
        Wait-Until { (Get-Content $server.Log -Raw) -match 'Anonymous TLS connection established from .*TLSv1\.3' } 'the log to tell'
    }

    It 'comes to TLS with -StartTls smtp, in <Protocol>' -TestCases @(@{ Protocol = 'TlsV1_2' }, @{ Protocol = 'TlsV1_3' }) {
        $socket = Connect-SslHost localhost $server.Port -StartTls smtp -Protocol $Protocol @trust
        $socket.SessionProtocol | Should -Be $Protocol
        $socket.StartTlsTranscript | Should -Contain 'C: STARTTLS'
        $socket | Send-SslData 'NOOP' -Line -PassThru | Receive-SslData -Line | Should -Match '^250'
    }

    It 'is refused where its authority is not known, and nothing goes on' {
        Connect-SslHost localhost $server.Port -StartTls smtp -TimeoutSeconds 60 -ErrorAction SilentlyContinue -ErrorVariable record |
            Should -BeNullOrEmpty
        ($record | Get-Summary).Id | Should -Be SslUnknownIssuer
    }

    It 'is refused under another name' {
        Connect-SslHost localhost $wrongName.Port -StartTls smtp @trust -ErrorAction SilentlyContinue -ErrorVariable record |
            Should -BeNullOrEmpty
        ($record | Get-Summary).Id | Should -Be SslHostNameMismatch
        (Connect-SslHost localhost $wrongName.Port -StartTls smtp @trust -PeerName other.example -OutVariable socket).IsEncrypted |
            Should -BeTrue
        $socket = $socket[0]
    }

    It 'waits for a decision' {
        $socket = Connect-SslHost localhost $server.Port -StartTls smtp -PauseOnSslErrors -TimeoutSeconds 60
        $socket | Get-SslError | Approve-SslError
        $socket | Send-SslData 'NOOP' -Line -PassThru | Receive-SslData -Line | Should -Match '^250'
    }

    It 'is told from one that does not offer TLS' {
        Connect-SslHost localhost $without.Port -StartTls smtp @trust -ErrorAction SilentlyContinue -ErrorVariable record |
            Should -BeNullOrEmpty
        ($record | Get-Summary).Id | Should -Be SslStartTlsNotOffered
    }

    It 'is reported on' {
        $report = Test-SslHost "smtp://localhost:$($server.Port)" -StartTls Auto @trust -WarningDays 5 -CriticalDays 1
        $report.Status | Should -Be Ok
        $report.StartTls | Should -Be smtp
        $report.Chain[0].Thumbprint | Should -Be $pki.Good.Thumbprint
    }
}
