# Small promises of the help: what completion offers, old servers, clients without a certificate, lists of hosts to profile.
Describe 'Habits' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        . $PSScriptRoot/Reports.ps1
        $trouble = Get-OpenSslTrouble
        $pki = New-TestPki (Join-Path $TestDrive pki)
        function Get-Offer {
            param([string] $Text)

            ([System.Management.Automation.CommandCompletion]::CompleteInput($Text, $Text.Length, $null)).CompletionMatches
        }
    }

    It 'offers errors that can be expected, with their words' {
        $offers = Get-Offer 'Connect-SslHost x -ExpectedError '
        $offers.CompletionText | Should -Not -Contain NoError
        $offers.CompletionText | Should -Not -Contain UnspecifiedError
        ($offers | Where-Object CompletionText -EQ CertificateExpired).ToolTip | Should -Match 'expired'
    }

    It 'says what it offers for <_>' -ForEach '-Alpn', '-Backend', '-StartTls' {
        foreach ($offer in Get-Offer "Connect-SslHost x $_ ") { $offer.ToolTip | Should -Match '\w{2}' }
        (Get-Offer 'Connect-SslHost x -Alpn h2').ToolTip | Should -Be 'HTTP/2'
    }

    It 'takes a version as people write it: <_>' -ForEach 1.2, '1.2', 'TLS 1.2', 'TLSv1.2', 'Tls12', 'tlsv1_2',
        ([System.Security.Authentication.SslProtocols]::Tls12), ([QSslCore.SslProtocol]::TlsV1_2) {
        (New-SslConfiguration -Protocol $_).Protocol | Should -Be TlsV1_2
    }

    It 'refuses what is not one version, and names those there are: <_>' -ForEach 'Tls', 1.5, 'DtlsV1_2', 'UnknownProtocol', 8, 99, 3072,
        'secret-of-mine', ([System.Security.Authentication.SslProtocols]::None), ([QSslCore.SslProtocol]::DtlsV1_2) {
        $said = { New-SslConfiguration -Protocol $_ -ErrorAction Stop } | Should -Throw -PassThru
        "$said" | Should -Match 'TlsV1_3OrLater'
        "$said" | Should -Not -Match 'Dtls|secret-of-mine'
    }

    It 'shows the certificates of a server that speaks TLS 1.0 only, and says what is wrong with it' {
        if ($trouble ?? (Get-FeatureTrouble 'TLS 1.0')) {
            Set-ItResult -Skipped -Because ($trouble ?? (Get-FeatureTrouble 'TLS 1.0'))
            return
        }
        $server = Start-OpenSslServer $pki.Good $pki.Path -Argument '-tls1', '-cipher', 'ALL:@SECLEVEL=0'
        try {
            $links = Get-SslPeerChain "localhost:$($server.Port)" -WarningVariable said -WarningAction SilentlyContinue -ErrorAction Stop
            $links[0].Thumbprint ?? $links[0].Certificate.Sha256Thumbprint | Should -Be $pki.Good.Thumbprint
            "$said" | Should -Match 'TlsV1_0'
            # A version that was asked for is the only one that is tried.
            { Get-SslPeerChain "localhost:$($server.Port)" -Protocol TlsV1_3 -ErrorAction Stop } | Should -Throw
            # Credentials do not go over a version that an attacker may have brought about.
            $own = @{ Certificate = $pki.Good.Certificate; Key = $pki.Good.Key }
            { Get-SslPeerChain "localhost:$($server.Port)" @own -ErrorAction Stop } | Should -Throw
            { Connect-SslHost "localhost:$($server.Port)" -CaCertificate $pki.CaCertificate -ErrorAction Stop } | Should -Throw
        }
        finally { $server | Stop-OpenSslServer }
    }

    It 'tells the first error where no version helps' {
        $plain = Start-FaultyServer Plaintext
        try {
            Get-SslPeerChain "localhost:$($plain.Port)" -TimeoutSeconds 10 -ErrorVariable said -ErrorAction SilentlyContinue `
                -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            $said.Count | Should -Be 1
        }
        finally { $plain.Dispose() }
    }

    It 'refuses a client without a certificate in the handshake' {
        if ($trouble ?? (Get-FeatureTrouble 'alerts')) {
            Set-ItResult -Skipped -Because ($trouble ?? (Get-FeatureTrouble 'alerts'))
            return
        }
        $server = New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key -CaCertificate $pki.CaCertificate
        $job = Register-ObjectEvent $server PendingConnectionAvailable -Action {
            while ($taken = $Event.Sender.NextPendingConnection()) { $taken.DisconnectFromHost() }
        }
        try {
            $client = Start-OpenSslClient $server.ServerPort -Argument '-CAfile', $pki.CaCertificate, '-tls1_2'
            Wait-Until { $client.Process.HasExited }
            $client | Stop-OpenSslClient | Should -Match 'alert handshake failure|alert number 40|certificate required|alert number 116'
            (Test-SslHost "localhost:$($server.ServerPort)" -CaCertificate $pki.CaCertificate -TimeoutSeconds 10).ClientCertificate |
                Should -Be Required
        }
        finally {
            $job | Remove-Job -Force
            $server | Stop-SslServer
        }
    }

    It 'profiles the hosts of a file, each once' {
        $server = New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key
        $job = Register-ObjectEvent $server PendingConnectionAvailable -Action {
            while ($taken = $Event.Sender.NextPendingConnection()) { $taken.DisconnectFromHost() }
        }
        try {
            Set-Content "$TestDrive/hosts.txt" '# one', "localhost:$($server.ServerPort)", "localhost:$($server.ServerPort)"
            $profiles = @(Get-SslHostProfile -Path "$TestDrive/host*.txt" -Section Protocols)
            $profiles.Count | Should -Be 1
            $profiles[0].Target | Should -Be "localhost:$($server.ServerPort)"
            @(Get-SslHostProfile -LiteralPath "$TestDrive/hosts.txt" -Section Protocols).Count | Should -Be 1
        }
        finally {
            $job | Remove-Job -Force
            $server | Stop-SslServer
        }
    }

    It 'paints the expiry in the chart of the page, whatever else is wrong' {
        $bad = New-TestReport 'weak.example:443' Critical (New-TestFinding CipherNull) 200 -With @{ WarningDays = 30; CriticalDays = 7 }
        $soon = New-TestReport 'soon.example:443' Ok @() 20 -With @{ WarningDays = 30; CriticalDays = 7 }
        $gone = New-TestReport 'gone.example:443' Ok @() -2
        $page = "$($bad, $soon, $gone | ConvertTo-SslReport Html)"
        $chart = [regex]::Match($page, '(?s)<ol class="timeline">.*?</ol>').Value
        [regex]::Matches($chart, '<li class="(\w+)"><bdi[^>]*>([^<]+)').ForEach({ "$($_.Groups[2].Value) $($_.Groups[1].Value)" }) |
            Should -Be 'gone.example:443 critical', 'soon.example:443 warning', 'weak.example:443 ok'
    }

    It 'reads a negative serial number, and names of every kind, as openssl writes them' {
        if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
        openssl req -x509 -newkey rsa:2048 -nodes -keyout "$TestDrive/odd.key" -out "$TestDrive/odd.pem" -days 2 -set_serial '-291' `
            -subj '/CN=odd/favouriteDrink=tea/x500UniqueIdentifier=7/telephoneNumber=1/houseIdentifier=h' 2>$null
        $certificate = Import-SslCertificate "$TestDrive/odd.pem"
        $certificate.SerialNumber | Should -Be '-01:23'
        openssl x509 -in "$TestDrive/odd.pem" -noout -serial | Should -Be 'serial=-0123'
        foreach ($name in 'favouriteDrink=tea', 'x500UniqueIdentifier', 'telephoneNumber=1', 'houseIdentifier=h') {
            $certificate.Subject | Should -Match $name
        }
    }

    It 'says what is wrong, and not something that it looks like: <Name>' -TestCases @(
        @{ Name = 'a certificate that is sent twice'; Expected = "The host sends 'CN=localhost, O=Test only' more than once" }
        @{
            Name = 'STARTTLS towards a port that begins with TLS'
            StartTls = 'imap'
            Expected = 'has sent nothing, as a port that starts with TLS does'
        }
    ) {
        Set-Content "$TestDrive/twice.pem" ((Get-Content $pki.Good.Certificate -Raw) * 2)
        $server = New-SslServer -Certificate "$TestDrive/twice.pem" -Key $pki.Good.Key
        try {
            $with = $StartTls ? @{ StartTls = $StartTls; TimeoutSeconds = 1 } : @{ TimeoutSeconds = 10 }
            (Test-SslHost "localhost:$($server.ServerPort)" -CaCertificate $pki.CaCertificate -WarningDays 1 -CriticalDays 0 @with).Reason |
                Should -Match $Expected
        }
        finally { $server | Stop-SslServer }
    }

    It 'says that a key is UTF-16 text, and that a key store is damaged' {
        Get-Content $pki.Good.Key -Raw | Set-Content "$TestDrive/utf16.key" -Encoding unicode
        { Import-SslKey "$TestDrive/utf16.key" -ErrorAction Stop } | Should -Throw '*it is UTF-16 text*'
        [System.IO.File]::WriteAllBytes("$TestDrive/x.jceks", [byte[]](0xCE, 0xCE, 0xCE, 0xCE) + [byte[]]::new(30))
        { Import-SslCertificate "$TestDrive/x.jceks" -ErrorAction Stop } | Should -Throw '*is a damaged JCEKS key store*'
    }
}
