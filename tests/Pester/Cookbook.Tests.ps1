# Each line of docs/cookbook.md, run against servers on loopback.
BeforeDiscovery {
    $text = Get-Content (Join-Path (Split-Path (Split-Path $PSScriptRoot)) docs/cookbook.md) -Raw
    $jobs = [regex]::Matches($text, '(?m)^(?<title>[^\r\n#`][^\r\n`]*)\r?\n\r?\n```powershell\r?\n(?<code>[^\r\n]+)\r?\n```') |
        ForEach-Object { @{ Title = $_.Groups['title'].Value; Code = $_.Groups['code'].Value } }
}

Describe 'The cookbook' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        . $PSScriptRoot/Dns.ps1
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $here = (New-Item (Join-Path $TestDrive here) -ItemType Directory).FullName
        Copy-Item $pki.CaCertificate $here/ca.pem
        foreach ($role in 'server', 'client') {
            Copy-Item $pki.Good.Certificate "$here/$role.pem"
            Copy-Item $pki.Good.Key "$here/$role.key"
        }
        $good = New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key
        $old = New-SslServer -Certificate $pki.SelfSigned.Certificate -Key $pki.SelfSigned.Key
        $takers = $good, $old | ForEach-Object {
            Register-ObjectEvent $_ PendingConnectionAvailable -Action {
                while ($taken = $Event.Sender.NextPendingConnection()) { $taken.DisconnectFromHost() }
            }
        }
        $mail = Start-StartTlsServer $pki.Good
        $dns = [QSslTest.DnsServer]::new()
        $dns.Add('localhost', 'A', '127.0.0.1')
        $names = [ordered]@{
            'smtp://mail.example.org' = "smtp://localhost:$($mail.Port)"
            '-PeerName www.example.org' = '-PeerName localhost'
            '192.0.2.7' = "127.0.0.1:$($good.ServerPort)"
            'www.example.org' = "localhost:$($good.ServerPort)"
            'old.example.org' = "localhost:$($old.ServerPort)"
            ' example.org -Mx' = " localhost:$($mail.Port) -Mx -DnsServer 127.0.0.1:$($dns.Port)"
        }
        Set-Content $here/hosts.txt '# all of them', $names['www.example.org'], $names['old.example.org'], $names['smtp://mail.example.org']
        Set-Content $here/hosts.csv 'HostName,Owner', "$($names['www.example.org']),Web team", "$($names['old.example.org']),Mail team"
        $expected = @{
            'Is the host all right?' = 'www|localhost:\d+'
            'Which hosts of a list need attention?' = 'SelfSigned|self-signed|Critical'
            'Which certificates expire next?' = 'DaysLeft'
            'Who owns the hosts that are not good?' = 'Mail team'
            'Do the certificates hold until after the holidays?' = 'Critical'
            'Which names is the certificate valid for?' = 'localhost'
            'Which chain does the host send?' = 'CN=localhost'
            'What does a host show that is not trusted?' = 'False'
            'Is it the same certificate on each machine behind the name?' = '127\.0\.0\.1'
            'Is it still the key that I know?' = 'localhost'
            'Do the clients with other roots trust the host?' = 'System'
            'Is a certificate of the chain missing, or the root not trusted?' = '.'
            'Is it the right machine behind an address?' = '127\.0\.0\.1:\d+ +localhost +Ok'
            'Was the certificate revoked?' = 'Unknown'
            'Does a mail server come to TLS?' = 'smtp'
            'How are the mail hosts of a domain, and do their TLSA records match?' = 'None'
            'Does the host take my client certificate?' = 'localhost'
            'Which versions does the host accept?' = '1\.3|V1_3'
            'Which hosts still accept TLS 1.0?' = 'localhost:\d+ +Refused'
            'Why does the handshake fail?' = 'TLS 1'
            'A page for the meeting' = 'report\.html'
            'A table for a mail' = '<td>Critical</td>.*self-signed'
            'A table for the spreadsheet of another country' = 'report\.csv'
            'The line of a Nagios plug-in' = '^\w+ - 1 '
            'Metrics for the textfile collector of Prometheus' = 'ssl\.prom'
            'Discovery and values for Zabbix' = '\{#TARGET\}'
            'Keep this run' = 'last\.json'
            'What has changed since then?' = '^OK - '
            'Which certificates in a folder expire soon?' = 'server\.pem'
            'What is in this file?' = 'CN=localhost'
            'Do the certificate and the key belong together? If not, this is an error.' = '.'
            'Keep the chain of a host' = 'file:chain.pem'
            'PEM files to a PKCS#12 bundle' = 'file:server.p12'
            'A bundle back to a PEM file' = 'file:copy.pem'
            'An authority, and a certificate of it' = 'lab'
            'A server that wants a client certificate of an authority' = '.'
            'A server that shows an expired certificate' = '.'
        }
        # Used in the lines.
        $passphrase = ConvertTo-SecureString 'open sesame' -AsPlainText -Force
        $null = $passphrase
        $global:PSDefaultParameterValues['*-Ssl*:CaCertificate'] = "$here/ca.pem"
        foreach ($cmdlet in 'Test-SslHost', 'Get-SslHostProfile') { $global:PSDefaultParameterValues["${cmdlet}:TimeoutSeconds"] = 20 }
        $global:PSDefaultParameterValues['Test-SslHost:WarningDays'] = 10
        Push-Location $here
    }
    AfterAll {
        Pop-Location
        foreach ($key in '*-Ssl*:CaCertificate', 'Test-SslHost:TimeoutSeconds', 'Get-SslHostProfile:TimeoutSeconds',
            'Test-SslHost:WarningDays') {
            $global:PSDefaultParameterValues.Remove($key)
        }
        $takers | Remove-Job -Force
        $good, $old | Stop-SslServer
        $mail, $dns | ForEach-Object Dispose
    }

    It 'has at least thirty jobs, and each is tested here' {
        $blocks = @(Select-String -Path (Join-Path $RepositoryRoot docs/cookbook.md) -Pattern '^```powershell').Count
        $blocks | Should -BeGreaterOrEqual 30
        $expected.Count | Should -Be $blocks
    }

    It 'does: <Title>' -ForEach $jobs {
        $expected.Keys | Should -Contain $Title -Because 'each job has an outcome to see'
        if ($Code -match '\.p12' -and ($why = Get-SystemTrouble JoinedKeys)) { Set-ItResult -Skipped -Because $why; return }
        $line = $Code
        foreach ($name in $names.Keys) { $line = $line.Replace($name, $names[$name]) }
        $line | Should -Not -Match 'example\.org'
        if ($line -match '-TrustStore|New-SslServer|New-SslCertificate|New-SslConfiguration') {
            $global:PSDefaultParameterValues.Remove('*-Ssl*:CaCertificate')
        }
        else { $global:PSDefaultParameterValues['*-Ssl*:CaCertificate'] = "$here/ca.pem" }
        $output = @(& ([scriptblock]::Create($line)))
        try {
            if ($expected[$Title] -like 'file:*') { Join-Path $here ($expected[$Title] -replace '^file:') | Should -Exist }
            else { ($output | Out-String -Width 400) | Should -Match $expected[$Title] }
        }
        finally { $output | Where-Object { $_ -is [QSslCore.QTcpServer] } | Stop-SslServer }
    }
}
