# Reports for monitoring systems: Prometheus reads a file, Nagios a line and an exit code.
Describe 'ConvertTo-SslReport for monitoring' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Reports.ps1
        $run = New-TestRun
        $hostile = New-HostileRun
    }

    Context 'Prometheus' {
        It 'has the metrics of each host' {
            $series = Read-PrometheusText "$($run | ConvertTo-SslReport Prometheus)"
            @($series | Where-Object Name -EQ ssl_host_status).Count | Should -Be 16
            ($series | Where-Object {
                $_.Name -eq 'ssl_host_status' -and $_.Value -eq 1
            } | ForEach-Object { $_.Labels.status }) | Should -Be Ok, Warning, Critical, Unreachable
            $expiry = $series | Where-Object {
                $_.Name -eq 'ssl_host_certificate_not_after_timestamp_seconds' -and $_.Labels.target -eq 'one.example:443'
            }
            $expiry.Value | Should -Be ([DateTimeOffset]$run[0].NotAfter).ToUnixTimeSeconds()
            ($series | Where-Object {
                $_.Name -eq 'ssl_host_duration_seconds' -and $_.Labels.phase -eq 'handshake'
            })[0].Value | Should -Be 0.0151
            ($series | Where-Object Name -EQ ssl_host_certificate_lifetime_used_ratio)[0].Value | Should -Be 0.505
            ($series | Where-Object {
                $_.Name -eq 'ssl_host_finding' -and $_.Labels.target -eq 'three.example:443'
            } | ForEach-Object { $_.Labels.code }) | Should -Be CertificateExpired, MissingIntermediate
            ($series | Where-Object { $_.Labels.target -eq 'two.example:25' })[0].Labels.starttls | Should -Be smtp
        }

        It 'has each series once, of several reports the gravest, and says so' {
            $same = (New-TestReport), (New-TestReport -Status Critical -With @{
                Timestamp = [datetime]'2026-11-24T12:00:00Z'
            }), (New-TestReport 'two.example:443'), (New-TestReport 'two.example:443' -With @{ Address = '192.0.2.2' })
            $same += New-TestReport 'ONE.example:443' -With @{ Timestamp = [datetime]'2026-11-25T12:00:00Z' }
            $series = Read-PrometheusText "$($same | ConvertTo-SslReport Prometheus -WarningVariable said -WarningAction SilentlyContinue)"
            $said | Should -Match '3 reports of one.example:443'
            ($series | Where-Object Name -EQ ssl_hosts).Value | Should -Be 3
            ($series | Where-Object { $_.Name -eq 'ssl_host_reports' }).Value | Should -Be 3, 1, 1
            $now = $series | Where-Object { $_.Name -eq 'ssl_host_status' -and $_.Value -eq 1 }
            ($now | Where-Object { $_.Labels.target -eq 'one.example:443' }).Labels.status | Should -Be Critical
            ($now | Where-Object {
                $_.Labels.target -eq 'two.example:443'
            } | ForEach-Object { $_.Labels.address }) | Should -Be '192.0.2.1', '192.0.2.2'
        }

        It 'keeps hostile texts within their labels' {
            $series = Read-PrometheusText "$($hostile | ConvertTo-SslReport Prometheus)"
            $info = $series | Where-Object { $_.Name -eq 'ssl_host_info' -and $_.Labels.target -eq 'Label.example:443' }
            $info.Labels.subject | Should -BeExactly $HostileTexts.Label
        }

        It 'is read by a parser that can say no' {
            $text = "$($run | ConvertTo-SslReport Prometheus)"
            { Read-PrometheusText $text.TrimEnd() } | Should -Throw '*no end*'
            { Read-PrometheusText ($text + "$($text.Split("`n")[2])`n") } | Should -Throw
            { Read-PrometheusText ($text -replace 'status="Ok"', 'status="O"k"') } | Should -Throw '*no label*'
            { Read-PrometheusText ($text + $text) } | Should -Throw '*second HELP*'
        }
    }

    Context 'Nagios' {
        It 'has one line of words and figures' {
            $text = "$($run | ConvertTo-SslReport Nagios)"
            $text | Should -Match ('^CRITICAL - 1 critical, 1 unreachable, 1 warning, 1 ok of 4 hosts; ' +
                'three.example:443: The certificate has expired; ')
            $text | Should -Not -Match '[\r\n]'
            $words, $figures, $more = $text -split ' \| '
            $more | Should -BeNullOrEmpty
            $figures | Should -Match "'three.example:443 days'=-3 "
            $figures -match "'one.example:443 time'=0.0171s;;;0" | Should -BeTrue
            $run[0] | ConvertTo-SslReport Nagios | Should -Match '^OK - 1 ok of 1 host \| '
        }

        It 'keeps hostile texts in the words, and the words short' {
            foreach ($report in $hostile) {
                $text = "$($report | ConvertTo-SslReport Nagios)"
                $text.Split('|').Count | Should -Be 2
                $text.Length | Should -BeLessThan 900
                $words, $figures = $text -split ' \| '
                $words | Should -Not -Match '[<>]'
                $figures | Should -Match "^('[^'=|]+'=-?[\d.]+s?(;;;0)? ?)+$"
            }
            "$($hostile | ConvertTo-SslReport Nagios)" | Should -Match '; and \d+ more \|'
        }

        It 'prints whole where a plug-in prints, however narrow the console is' {
            $file = Join-Path $TestDrive run.json
            $run + $hostile | ConvertTo-SslReport Json | Set-Content $file
            $printed = pwsh -NoProfile -NonInteractive `
                -Command ("Import-Module '$PackagePath/QSslModule.psd1'; `$check = Get-Content '$file' -Raw | ConvertFrom-Json | " +
                    "ConvertTo-SslReport Nagios; `$check; exit `$check.ExitCode")
            $LASTEXITCODE | Should -Be 2
            @($printed).Count | Should -Be 1
            # The console of Windows has a code page, and a question mark for what is not in it.
            $printed -replace '[^ -~]', '?' | Should -Be ("$($run + $hostile | ConvertTo-SslReport Nagios)" -replace '[^ -~]', '?')
        }

        It 'gives the days with the limits that they were judged by' {
            $judged = New-TestReport -With @{ WarningDays = 30; CriticalDays = 7 }
            "$($judged | ConvertTo-SslReport Nagios)" | Should -BeLike "*'one.example:443 days'=100;31:;8: *"
            "$(New-TestReport -With @{ CriticalDays = 0 } | ConvertTo-SslReport Nagios)" |
                Should -BeLike "*'one.example:443 days'=100;;1: *"
        }

        It 'has no figure that is cut, and first those of the most urgent hosts' {
            $many = @(1..500 | ForEach-Object {
                New-TestReport "host$_.example:443"
            }) + (New-TestReport 'bad.example:443' Critical (New-TestFinding) -3)
            $line = "$($many | ConvertTo-SslReport Nagios)"
            $line.Length | Should -BeLessThan 8000
            ($line -split ' \| ')[1] | Should -Match "^'bad.example:443 days'=-3 ('[^'=|]+'=-?[\d.]+s?(;;;0)? ?)+$"
        }
    }

    Context 'Tap' {
        It 'has a test point for each host, with what is wrong in a block of YAML' {
            $lines = "$($run | ConvertTo-SslReport Tap)" -split "`n"
            $lines[0, 1] | Should -Be 'TAP version 14', '1..4'
            $lines -match '^(not )?ok ' | Should -Be 'ok 1 - one.example:443', 'ok 2 - two.example:25', 'not ok 3 - three.example:443',
                'not ok 4 - [2001:db8::1]:443'
            $lines | Should -Contain '  status: "Warning"'
            $lines | Should -Contain '  daysLeft: -3'
            $lines | Should -Contain '    - "The certificate has expired"'
        }

        It 'keeps hostile texts within their quotation marks' {
            foreach ($line in "$($hostile + (New-TestReport 'a#b \c:443') | ConvertTo-SslReport Tap)".TrimEnd("`n") -split "`n") {
                $line | Should -Match ('^(TAP version 14|1\.\.\d+|(not )?ok \d+ - .*|  (---|\.\.\.)|' +
                    '  (status|daysLeft): ("([^"\\]|\\.)*"|-?\d+)|  reasons:|    - "([^"\\]|\\.)*")$')
                if ($line -match 'ok \d+ - (.*)') { $Matches[1] | Should -Not -Match '(?<!\\)#' }
            }
        }
    }

    Context 'Zabbix' {
        It 'has the macros of each host, and its values' {
            $found = "$($run | ConvertTo-SslReport Zabbix)" | ConvertFrom-Json
            $found.'{#TARGET}' | Should -Be $run.Target
            $found.'{#HOST}' | Should -Be $run.HostName
            $found.'{#PORT}' | Should -Be 443, 25, 443, 443
            $found.'{#STARTTLS}' | Should -Be '', 'smtp', '', ''
            $found.status | Should -Be Ok, Warning, Critical, Unreachable
            $found.code | Should -Be 0, 1, 2, 2
            $found.daysLeft | Should -Be 100, 24, -3, $null
            foreach ($name in $found[0].PSObject.Properties.Name) { $name | Should -MatchExactly '^(\{#[A-Z]+\}|[a-z][A-Za-z]*)$' }
        }

        It 'keeps apart what has the same target, and says what was not a report' {
            $given = (New-TestReport), (New-TestReport -With @{ Address = '192.0.2.2' }), 1
            $found = "$($given | ConvertTo-SslReport Zabbix -ErrorAction SilentlyContinue)" | ConvertFrom-Json
            $found.'{#NAME}' | Should -Be 'one.example:443 (192.0.2.1)', 'one.example:443 (192.0.2.2)', '(input)'
            $found[2].status | Should -Be Unknown
        }

        It 'says that no host was tested: without a row there would be nothing to raise an alarm' {
            $text = @() | ConvertTo-SslReport Zabbix
            $text.ExitCode | Should -Be 3
            $found = @("$text" | ConvertFrom-Json)
            $found.Count | Should -Be 1
            $found[0].'{#NAME}', $found[0].status, $found[0].code | Should -Be '(input)', Unknown, 3
            $found[0].reason | Should -Be 'no host was tested'
        }
    }
}
