# What hosts accept: profiles and policies against real servers. nginx and openssl stand on loopback; the module asks.
Describe 'Profiles of real hosts' {
    BeforeDiscovery {
        $hasNginx = [bool] (Get-Command nginx -CommandType Application -ErrorAction Ignore)
        $hasOpenSsl = [bool] (Get-Command openssl -CommandType Application -ErrorAction Ignore)
    }

    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $root = New-SslCertificate -CertificateAuthority -Subject 'CN=Profile CA'
        $made = New-SslCertificate localhost -IPAddress 127.0.0.1 -Issuer $root -Days 60
        $ca = Join-Path $TestDrive 'ca.pem'
        $certificate = Join-Path $TestDrive 'host.pem'
        $key = Join-Path $TestDrive 'host.key'
        $root.Certificate | Export-SslCertificate $ca
        $made.Certificate, $root.Certificate | Export-SslCertificate $certificate
        $made.Key | Export-SslKey $key
        $rsaCertificate = Join-Path $TestDrive 'rsa.pem'
        $rsaKey = Join-Path $TestDrive 'rsa.key'
        $rsaMade = New-SslCertificate localhost -KeyKind Rsa2048 -Days 30
        $rsaMade.Certificate | Export-SslCertificate $rsaCertificate
        $rsaMade.Key | Export-SslKey $rsaKey

        function Get-FreePort {
            $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
            $listener.Start()
            $port = $listener.LocalEndpoint.Port
            $listener.Stop()
            $port
        }

        function Wait-Port {
            param([int] $Port)

            Wait-Until { try { [System.Net.Sockets.TcpClient]::new('127.0.0.1', $Port).Dispose(); $true } catch { $false } } "port $Port"
        }

        # Without reading its input, which may be at its end: -rev.
        function Use-OpenSslServer {
            param([string[]] $Options, [scriptblock] $Script)

            $program = Start-OpenSslServer @{ Certificate = $certificate; Key = $key } $TestDrive -Argument $Options
            try { & $Script "127.0.0.1:$($program.Port)" } finally { $program | Stop-OpenSslServer }
        }

        # Two servers in one nginx: one as Mozilla's intermediate level wants it, and a bad one.
        function Start-TestNginx {
            $home_ = Join-Path $TestDrive 'nginx'
            $null = New-Item $home_ -ItemType Directory -Force
            $good, $bad = (Get-FreePort), (Get-FreePort)
            Set-Content (Join-Path $home_ 'nginx.conf') @"
daemon off;
worker_processes 1;
pid $home_/nginx.pid;
error_log $home_/error.log;
events { worker_connections 512; }
http {
  access_log off;
  client_body_temp_path $home_/b; proxy_temp_path $home_/p; fastcgi_temp_path $home_/f; uwsgi_temp_path $home_/u; scgi_temp_path $home_/s;
  ssl_certificate $certificate; ssl_certificate_key $key;
  server {
    listen 127.0.0.1:$good ssl;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384;
    ssl_prefer_server_ciphers off;
    ssl_ecdh_curve X25519:prime256v1:secp384r1;
    add_header Strict-Transport-Security "max-age=63072000" always;
    return 204;
  }
  server {
    listen 127.0.0.1:$bad ssl;
    ssl_protocols TLSv1 TLSv1.1 TLSv1.2;
    ssl_ciphers ALL:@SECLEVEL=0;
    ssl_prefer_server_ciphers on;
    return 204;
  }
}
"@
            $process = Start-Process nginx -ArgumentList '-c', "$home_/nginx.conf", '-p',
                $home_ -PassThru -RedirectStandardError "$home_/stderr"
            Wait-Port $good
            Wait-Port $bad
            @{ Process = $process; Good = $good; Bad = $bad }
        }
    }

    Context 'nginx' -Skip:(-not $hasNginx) -Tag 'needs the program nginx (Debian package nginx-light)' {
        BeforeAll {
            $nginx = Start-TestNginx
            $good = "127.0.0.1:$($nginx.Good)"
            $bad = "127.0.0.1:$($nginx.Bad)"
            $reports = $good, $bad | Test-SslHost -CaCertificate $ca -Policy Mozilla-Intermediate -Ordered -TimeoutSeconds 60
        }
        AfterAll {
            if ($nginx) { $nginx.Process.Kill($true); $null = $nginx.Process.WaitForExit(10000) }
        }

        It 'finds a good host Ok by Mozilla-Intermediate' {
            ($reports[0].Findings | Out-String) | Should -BeNullOrEmpty
            $reports[0].Status | Should -Be 'Ok'
            $reports[0].Policy | Should -Be 'Mozilla-Intermediate 6.0'
            $reports[0].PolicyVerdicts.Status | Sort-Object -Unique | Should -Be 'Met', 'NotApplicable'
        }

        It 'finds a bad host Critical, with the ids of the rules' {
            $reports[1].Status | Should -Be 'Critical'
            $broken = $reports[1].Findings | Where-Object Code -Like 'Mozilla-*'
            $broken.Code | Should -Contain 'Mozilla-Intermediate.Protocols'
            $broken.Code | Should -Contain 'Mozilla-Intermediate.Ciphers'
            $broken.Code | Should -Contain 'Mozilla-Intermediate.Hsts'
            ($broken | Where-Object Code -EQ 'Mozilla-Intermediate.Protocols').Message |
                Should -Match 'Seen: the host accepts TLS 1\.0, TLS 1\.1\. Turn all other versions off'
            ($broken | Where-Object Code -EQ 'Mozilla-Intermediate.Protocols').Severity | Should -Be 'Critical'
            ($broken | Where-Object Code -EQ 'Mozilla-Intermediate.Hsts').Severity | Should -Be 'Warning'
        }

        It 'has the profile in the report' {
            ($reports[0].Profile.Protocols | Where-Object Status -EQ 'Accepted').Version | Should -Be 'TLS 1.2', 'TLS 1.3'
            ($reports[1].Profile.Protocols | Where-Object Status -EQ 'Accepted').Version | Should -Be 'TLS 1.0', 'TLS 1.1', 'TLS 1.2'
            ($reports[0].Profile.Protocols | Where-Object Version -EQ 'TLS 1.2').Ciphers.Name |
                Should -Match '^TLS_ECDHE_(ECDSA|RSA)_WITH_AES_'
            ($reports[1].Profile.Protocols | Where-Object Version -EQ 'TLS 1.2').Order | Should -Be 'Server'
        }

        It 'shows a host on one screen of 80 by 40, the worst first' {
            $lines = ($reports[1].Profile | Out-String -Width 80).Trim() -replace '\x1b\[[\d;]*m' -split '\r?\n'
            $lines.Count | Should -BeLessOrEqual 40
            $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
            $rows = $lines -match '^  (SSL|TLS) '
            $rows.Count | Should -Be 6
            $rows[0] | Should -Match 'TLS 1\.0  Accepted'
            $rows[-1] | Should -Match 'Refused'
        }

        It 'is the same after JSON, CLIXML, and in Compare-SslReport' {
            $json = "$($reports | ConvertTo-SslReport Json)" | ConvertFrom-Json
            $json[1].PolicyVerdicts.Count | Should -Be $reports[1].PolicyVerdicts.Count
            $json[1].Profile.Protocols[-1].Version | Should -Be 'TLS 1.3'
            $file = Join-Path $TestDrive 'run.xml'
            $reports | Export-Clixml $file
            foreach ($copy in $json, (Import-Clixml $file)) {
                "$($copy | ConvertTo-SslReport Html)" | Should -BeExactly "$($reports | ConvertTo-SslReport Html)"
                Compare-SslReport $reports $copy | Should -BeNullOrEmpty
            }
        }

        It 'tells what changed between two profiles' {
            $before = "$($reports[0] | ConvertTo-SslReport Json)" | ConvertFrom-Json
            $after = "$($reports[1] | ConvertTo-SslReport Json)" | ConvertFrom-Json
            $after[0].Target = $before[0].Target
            $after[0].Port = $before[0].Port
            $changes = Compare-SslReport $before $after
            ($changes | Where-Object Kind -EQ 'ProtocolAdded').After | Should -Be 'TLS 1.0', 'TLS 1.1'
            ($changes | Where-Object Kind -EQ 'ProtocolRemoved').Before | Should -Be 'TLS 1.3'
            @($changes | Where-Object Kind -EQ 'CipherAdded').After | Should -Contain 'TLS 1.2 TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA'
            ($changes | Where-Object Kind -EQ 'CipherOrderChanged').After | Should -Be 'TLS 1.2 Server'
        }

        It 'is in every format' {
            $sarif = "$($reports | ConvertTo-SslReport Sarif)" | ConvertFrom-Json
            $rule = $sarif.runs[0].tool.driver.rules | Where-Object id -EQ 'Mozilla-Intermediate.Protocols'
            $rule.shortDescription.text | Should -Be 'The host accepts TLS 1.2 and TLS 1.3 only.'
            $rule.help.text | Should -Be 'Turn all other versions off.'
            $sarif.runs[0].results.ruleId | Should -Contain 'Mozilla-Intermediate.Ciphers'
            $html = "$($reports | ConvertTo-SslReport Html)"
            # A page that does not match would be shown whole.
            foreach ($words in '<code>Mozilla-Intermediate.Protocols</code>', 'What the host accepts',
                '<bdi dir="ltr">TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA</bdi>') {
                $html.Contains($words) | Should -BeTrue -Because $words
            }
            $html.Contains('SslPolicyVerdict[]') | Should -BeFalse
            "$($reports | ConvertTo-SslReport Markdown)" | Should -Match '(?m)^## Policy'
            $csv = "$($reports | ConvertTo-SslReport Csv)" | ConvertFrom-Csv
            $csv[1].Policy | Should -Be 'Mozilla-Intermediate 6.0'
            $csv[1].Profile | Should -Be 'TLS 1.0, TLS 1.1, TLS 1.2'
            $metrics = "$($reports | ConvertTo-SslReport Prometheus)"
            $metrics | Should -Match 'ssl_host_protocol_accepted\{[^}]*version="TLS 1\.0"\} 1'
            $metrics | Should -Match 'ssl_host_policy_rules\{[^}]*verdict="Broken"\} [1-9]'
            "$($reports | ConvertTo-SslReport JUnit)" | Should -Match 'Mozilla-Intermediate 6\.0: \d+ broken'
            "$($reports | ConvertTo-SslReport Nagios)" | Should -Match '^CRITICAL'
        }

        It 'takes a policy of a file, and one as an object' {
            $path = Join-Path $TestDrive 'only13.json'
            Set-Content $path ('{ "id": "Only13", "title": "t", "rules": [ { "id": "Only13.Protocols", ' +
                '"severity": "Critical", "title": "TLS 1.3 only.", "advice": "Turn others off.", ' +
                    '"check": "Protocols", "allowed": ["TLS 1.3"] } ] }')
            foreach ($policy in $path, (Get-SslPolicy -Path $path), (Get-Item $path)) {
                $report = Test-SslHost $good -CaCertificate $ca -Policy $policy -TimeoutSeconds 60
                $report.Status | Should -Be 'Critical'
                $report.Findings.Code | Should -Be 'Only13.Protocols'
            }
        }

        It 'takes an authority by the verified path alone' -Skip:(-not $hasOpenSsl) -Tag 'needs the program openssl' {
            $path = Join-Path $TestDrive 'ca.json'
            $rule = '{{ "id": "Ca", "title": "t", "rules": [ {{ "id": "Ca.Ours", ' +
                '"severity": "Critical", "title": "Ours.", "advice": "a.", "check": "CertificateAuthorities", "allowed": ["{0}"] }} ] }}'
            Set-Content $path ($rule -f $root.Certificate.SpkiPin)
            (Test-SslHost $good -CaCertificate $ca -Policy $path -TimeoutSeconds 60).PolicyVerdicts.Status | Should -Be 'Met'
            # What is merely sent along proves nothing, and the host's own key is not an authority.
            $stranger = New-SslCertificate -CertificateAuthority -Subject 'CN=Stranger'
            $leaf = New-SslCertificate localhost -IPAddress 127.0.0.1 -Issuer $stranger
            $leaf.Certificate | Export-SslCertificate $TestDrive/forged.pem
            $leaf.Key | Export-SslKey $TestDrive/forged.key
            Use-OpenSslServer '-cert', "$TestDrive/forged.pem", '-key', "$TestDrive/forged.key", '-cert_chain', $ca {
                $report = Test-SslHost $args[0] -Policy $path -SkipCertificateCheck -TimeoutSeconds 60
                $report.Chain | Should -HaveCount 2
                $report.PolicyVerdicts.Status | Should -Not -Be 'Met'
            }
            Set-Content $path ($rule -f $made.Certificate.SpkiPin)
            (Test-SslHost $good -CaCertificate $ca -Policy $path -TimeoutSeconds 60).PolicyVerdicts.Status | Should -Be 'Broken'
        }

        It 'explains a handshake that fails' {
            (Test-SslHost $good -CaCertificate $ca -Protocol TlsV1_1 -Explain -TimeoutSeconds 60).Explanation |
                Should -Match '^The host accepts TLS 1\.2 and TLS 1\.3.*-Protocol TlsV1_3 reaches it\.$'
            $report = Test-SslHost $good -CaCertificate $ca -Protocol TlsV1_2 -Cipher ECDHE-RSA-AES128-SHA -Explain -TimeoutSeconds 60
            $report.Status | Should -Be 'Critical'
            $report.Explanation | Should -Match '-Cipher TLS_ECDHE_(ECDSA|RSA)_WITH_AES_(128|256)_GCM_SHA\d+ reaches it'
            $report.Findings[0].Message | Should -Match ([regex]::Escape($report.Explanation))
            (Test-SslHost $good -CaCertificate $ca -Group P-521 -Explain -TimeoutSeconds 60).Explanation |
                Should -Match '-Group X25519 reaches it'
            (Test-SslHost $good -CaCertificate $ca -Explain -TimeoutSeconds 60).Explanation | Should -BeNullOrEmpty
        }
    }

    Context 'the cmdlet' {
        BeforeAll { $server = New-SslServer -Certificate $made }
        AfterAll { $server | Stop-SslServer }

        It 'profiles several hosts, in order where that is wanted' {
            $closed = Get-FreePort
            $profiles = "127.0.0.1:$($server.ServerPort)", "127.0.0.1:$closed" |
                Get-SslHostProfile -Section Protocols -Ordered -TimeoutSeconds 30
            $profiles.Port | Should -Be $server.ServerPort, $closed
            ($profiles[0].Protocols | Where-Object Status -EQ 'Accepted').Version | Should -Contain 'TLS 1.3'
            $profiles[0].Sections | Should -Be 'Protocols'
            $profiles[0].Connections | Should -BeGreaterThan 0
            $profiles[1].Failure | Should -Not -BeNullOrEmpty
        }

        It 'takes objects and rows, with what they say' {
            $row = "HostName,Port`n127.0.0.1,$($server.ServerPort)" | ConvertFrom-Csv
            ($row | Get-SslHostProfile -Section Protocols -TimeoutSeconds 30).Port | Should -Be $server.ServerPort
        }

        It 'writes an error and a profile for what is no host' {
            $found = 'a b', '# note' | Get-SslHostProfile -ErrorAction SilentlyContinue -ErrorVariable errors
            $errors.Count | Should -Be 1
            $errors[0].FullyQualifiedErrorId | Should -Match '^SslInvalidTarget,'
            @($found).Count | Should -Be 1
            $found.Failure | Should -Not -BeNullOrEmpty
        }

        It 'refuses mistakes before it connects' {
            { Get-SslHostProfile localhost:1 -StartTls nonesuch -ErrorAction Stop } | Should -Throw
            { Get-SslHostProfile localhost:1 -PeerName 'a b' -ErrorAction Stop } | Should -Throw
            {
                Test-SslHost localhost:1 -Policy nonesuch -ErrorAction Stop
            } | Should -Throw -ErrorId 'SslPolicyNotFound,QSslModule.TestSslHostCommand'
            {
                Test-SslHost localhost:1 -Policy 42 -ErrorAction Stop
            } | Should -Throw -ErrorId 'SslUnsupportedInput,QSslModule.TestSslHostCommand'
        }

        It 'tells -Verbose what it does' {
            $lines = Get-SslHostProfile "127.0.0.1:$($server.ServerPort)" -Section Protocols -Verbose -TimeoutSeconds 30 4>&1 |
                Where-Object {
                $_ -is [System.Management.Automation.VerboseRecord]
            }
            "$lines" | Should -Match "127\.0\.0\.1:$($server.ServerPort): looking at what the host accepts"
            "$lines" | Should -Match 'in \d+ connections'
        }

        It 'holds the hosts of a run beside each other' -Skip:(-not $hasOpenSsl) -Tag 'needs the program openssl' {
            # One key on a sound host and on one with SSL 2.0: the attack works on the sound one, too (DROWN).
            $old = New-SslServer -Certificate $rsaMade.Certificate -Key $rsaMade.Key -Misbehave Ssl2
            try {
                Use-OpenSslServer '-cert', $rsaCertificate, '-key', $rsaKey {
                    $targets = $args[0], "127.0.0.1:$($old.ServerPort)"
                    $alone = Get-SslHostProfile $targets[0] -TimeoutSeconds 60 -WarningVariable none -WarningAction SilentlyContinue
                    ($alone.Weaknesses | Where-Object Id -EQ Drown).Status | Should -Be 'NotVulnerable'
                    $none | Should -BeNullOrEmpty

                    $profiles = @($targets | Get-SslHostProfile -Ordered -TimeoutSeconds 60 `
                        -WarningVariable warned -WarningAction SilentlyContinue)
                    $profiles.Target | Should -Be $targets[0], $targets[1], $targets[0]
                    ($profiles[2].Weaknesses | Where-Object Id -EQ Drown).Status | Should -Be 'Vulnerable'
                    ($profiles[2].Weaknesses | Where-Object Id -EQ Drown).Evidence | Should -Match ([regex]::Escape($targets[1]))
                    "$warned" | Should -Match "$([regex]::Escape($targets[0])) is written again"

                    $reports = @($targets | Test-SslHost -Policy QSslModule -SkipCertificateCheck -Ordered -TimeoutSeconds 60 `
                        -WarningAction SilentlyContinue)
                    $reports.Target | Should -Be $targets[0], $targets[1], $targets[0]
                    ($reports[0].PolicyVerdicts | Where-Object RuleId -EQ 'QSslModule.Weaknesses').Status | Should -Not -Be 'Broken'
                    ($reports[2].PolicyVerdicts | Where-Object RuleId -EQ 'QSslModule.Weaknesses').Status | Should -Be 'Broken'
                    $reports[2].Status | Should -Be 'Critical'
                    $reports[2].Findings.Code | Should -Contain 'QSslModule.Weaknesses'
                    ConvertTo-SslReport -InputObject $reports -Format Html | Should -Match 'uses the key with SSL 2.0'
                }
            }
            finally { $old | Stop-SslServer }
        }

        It 'keeps nothing of hosts that are not profiled' {
            $found = @("127.0.0.1:$($server.ServerPort)", "127.0.0.1:$($server.ServerPort)" |
                Test-SslHost -SkipCertificateCheck -TimeoutSeconds 30 -WarningVariable warned)
            $found.Count | Should -Be 2
            $warned | Should -BeNullOrEmpty
        }

        It 'takes a host that cuts its answers off for one that is not known to follow a policy' {
            # A hello of TLS 1.2 that chooses a suite, and then the end.
            $hello = [byte[]](22, 3, 3, 0, 42, 2, 0, 0, 38, 3, 3) + [byte[]](1..32) + [byte[]](0, 0xC0, 0x2F, 0)
            $cut = [QSslTest.FaultyServer]::new(@(), 1, $hello, $true)
            try {
                $found = Get-SslHostProfile "127.0.0.1:$($cut.Port)" -TimeoutSeconds 4
                $found.Failure | Should -Not -BeNullOrEmpty
                $found.Protocols.Status | Should -Be (@('Unknown') * 6)
                $report = Test-SslHost "127.0.0.1:$($cut.Port)" -Policy Mozilla-Intermediate -TimeoutSeconds 4
                $report.Status | Should -Not -Be 'Ok'
                $report.PolicyVerdicts | Where-Object Status -EQ 'Met' | Should -BeNullOrEmpty
            }
            finally { $cut.Dispose() }
        }

        It 'does not take an unreachable host for one that follows a policy' {
            $report = Test-SslHost "127.0.0.1:$(Get-FreePort)" -Policy QSslModule -TimeoutSeconds 10
            $report.Status | Should -Be 'Unreachable'
            $report.PolicyVerdicts | Should -BeNullOrEmpty
        }

        It 'points to -Explain where a connection fails' {
            $failed = { Connect-SslHost localhost $server.ServerPort -Protocol TlsV1_1 -TimeoutSeconds 10 -ErrorAction Stop }
            try { & $failed; throw 'It connected.' } catch { $record = $_ }
            $record.ErrorDetails.RecommendedAction | Should -Match 'Test-SslHost -Explain'
        }
    }

    Context 'plain text' {
        It 'knows <Protocol> by its first words' -TestCases @(
            @{ Protocol = 'smtp'; Words = "220 mail.example ESMTP`r`n" }
            @{ Protocol = 'imap'; Words = "* OK IMAP4rev1 ready`r`n" }
            @{ Protocol = 'pop3'; Words = "+OK ready`r`n" }
            @{ Protocol = 'ftp'; Words = "220 (vsFTPd 3.0.5)`r`n" }
        ) {
            $server = [QSslTest.FaultyServer]::new([System.Text.Encoding]::ASCII.GetBytes($Words), 1, @(), $true)
            try {
                $report = Test-SslHost "127.0.0.1:$($server.Port)" -Explain -TimeoutSeconds 5
                $report.Explanation | Should -Be "The host speaks STARTTLS here: -StartTls $Protocol comes to TLS."
            }
            finally { $server.Dispose() }
        }
    }

    Context 'openssl s_server' -Skip:(-not $hasOpenSsl) -Tag 'needs the program openssl' {
        It 'explains a client certificate that is required, and its authorities' {
            Use-OpenSslServer '-CAfile', $ca, '-Verify', '1' {
                (Test-SslHost $args[0] -CaCertificate $ca -Explain -TimeoutSeconds 30).Explanation |
                    Should -Be 'The host requires a client certificate (from CN=Profile CA): -Certificate and -Key give it one.'
            }
        }

        It 'explains TLS 1.0 alone, with the parameter that reaches it' {
            Use-OpenSslServer '-tls1', '-cipher', 'AES128-SHA:AES256-SHA:@SECLEVEL=0', '-cert', $rsaCertificate, '-key', $rsaKey {
                (Test-SslHost $args[0] -SkipCertificateCheck -Explain -TimeoutSeconds 30).Explanation |
                    Should -Be 'The host accepts TLS 1.0 with CBC suites only; -Protocol TlsV1_0 reaches it, insecurely.'
            }
        }

        It 'explains an application protocol that the host does not speak' {
            Use-OpenSslServer '-alpn', 'imap,pop3' {
                (Test-SslHost $args[0] -CaCertificate $ca -Alpn h2, http/1.1 -Explain -TimeoutSeconds 30).Explanation |
                    Should -Be 'The host speaks imap and pop3, and the offer was h2 and http/1.1 (ALPN): -Alpn imap reaches it.'
            }
        }

        It 'explains a name that is wanted' {
            Use-OpenSslServer '-servername', 'other.example', '-servername_fatal', '-cert2', $certificate, '-key2', $key {
                (Test-SslHost $args[0] -PeerName wrong.example -SkipCertificateCheck -Explain -TimeoutSeconds 30).Explanation |
                    Should -Be "The host does not serve the name 'wrong.example' (SNI): -PeerName gives it another."
            }
        }

        It 'explains STARTTLS towards a port that begins with TLS' {
            Use-OpenSslServer @() {
                (Test-SslHost $args[0] -StartTls smtp -CaCertificate $ca -Explain -TimeoutSeconds 4).Explanation |
                    Should -Be 'The host begins with TLS at once here, without smtp: leave -StartTls out.'
            }
        }
    }
}
