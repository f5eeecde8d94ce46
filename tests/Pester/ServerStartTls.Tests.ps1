# New-SslServer -StartTls: clients that others wrote come to TLS, and -Misbehave is noticed by ours, each fault as what it is.
Describe 'New-SslServer -StartTls' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $authority = New-SslCertificate -CertificateAuthority -Subject 'CN=Lab CA' -Path (Join-Path $TestDrive ca.pem)
        $ca = $authority.CertificatePath
        $identity = $authority | New-SslCertificate localhost -IPAddress 127.0.0.1
        $trouble = Get-OpenSslTrouble
        $noGnuTls = if (-not (Get-Command gnutls-cli -CommandType Application -ErrorAction Ignore)) {
            'the program gnutls-cli is missing (package gnutls-bin)'
        }
        $with = @{ CaCertificate = $ca; TimeoutSeconds = 10 }
    }
    BeforeEach { $server = $socket = $accepted = $record = $client = $null }
    AfterEach {
        if ($client) { $null = $client | Stop-OpenSslClient }
        foreach ($one in $socket, $accepted, $server) { if ($one) { $one.Dispose() } }
    }

    It 'brings openssl to TLS with <Word>' -TestCases @(
        foreach ($word in 'smtp', 'lmtp', 'imap', 'pop3', 'ftp', 'nntp', 'sieve', 'ldap', 'irc', 'postgres', 'mysql', 'telnet') {
            @{ Word = $word; Protocol = $word }
        }
        @{ Word = 'xmpp'; Protocol = 'xmpp-client' }
        @{ Word = 'xmpp-server'; Protocol = 'xmpp-server' }
    ) {
        if ($trouble) { Set-ItResult -Skipped -Because $trouble }
        $server = New-SslServer -StartTls $Protocol -Certificate $identity
        $client = Start-OpenSslClient $server.ServerPort -Text "HELLO`n" -Argument '-starttls', $Word, '-CAfile', $ca,
            '-verify_return_error', '-verify_hostname', 'localhost'
        $accepted = $server | Receive-SslConnection -TimeoutSeconds 60
        $accepted.IsEncrypted | Should -BeTrue
        # Nothing that was said before is taken for what is said now.
        $accepted | Receive-SslData -Line -TimeoutSeconds 60 | Should -Be 'HELLO'
    }

    It 'brings GnuTLS to TLS with <Protocol>' -TestCases @(
        foreach ($one in 'smtp', 'imap', 'pop3', 'ftp', 'nntp', 'sieve', 'ldap', 'lmtp', 'postgres',
            'xmpp-client') { @{ Protocol = $one } }) {
        if ($noGnuTls) { Set-ItResult -Skipped -Because $noGnuTls }
        $server = New-SslServer -StartTls $Protocol -Certificate $identity
        $word = $Protocol -replace 'xmpp-client', 'xmpp'
        $client = Start-ForeignClient gnutls-cli '--starttls-proto', $word, '--x509cafile', $ca, '--port', $server.ServerPort, 'localhost'
        $accepted = $server | Receive-SslConnection -TimeoutSeconds 60
        $accepted | Disconnect-SslHost
        $client | Stop-OpenSslClient | Should -Match 'The certificate is trusted'
        $client = $null
    }

    It 'brings our own client to TLS with <Protocol>' -TestCases @(
        foreach ($one in 'mssql', 'rdp', 'vnc', 'http-upgrade', 'smtp') { @{ Protocol = $one } }) {
        $server = New-SslServer -StartTls $Protocol -Certificate $identity
        $socket = Connect-SslHost localhost $server.ServerPort -StartTls $Protocol @with
        $accepted = $server | Receive-SslConnection -TimeoutSeconds 10
        $socket | Send-SslData 'HELLO' -Line
        $accepted | Receive-SslData -Line -TimeoutSeconds 10 | Should -Be 'HELLO'
    }

    It 'is TDS 8.0 without a dialogue' {
        $server = New-SslServer -Certificate $identity -Alpn tds/8.0
        (Connect-SslHost localhost $server.ServerPort -Alpn tds/8.0 @with -OutVariable socket).NextNegotiatedProtocol | Should -Be tds/8.0
        $socket = $socket[0]
    }

    It 'drops a client that glues plain text to its request, and says so' {
        $server = New-SslServer -StartTls smtp -Certificate $identity
        $socket = Connect-SslHost localhost $server.ServerPort -NoEncryption -TimeoutSeconds 10
        $socket | Receive-SslData -Line -TimeoutSeconds 10 | Should -Match '^220 '
        $socket | Send-SslData "STARTTLS`r`nMAIL FROM:<a@b.example>`r`n"
        $server | Receive-SslConnection -TimeoutSeconds 1 -ErrorAction SilentlyContinue -ErrorVariable record
        "$($record[0])" | Should -Match 'plain text came along with the request'
    }

    Context '-Misbehave' {
        It '<Fault> of <Protocol> is <Id>' -TestCases @(
            foreach ($protocol in 'smtp', 'imap', 'ldap', 'postgres', 'mssql') {
                @{ Protocol = $protocol; Fault = 'WrongAnswer'; Id = 'SslStartTlsNotUnderstood' }
                @{ Protocol = $protocol; Fault = 'NotOffered'; Id = 'SslStartTlsNotOffered' }
                @{ Protocol = $protocol; Fault = 'Refusal'; Id = 'SslStartTlsRefused' }
                @{ Protocol = $protocol; Fault = 'GluedPlaintext'; Id = 'SslStartTlsInjection' }
                @{ Protocol = $protocol; Fault = 'TruncatedHandshake'; Id = 'SslHandshakeTruncated' }
                @{ Protocol = $protocol; Fault = 'Close'; Id = 'SslRemoteClosed' }
            }
            @{ Protocol = 'smtp'; Fault = 'Silence'; Id = 'SslTimeout' }
        ) {
            $server = New-SslServer -StartTls $Protocol -Misbehave $Fault
            $seconds = $Fault -eq 'Silence' ? 1 : 10
            Connect-SslHost localhost $server.ServerPort -StartTls $Protocol -CaCertificate $ca -TimeoutSeconds $seconds `
                -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
            ($record | Select-Object -Last 1 | Get-Summary).Id | Should -Be $Id
        }

        It '<Fault> of TLS from the first byte is <Id>' -TestCases @(
            @{ Fault = 'WrongAnswer'; Id = 'SslNotTls' }
            @{ Fault = 'Refusal'; Id = 'SslRefusedByPeer' }
            @{ Fault = 'TruncatedHandshake'; Id = 'SslHandshakeTruncated' }
            @{ Fault = 'Close'; Id = 'SslHandshakeTruncated' }
            @{ Fault = 'Silence'; Id = 'SslTimeout' }
        ) {
            $server = New-SslServer -Misbehave $Fault
            $seconds = $Fault -eq 'Silence' ? 1 : 10
            Connect-SslHost localhost $server.ServerPort -CaCertificate $ca -TimeoutSeconds $seconds -ErrorAction SilentlyContinue `
                -ErrorVariable record | Should -BeNullOrEmpty
            ($record | Select-Object -Last 1 | Get-Summary).Id | Should -Be $Id
        }

        It '<_> shows a weakness up to its first flight, and finishes no handshake' -TestCases @(
            'Heartbleed', 'CcsInjection', 'Compression', 'InsecureRenegotiation', 'Ssl2', 'Ssl3', 'Rc4Cipher', 'NullCipher',
            'AnonymousCipher', 'ExportCipher', 'SmallPrime'
        ) {
            $server = New-SslServer -Misbehave $_
            Connect-SslHost localhost $server.ServerPort -CaCertificate $ca -TimeoutSeconds 10 -ErrorAction SilentlyContinue `
                -ErrorVariable record | Should -BeNullOrEmpty
            $record | Should -Not -BeNullOrEmpty
        }

        It '<Fault> is <Id>, with a certificate made on the spot' -TestCases @(
            @{ Fault = 'ExpiredCertificate'; Id = 'CertificateExpired' }
            @{ Fault = 'NotYetValidCertificate'; Id = 'CertificateNotYetValid' }
            @{ Fault = 'WrongNameCertificate'; Id = 'HostNameMismatch' }
            @{ Fault = 'WrongUsageCertificate'; Id = 'InvalidPurpose' }
            @{ Fault = 'BadSignatureCertificate'; Id = 'CertificateSignatureFailed' }
        ) {
            $server = New-SslServer -StartTls imap -Misbehave $Fault -Issuer $authority
            $report = Test-SslHost localhost $server.ServerPort -StartTls imap @with
            $report.Status | Should -Be Critical
            $report.Errors | Should -Be $Id
        }

        It 'brings two faults of a certificate together, signed by itself without -Issuer' {
            $server = New-SslServer -Misbehave ExpiredCertificate, WrongNameCertificate
            (Test-SslHost localhost $server.ServerPort @with).Errors | Sort-Object |
                Should -Be 'CertificateExpired', 'HostNameMismatch', 'SelfSignedCertificate'
        }

        It 'refuses <Name>' -TestCases @(
            @{ Name = 'an unknown protocol'; With = @{ StartTls = 'gopher' }; Message = 'smtp' }
            @{ Name = 'two things at once'; With = @{ StartTls = 'smtp'; Misbehave = 'Close', 'Silence' }; Message = 'both' }
            @{ Name = 'what needs a protocol'; With = @{ Misbehave = 'NotOffered' }; Message = '-StartTls' }
            @{ Name = 'two weaknesses at once'; With = @{ Misbehave = 'Heartbleed', 'Ssl3' }; Message = 'both' }
            @{ Name = 'a weakness behind plain text'; With = @{ StartTls = 'smtp'; Misbehave = 'Heartbleed' }; Message = 'begin with TLS' }
            @{
                Name = 'a good certificate that is to be bad'
                With = @{ Misbehave = 'ExpiredCertificate'; Given = $true }
                Message = 'on the spot'
            }
            @{ Name = 'plain connections'; With = @{ Misbehave = 'Close'; NoEncryption = $true }; Message = '-NoEncryption' }
        ) {
            if ($With.Given) { $With.Remove('Given'); $With.Certificate = $identity }
            elseif ($With.StartTls -eq 'gopher') { $With.Certificate = $identity }
            New-SslServer @With -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
            $summary = $record | Get-Summary
            $summary.Id | Should -Be SslUnsupportedInput
            "$($summary.Message) $($summary.Advice)" | Should -Match $Message
        }
    }
}
