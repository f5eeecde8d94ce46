# What TLS has beyond certificates, as scripts use it, and the scripts of examples/Features as a user runs them.
Describe 'The features of TLS' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $examples = Join-Path $RepositoryRoot examples/Features
        $trouble = Get-OpenSslTrouble
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $identity = @{ Certificate = $pki.Good.Certificate; Key = $pki.Good.Key }
        $lab = New-SslCertificate -Subject 'CN=Lab CA' -CertificateAuthority
        $member = New-SslCertificate -Subject 'CN=member' -Issuer $lab -Usage Client
        $stranger = New-SslCertificate -Subject 'CN=stranger' -Usage Client
        $key = ConvertTo-SecureString 'hex:00112233445566778899aabbccddeeff' -AsPlainText

        # Runs a script beside this one, and gives it with what it says.
        function Start-Beside {
            param([string] $Script)

            $shell = [powershell]::Create('NewRunspace')
            $null = $shell.AddScript("Import-Module '$PackagePath/QSslModule.psd1'; $Script")
            $said = [System.Management.Automation.PSDataCollection[psobject]]::new()
            [pscustomobject]@{
                Shell = $shell
                Said = $said
                Run = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $said)
            }
        }
    }
    BeforeEach { $server = $socket = $peer = $client = $beside = $null }
    AfterEach {
        $client | Stop-OpenSslClient | Out-Null
        foreach ($one in $socket, $peer, $server) { if ($one) { $one.Dispose() } }
        if ($beside) {
            $beside.Shell.Stop()
            $beside.Shell.Dispose()
        }
    }

    Context 'Pre-shared keys' {
        It 'let two ends meet without certificates' {
            if ($why = Get-FeatureTrouble 'pre-shared keys') { Set-ItResult -Skipped -Because $why; return }
            & $examples/psk-pair.ps1 -Key $key | Should -Be 'the key is right'
        }

        It 'let two ends meet each time, however soon the event loop comes to the handshake' {
            if ($why = Get-FeatureTrouble 'pre-shared keys') { Set-ItResult -Skipped -Because $why; return }
            $server = New-SslServer -PreSharedKey @{ a = $key }
            foreach ($i in 1..25) {
                $socket = New-SslSocket
                # The first subscriber lets the event loop drive the socket.
                $heard = Register-ObjectEvent $socket Connected -Action { }
                try {
                    $null = Connect-SslHost localhost $server.ServerPort -InputObject $socket -PreSharedKey @{ a = $key } -NoWait
                    $peer = $server | Receive-SslConnection -TimeoutSeconds 60
                    $peer | Should -Not -BeNullOrEmpty -Because "$($socket.ErrorString)"
                }
                finally {
                    $heard | Remove-Job -Force
                    foreach ($one in $socket, $peer) { if ($one) { $one.Dispose() } }
                }
            }
        }

        It 'serve one connection only, also without waiting' {
            if ($why = Get-FeatureTrouble 'pre-shared keys') { Set-ItResult -Skipped -Because $why; return }
            $server = New-SslServer -PreSharedKey @{ a = $key }
            $socket = New-SslSocket
            $null = Connect-SslHost localhost $server.ServerPort -InputObject $socket -PreSharedKey @{ a = $key } -NoWait
            $socket | Wait-SslSocket -Until Encrypted -TimeoutSeconds 60 | Out-Null
            $socket.IsEncrypted | Should -BeTrue
            $socket.Abort()
            Connect-SslHost localhost $server.ServerPort -InputObject $socket -TimeoutSeconds 60 -ErrorAction SilentlyContinue |
                Should -BeNullOrEmpty
        }

        It 'refuse <Name>' -TestCases @(
            @{ Name = 'another key'; Keys = { @{ a = [byte[]](1..16) } } }
            @{ Name = 'another identity'; Keys = { @{ b = $key } } }
            @{ Name = 'nobody''s key'; Keys = { $null } }
        ) {
            $server = New-SslServer -PreSharedKey @{ a = $key }
            $keys = & $Keys
            $with = $keys ? @{ PreSharedKey = $keys } : @{}
            $record = $null
            Connect-SslHost localhost $server.ServerPort @with -TimeoutSeconds 10 -ErrorAction SilentlyContinue -ErrorVariable record |
                Should -BeNullOrEmpty
            @($record).Count | Should -Be 1
        }

        It 'do not open a connection to a server that shows a bad certificate instead' {
            if ($why = Get-FeatureTrouble 'pre-shared keys') { Set-ItResult -Skipped -Because $why; return }
            $server = New-SslServer -Certificate $pki.SelfSigned.Certificate -Key $pki.SelfSigned.Key
            $record = $null
            Connect-SslHost localhost $server.ServerPort -PreSharedKey @{ a =
                $key } -TimeoutSeconds 10 -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslSelfSignedCertificate
        }

        It 'meet the client of OpenSSL, and choose by identity' {
            if ($why = Get-FeatureTrouble 'pre-shared keys') { Set-ItResult -Skipped -Because $why; return }
            if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
            $server = New-SslServer -PreSharedKey @{ other = [byte[]](1..16); device = $key }
            $client = Start-OpenSslClient $server.ServerPort "hello`n" '-psk_identity', 'device', '-psk',
                '00112233445566778899aabbccddeeff', '-tls1_3', '-quiet', '-no_ign_eof'
            $peer = $server | Receive-SslConnection -TimeoutSeconds 10
            $peer.UsesPreSharedKey | Should -BeTrue
            $peer | Receive-SslData -Line -TimeoutSeconds 10 | Should -Be hello
        }

        It 'are an error at once: <Name>' -TestCases @(
            @{ Name = 'a plain text'; Keys = @{ a = 'secret' }; Says = 'SecureString' }
            @{ Name = 'bad hexadecimal'; Keys = @{ a = (ConvertTo-SecureString 'hex:xyz' -AsPlainText) }; Says = 'hexadecimal' }
            @{ Name = 'no key'; Keys = @{ a = [byte[]]@() }; Says = 'empty' }
        ) {
            foreach ($what in { New-SslServer -PreSharedKey $Keys }, { Connect-SslHost localhost 1 -PreSharedKey $Keys }) {
                $record = @(& $what 2>&1)
                $record.Count | Should -Be 1
                ($record | Get-Summary).Id | Should -Be SslUnsupportedInput
                "$record$($record.ErrorDetails.RecommendedAction)" | Should -Match $Says
            }
        }
    }

    Context 'Sessions' {
        It 'are resumed in another process' {
            if ($why = Get-FeatureTrouble 'sessions to resume') { Set-ItResult -Skipped -Because $why; return }
            $server = New-SslServer @identity
            $file = Join-Path $TestDrive session.tls
            & $examples/resumption.ps1 localhost $server.ServerPort $pki.CaCertificate $file | Should -Be True
            if (-not $IsWindows) { (Get-Item $file).UnixFileMode | Should -Be ([System.IO.UnixFileMode]'UserRead, UserWrite') }
        }

        It 'are not resumed where the peer would not be accepted today' {
            if ($why = Get-FeatureTrouble 'sessions to resume') { Set-ItResult -Skipped -Because $why; return }
            $server = New-SslServer @identity
            $file = Join-Path $TestDrive loose.tls
            $socket = Connect-SslHost localhost $server.ServerPort -SkipCertificateCheck -KeepSession -TimeoutSeconds 10
            $socket | Export-SslSession $file
            $session = Import-SslSession $file
            "$session" | Should -Match '^TLS session \(\d+ bytes\)$'
            $record = $null
            Connect-SslHost localhost $server.ServerPort -Session $session -TimeoutSeconds 10 -WarningAction SilentlyContinue `
                -ErrorAction SilentlyContinue -ErrorVariable record |
                Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslUnknownIssuer
            $peer = Connect-SslHost localhost $server.ServerPort -Session $session -CaCertificate $pki.CaCertificate -TimeoutSeconds 10
            $peer.IsSessionReused | Should -BeTrue
        }

        It 'are an error where there is none: <Name>' -TestCases @(
            @{ Name = 'none kept'; With = @{}; Says = '-KeepSession' }
            @{ Name = 'none given'; With = @{ KeepSession = $true }; Says = 'gave no session' }
        ) {
            # Who asks clients for certificates gives out no sessions.
            $server = New-SslServer @identity -CaCertificate $lab
            $socket = Connect-SslHost localhost $server.ServerPort -CaCertificate $pki.CaCertificate -Certificate $member `
                -TimeoutSeconds 10 @With
            $record = @($socket | Export-SslSession -TimeoutSeconds 0.1 2>&1)
            ($record | Get-Summary).Id | Should -Be SslNoSession
            "$record $($record.ErrorDetails.RecommendedAction)" | Should -Match $Says
        }

        It 'are an error where the file is none' {
            Set-Content (Join-Path $TestDrive nonsense) 'no session'
            foreach ($what in { Import-SslSession (Join-Path $TestDrive nonsense) }, {
                Connect-SslHost localhost 1 -Session (Join-Path $TestDrive nonsense)
            }) {
                (@(& $what 2>&1) | Get-Summary).Id | Should -Be SslUnsupportedInput
            }
            (@(Import-SslSession (Join-Path $TestDrive nowhere) 2>&1) | Get-Summary).Id | Should -Be SslFileNotFound
        }
    }

    Context 'Names, certificates and what is told' {
        It 'shows the certificate of each name' {
            & $examples/sni-server.ps1 | Should -Be 'shop.test is shop.test', 'mail.test is mail.test'
        }

        It 'takes a certificate for a name as <Name>' -TestCases @(
            @{
                Name = 'a file with both'
                Value = {
                    $file = Join-Path $TestDrive both.pem
                    Get-Content $pki.Good.Certificate, $pki.Good.Key | Set-Content $file
                    $file
                }
            }
            @{ Name = 'two files'; Value = { @{ Certificate = $pki.Good.Certificate; Key = $pki.Good.Key } } }
        ) {
            $server = New-SslServer -Certificate (New-SslCertificate -DnsName usual.test) -SniCertificate @{ localhost = (& $Value) }
            $socket = Connect-SslHost localhost $server.ServerPort -CaCertificate $pki.CaCertificate -TimeoutSeconds 10
            $socket.IsEncrypted | Should -BeTrue
        }

        It 'refuses a certificate for a name without its key' {
            (@(New-SslServer @identity -SniCertificate @{
                'a.test' = $pki.Good.Certificate
            } 2>&1) | Get-Summary).Category | Should -BeIn InvalidArgument, InvalidData
        }

        It 'lets members in and nobody else' {
            if ($why = Get-FeatureTrouble 'alert for a client that is refused') { Set-ItResult -Skipped -Because $why; return }
            $authority = Join-Path $TestDrive lab.pem
            $lab | Export-SslCertificate $authority
            $beside = Start-Beside "& '$examples/mtls-server.ps1' '$($pki.Good.Certificate)' '$($pki.Good.Key)' '$authority'"
            Wait-Until { $beside.Said.Count -gt 0 } 'the server to listen'
            $port = [int]($beside.Said[0] -replace '\D')
            $to = @{ HostName = 'localhost'; Port = $port; CaCertificate = $pki.CaCertificate; TimeoutSeconds = 10; ConfirmSeconds = 10 }
            # In TLS 1.3 the refusal comes after the handshake: -ConfirmSeconds waits for it.
            foreach ($protocol in 'TlsV1_2', 'TlsV1_3') {
                $record = $null
                Connect-SslHost @to -Certificate $stranger -Protocol $protocol -ErrorAction SilentlyContinue -ErrorVariable record |
                    Should -BeNullOrEmpty
                "$record" | Should -Match 'UnknownCa|unknown ca|SelfSigned|alert' -Because $protocol
            }
            $socket = Connect-SslHost @to -Certificate $member
            $socket.PeerCertificateAuthorities | Should -Be 'CN=Lab CA'
            $socket | Receive-SslData -Line -TimeoutSeconds 10 | Should -Be 'hello, member'
            Wait-Until { $beside.Run.IsCompleted } 'the server to end'
            $beside.Said[1] | Should -Be 'member came'
        }

        It 'stops at the first error, and says so to the peer' {
            $server = New-SslServer -Certificate $pki.SelfSigned.Certificate -Key $pki.SelfSigned.Key
            $said = & $examples/early-interruption.ps1 localhost $server.ServerPort 6>&1
            "$($said[0])" | Should -Be 'stopped at: SelfSignedCertificate'
            $said[1] | Should -Match '(?s)^refused: .*SelfSignedCertificate'
            $said[2] | Should -Match 'UnknownCa'
        }

        It 'logs the keys of a connection that asks for it' {
            if ($why = Get-FeatureTrouble 'key logs') { Set-ItResult -Skipped -Because $why; return }
            $server = New-SslServer @identity
            $said = & $examples/key-log.ps1 localhost $server.ServerPort $pki.CaCertificate (Join-Path $TestDrive keys.log)
            $said | Should -Contain CLIENT_TRAFFIC_SECRET_0
            $said | Should -Contain SERVER_HANDSHAKE_TRAFFIC_SECRET
        }

        It 'warns of a key log that others can read, and leaves it as it is' {
            if ($IsWindows) { Set-ItResult -Skipped -Because 'files have no mode here'; return }
            if ($why = Get-FeatureTrouble 'key logs') { Set-ItResult -Skipped -Because $why; return }
            $server = New-SslServer @identity
            $log = Join-Path $TestDrive open.log
            Set-Content $log '# mine'
            chmod 644 $log
            $configuration = New-SslConfiguration -KeyLogFile $log
            $warnings = $null
            $socket = Connect-SslHost localhost $server.ServerPort -Configuration $configuration -CaCertificate $pki.CaCertificate `
                -TimeoutSeconds 10 -WarningAction SilentlyContinue -WarningVariable warnings
            @($warnings).Count | Should -Be 1
            "$warnings" | Should -Match "open\.log.*\b644\b.*decrypt.*chmod 600"
            (Get-Item $log).UnixFileMode | Should -Be ([System.IO.UnixFileMode]'UserRead, UserWrite, GroupRead, OtherRead')
            @(Get-Content $log).Count | Should -BeGreaterThan 1
            # One that is the owner's alone is as it should be.
            $socket.Dispose()
            chmod 600 $log
            $socket = Connect-SslHost localhost $server.ServerPort -Configuration $configuration -CaCertificate $pki.CaCertificate `
                -TimeoutSeconds 10 -WarningVariable warnings
            $warnings | Should -BeNullOrEmpty
        }

        It 'tells the messages of a handshake' {
            if ($why = Get-FeatureTrouble 'messages of a handshake') { Set-ItResult -Skipped -Because $why; return }
            $server = New-SslServer @identity
            $socket = Connect-SslHost localhost $server.ServerPort -Configuration (
                New-SslConfiguration -RecordHandshakeMessages -CaCertificate $pki.CaCertificate) -TimeoutSeconds 10
            $socket.HandshakeMessages[0].Name | Should -Be ClientHello
            $phases = $socket.HandshakeMessages | Group-Object Phase
            $phases.Name | Should -Contain Authentication
            $socket.HandshakeMessages | Format-Table | Out-String -Width 80 | Should -Match 'KeyExchange\s+->\s+ClientHello'
        }

        It 'insists on proof that a certificate was not revoked' {
            if ($why = Get-FeatureTrouble 'OCSP stapling') { Set-ItResult -Skipped -Because $why; return }
            if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
            $here = (New-Item (Join-Path $TestDrive ocsp) -ItemType Directory).FullName
            $served = New-SslCertificate -DnsName localhost -Issuer $lab
            $lab | Export-SslCertificate $here/ca.pem
            $lab | Export-SslKey $here/ca.key
            $served | Export-SslCertificate $here/leaf.pem
            $served | Export-SslKey $here/leaf.key
            $leaf = [System.Security.Cryptography.X509Certificates.X509CertificateLoader]::LoadCertificateFromFile("$here/leaf.pem")
            "V`t$($leaf.NotAfter.ToUniversalTime().ToString('yyMMddHHmmss'))Z`t`t$($leaf.SerialNumber)`tunknown`t/CN=localhost" |
                Set-Content $here/index.txt
            openssl ocsp -index $here/index.txt -rsigner $here/ca.pem -rkey $here/ca.key -CA $here/ca.pem -issuer $here/ca.pem `
                -cert $here/leaf.pem -respout $here/staple.der -ndays 1 *> $null
            $server = New-SslServer -Certificate $served -Configuration (New-SslConfiguration -StapledOcspResponse $here/staple.der)
            $found = & $examples/stapling-check.ps1 localhost $server.ServerPort $here/ca.pem
            $found.CertificateStatus | Should -Be Good
            $peer = New-SslServer -Certificate $served
            $record = $null
            & $examples/stapling-check.ps1 localhost $peer.ServerPort $here/ca.pem -ErrorAction SilentlyContinue -ErrorVariable record |
                Should -BeNullOrEmpty
            "$record" | Should -Match 'OCSP'
        }
    }

    Context 'Many clients at once' {
        It 'holds a thousand and answers each, in less than 200 MB' {
            $script = Join-Path $TestDrive thousand.ps1
            Set-Content $script @"
Import-Module '$PackagePath/QSslModule.psd1'
`$server = New-SslServer -Certificate '$($pki.Good.Certificate)' -Key '$($pki.Good.Key)' -HandshakeTimeoutSeconds 300
[Console]::Out.WriteLine(`$server.ServerPort)
`$clients = `$server | Receive-SslConnection -Count 1000 -TimeoutSeconds 300
[Console]::Out.WriteLine("`$(`@(`$clients | Where-Object IsEncrypted).Count) at once")
`$clients | ForEach-Object { `$_ | Send-SslData "you said `$(`$_ | Receive-SslData -Line -TimeoutSeconds 30)" -Line }
[Console]::Out.WriteLine([System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64)
`$null = [Console]::In.ReadLine()
"@
            $start = [System.Diagnostics.ProcessStartInfo]::new('pwsh')
            '-NoProfile', '-NonInteractive', '-File', $script | ForEach-Object { $start.ArgumentList.Add($_) }
            $start.RedirectStandardOutput = $start.RedirectStandardInput = $true
            $process = [System.Diagnostics.Process]::Start($start)
            $sockets = @()
            try {
                $port = [int]$process.StandardOutput.ReadLine()
                $sockets = foreach ($number in 1..1000) {
                    Connect-SslHost 127.0.0.1 $port -CaCertificate $pki.CaCertificate -PeerName localhost -NoWait
                }
                $sockets | Wait-SslSocket -Until Encrypted -TimeoutSeconds 300 | Out-Null
                $process.StandardOutput.ReadLine() | Should -Be '1000 at once'
                foreach ($number in 0..999) { $sockets[$number] | Send-SslData "I am $number" -Line }
                foreach ($number in 0..999) {
                    $sockets[$number] | Receive-SslData -Line -TimeoutSeconds 60 | Should -Be "you said I am $number"
                }
                # The platform's library takes more for each.
                [long]$process.StandardOutput.ReadLine() |
                    Should -BeLessThan (($IsWindows -or (Get-FeatureTrouble 'small connections')) ? 300MB : 200MB)
                $process.StandardInput.WriteLine()
                $process.WaitForExit(10000) | Should -BeTrue
            }
            finally {
                $sockets | Remove-SslSocket
                if (-not $process.HasExited) { $process.Kill($true) }
                $process.Dispose()
            }
        }
    }
}
