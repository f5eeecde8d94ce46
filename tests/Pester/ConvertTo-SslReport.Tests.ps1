# Reports as text for programs: other programs read each format.
BeforeDiscovery { $formats = 'Html', 'Json', 'Csv', 'Markdown', 'JUnit', 'Sarif', 'Prometheus', 'Nagios', 'Tap', 'Zabbix' }

Describe 'ConvertTo-SslReport' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Reports.ps1
        $run = New-TestRun
        $hostile = New-HostileRun
        # What no text may bring along raw, whatever the format: controls, turns of the direction, half pairs, no characters.
        $invisible = '[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\u200E\u200F\u202A-\u202E\u2028\u2029\u2066-\u2069\uFFFE\uFFFF]'

        function ConvertFrom-JUnit {
            param([string] $Text)

            $schemas = [System.Xml.Schema.XmlSchemaSet]::new()
            $null = $schemas.Add($null, "$PSScriptRoot/Schemas/junit.xsd")
            $document = [xml]::new()
            $document.Schemas = $schemas
            $document.LoadXml($Text)
            $document.Validate({ throw $args[1].Message })
            $document
        }

        function Test-Sarif {
            param([string] $Text, [string] $Schema = "$PSScriptRoot/Schemas/sarif.json")

            Test-Json -Json $Text -SchemaFile $Schema -ErrorAction Ignore
        }
    }

    It 'writes one string in <_>, however many reports there are, and none' -ForEach $formats {
        foreach ($reports in $run, $run[0], @()) {
            $text = @($reports | ConvertTo-SslReport -Format $_)
            $text.Count | Should -Be 1
            $text[0] | Should -BeOfType ([string])
            $text[0].Format | Should -Be $_
        }
    }

    It 'writes nothing in <_> that cannot be seen' -ForEach $formats {
        $text = "$($hostile | ConvertTo-SslReport -Format $_)"
        $text | Should -Not -Match $invisible
        # Throws at half of a pair.
        $null = [System.Text.UTF8Encoding]::new($false, $true).GetBytes($text)
    }

    It 'shows a status in Prometheus also where it is none of the known' {
        $series = Read-PrometheusText "$(New-TestReport -Status strange | ConvertTo-SslReport Prometheus)"
        ($series | Where-Object { $_.Name -eq 'ssl_host_status' -and $_.Value -eq 1 }).Labels.status | Should -Be Unknown
    }

    It 'knows the formats that are tested here' {
        [enum]::GetNames([QSslModule.SslReportFormat]) |
            Should -Be 'Html', 'Json', 'Csv', 'Markdown', 'JUnit', 'Sarif', 'Prometheus', 'Nagios', 'Tap', 'Zabbix'
    }

    It 'tells the exit code of a plug-in' {
        foreach ($case in @{ Status = 'Ok'; Code = 0 }, @{ Status = 'Warning'; Code = 1 }, @{ Status = 'Critical'; Code = 2 }, @{
            Status = 'Unreachable'
            Code = 2
        }, @{
            Status = 'of another kind'
            Code = 3
        }) {
            (New-TestReport -Status $case.Status | ConvertTo-SslReport Nagios).ExitCode | Should -Be $case.Code -Because $case.Status
        }
        ($run | ConvertTo-SslReport Html).ExitCode | Should -Be 2
        (@() | ConvertTo-SslReport Nagios).ExitCode | Should -Be 3
        @() | ConvertTo-SslReport Nagios | Should -Be 'UNKNOWN - no host was tested'
    }

    It 'leaves what is no report out, with an error' {
        $text = 'a text', (Get-Date), $run[0], [pscustomobject]@{ Status = 'Ok' } |
            ConvertTo-SslReport Json -ErrorAction SilentlyContinue -ErrorVariable failed
        @($text | ConvertFrom-Json).Target | Should -Be $run[0].Target, '(input)'
        $failed.Count | Should -Be 3
        $failed[0].FullyQualifiedErrorId | Should -Be 'SslNotAReport,QSslModule.ConvertToSslReportCommand'
        "$($failed[1])" | Should -Match '^A DateTime is not a report'
    }

    It 'names reports apart that have the same target' {
        $same = (New-TestReport), (New-TestReport -With @{ Address = '192.0.2.2' }), (New-TestReport -With @{ Address = '192.0.2.2' })
        (ConvertFrom-JUnit ($same | ConvertTo-SslReport JUnit)).testsuites.testsuite.testcase.name |
            Should -Be 'one.example:443 (192.0.2.1)', 'one.example:443 (192.0.2.2)', 'one.example:443 (192.0.2.2) #2'
    }

    It 'says in <_> that something is missing' -ForEach 'Html', 'Markdown', 'JUnit', 'Sarif', 'Prometheus', 'Nagios', 'Tap' {
        $format = $_
        foreach ($given in @(, @()), @($run[0], 1), @($run[0], $null), @($run[0], [pscustomobject]@{ Status = 'Ok' })) {
            $text = $given | ConvertTo-SslReport $format -ErrorAction SilentlyContinue
            $text.ExitCode | Should -Be 3
            switch ($format) {
                'JUnit' { (ConvertFrom-JUnit $text).testsuites.testsuite.testcase | Where-Object { $_.error } | Should -HaveCount 1 }
                'Sarif' {
                    Test-Sarif $text | Should -BeTrue
                    $log = ($text | ConvertFrom-Json).runs[0]
                    $log.invocations[0].executionSuccessful | Should -BeFalse
                    $log.results.level | Should -Be error
                }
                'Prometheus' {
                    $series = Read-PrometheusText $text
                    ($series | Where-Object Name -EQ ssl_hosts).Value -eq 0 -or
                        ($series | Where-Object Name -EQ ssl_rejected_inputs).Value -eq 1 | Should -BeTrue
                }
                'Nagios' { $text | Should -Match '^UNKNOWN - .*(no host was tested|1 input was not a report)' }
                default { $text | Should -Match '(?i)no host was tested|1 input was not a report' }
            }
        }
        ($run[0] | ConvertTo-SslReport $format).ExitCode | Should -Be 0
    }

    It 'has a row in <_> for what is no report' -ForEach 'Json', 'Csv' {
        foreach ($given in @(, 1), @($run[0], 1, 2)) {
            $text = "$($given | ConvertTo-SslReport $_ -ErrorAction SilentlyContinue)"
            $row = @($_ -eq 'Json' ? ($text | ConvertFrom-Json) : ($text | ConvertFrom-Csv))[-1]
            $row.Target, $row.Status | Should -Be '(input)', 'Unknown'
            "$($row.Reason)" | Should -Match '^(1 input was not a report|2 inputs were not reports)$'
            # Read again, it is still not good.
            ($text | ForEach-Object {
                $_ -match '^\[' ? ($_ | ConvertFrom-Json) : ($_ | ConvertFrom-Csv)
            } | ConvertTo-SslReport Nagios).ExitCode | Should -Be 3
        }
    }

    It 'stays as bad as the worst report where something else was given beside it' {
        (1, $run[1] | ConvertTo-SslReport Nagios -ErrorAction SilentlyContinue).ExitCode | Should -Be 1
        (1, $run[2] | ConvertTo-SslReport Nagios -ErrorAction SilentlyContinue).ExitCode | Should -Be 2
    }

    It 'does not take a report for good that contradicts itself, or names nothing' {
        foreach ($with in @{ Reason = 'broken' }, @{ Findings = 'broken' }, @{ Status = @('Ok', 'Critical') }, @{ Status = $null }) {
            (New-TestReport -With $with | ConvertTo-SslReport Nagios).ExitCode | Should -Be 3 -Because ($with | ConvertTo-Json -Compress)
        }
        (New-TestReport '  ' -With @{ HostName = '' } | ConvertTo-SslReport Nagios -ErrorAction SilentlyContinue).ExitCode | Should -Be 3
        # With the name that a format has for the input.
        $null = ConvertFrom-JUnit ((New-TestReport '(input)'), 1 | ConvertTo-SslReport JUnit -ErrorAction SilentlyContinue)
    }

    It 'believes what is wrong more than a status that is better' {
        $lie = New-TestReport -Finding (New-TestFinding)
        ($lie | ConvertTo-SslReport Nagios) | Should -Match '^CRITICAL - 1 critical of 1 host; one.example:443: '
        ((New-TestReport -Status Critical -Finding (New-TestFinding ExpiresSoon Warning 'expires') | ConvertTo-SslReport Sarif |
            ConvertFrom-Json).runs[0].results).level |
            Should -Be error, warning
    }

    Context 'of reports whose identities differ in <Property>' -ForEach @(
        @{ Property = 'StartTls'; Values = '', 'smtp', 'lmtp' }
        @{ Property = 'PeerName'; Values = '', 'a.example', 'b.example' }
        @{ Property = 'Proxy'; Values = '', 'socks5://proxy.example:1080', 'http://proxy.example:8080' }
        @{ Property = 'PSComputerName'; Values = '', 'server1', 'server2' }
        @{ Property = 'Address'; Values = '192.0.2.1', '192.0.2.2', '2001:db8::1' }
    ) {
        BeforeAll {
            $statuses = 'Ok', 'Critical', 'Warning'
            $three = 0..2 | ForEach-Object { New-TestReport -Status $statuses[$_] -With @{ $Property = $Values[$_] } }
        }

        It 'has all of them in <_>' -ForEach $formats {
            $text = "$($three | ConvertTo-SslReport $_)"
            switch ($_) {
                'Prometheus' {
                    $series = Read-PrometheusText $text
                    $now = $series | Where-Object { $_.Name -eq 'ssl_host_status' -and $_.Value -eq 1 }
                    $now.Count | Should -Be 3
                    $now | ForEach-Object { $_.Labels.status } | Should -Be $statuses
                    $now | ForEach-Object { "$($_.Labels[$Property.ToLowerInvariant()])" } | Should -Be $Values
                }
                'JUnit' {
                    (ConvertFrom-JUnit $text).testsuites.testsuite.testcase.name | Where-Object { $_ -match '#\d' } | Should -BeNullOrEmpty
                }
                'Csv' { $text | ConvertFrom-Csv | ForEach-Object $Property | Should -Be $Values }
                'Json' { $text | ConvertFrom-Json | ForEach-Object $Property | Should -Be $Values }
                'Sarif' {
                    @(($text | ConvertFrom-Json).runs[0].results.partialFingerprints.'hostAndRule/v1' | Sort-Object -Unique).Count |
                        Should -Be 2
                }
                'Nagios' {
                    @([regex]::Matches($text, "'([^']+) time'=").ForEach({ $_.Groups[1].Value }) | Where-Object { $_ -notmatch '#\d' } |
                        Sort-Object -Unique).Count | Should -Be 3
                }
                default {
                    foreach ($value in $Values | Where-Object { $_ }) { $text.Replace('\', '') | Should -Match ([regex]::Escape($value)) }
                }
            }
        }

        It 'keeps it through JSON, CSV and CLIXML' {
            $path = Join-Path $TestDrive "$Property.xml"
            $three | Export-Clixml $path
            $ways = @{
                Json = $three | ConvertTo-SslReport Json | ConvertFrom-Json
                Csv = "$($three | ConvertTo-SslReport Csv)" | ConvertFrom-Csv
                Clixml = Import-Clixml $path
            }
            foreach ($way in $ways.Keys) {
                $ways[$way] | ConvertTo-SslReport Json | ConvertFrom-Json | ForEach-Object $Property | Should -Be $Values -Because $way
                Compare-SslReport $three $ways[$way] -WarningVariable said | Should -BeNullOrEmpty -Because $way
                $said | Should -BeNullOrEmpty
            }
        }
    }

    It 'has a row for what is no target, which is critical in every format' {
        $bad = Test-SslHost 'bad host:99999' -ErrorAction SilentlyContinue
        foreach ($format in 'Html', 'Markdown', 'JUnit', 'Sarif', 'Prometheus', 'Nagios', 'Json', 'Csv', 'Tap', 'Zabbix') {
            $text = $run[0], $bad | ConvertTo-SslReport $format
            $text.ExitCode | Should -Be 2 -Because $format
            ($text -replace '\\') | Should -Match 'bad( |%20|&#32;)host' -Because $format
        }
        Test-Sarif "$($bad | ConvertTo-SslReport Sarif)" | Should -BeTrue
    }

    Context 'Json' {
        It 'has all properties of a report under their names, always' {
            $names = [QSslModule.SslHostReport].GetProperties().Name
            foreach ($report in $run | ConvertTo-SslReport Json | ConvertFrom-Json) {
                $report.PSObject.Properties.Name | Should -Be $names
                $report.Reason.GetType() | Should -Be ([object[]])
                $report.Timings.PSObject.Properties.Name | Should -Be 'Lookup', 'Connect', 'StartTls', 'Handshake', 'Revocation', 'Total'
                foreach ($certificate in $report.Chain) {
                    $certificate.PSObject.Properties.Name | Should -Be ([QSslModule.SslReportCertificate].GetProperties().Name)
                }
                foreach ($finding in $report.Findings) { $finding.PSObject.Properties.Name | Should -Be 'Code', 'Severity', 'Message' }
            }
        }

        It 'has an array also for one report, and none' {
            $run[0] | ConvertTo-SslReport Json | Should -Match '^\['
            @() | ConvertTo-SslReport Json | Should -Be '[]'
        }

        It 'writes times as ISO 8601 in UTC, whatever they were' {
            $zoned = New-TestReport -With @{
                NotAfter = [DateTimeOffset]'2027-01-01T02:00:00+02:00'
                NotBefore = '2026-01-01T00:00:00'
                Timestamp = ([datetime]'2026-11-23T12:00:00Z').ToLocalTime()
            }
            $text = $zoned | ConvertTo-SslReport Json
            $text | Should -Match '"NotAfter": "2027-01-01T00:00:00Z"'
            $text | Should -Match '"NotBefore": "2026-01-01T00:00:00Z"'
            $text | Should -Match '"Timestamp": "2026-11-23T12:00:00Z"'
        }

        It 'says the same of its own output' {
            $text = $hostile + $run | ConvertTo-SslReport Json
            "$($text | ConvertFrom-Json | ConvertTo-SslReport Json)" | Should -BeExactly "$text"
            "$text" | Should -Not -Match '[<>]'
        }
    }

    Context 'Csv' {
        It 'has a line for each report, with its figures as figures' {
            $text = "$($run | ConvertTo-SslReport Csv)"
            $text | Should -Match "`r`n$"
            $rows = @($text | ConvertFrom-Csv)
            $rows.Target | Should -Be $run.Target
            $rows[2].DaysLeft | Should -BeExactly '-3'
            $rows[0].LifetimeUsedPercent | Should -BeExactly '50.5'
            $rows[0].NotAfter | Should -BeExactly '2027-03-03T12:00:00Z'
            $rows[2].Reason | Should -Be ($run[2].Reason -join '; ')
        }

        It 'writes a comma and a point whatever the country' {
            $before = [cultureinfo]::CurrentCulture
            try {
                [cultureinfo]::CurrentCulture = 'de-DE'
                $other = "$($run | ConvertTo-SslReport Csv)"
            }
            finally { [cultureinfo]::CurrentCulture = $before }
            $other | Should -BeExactly "$($run | ConvertTo-SslReport Csv)"
        }

        It 'has no cell that a spreadsheet would calculate' {
            $rows = @("$($hostile | ConvertTo-SslReport Csv)" | ConvertFrom-Csv)
            $rows.Count | Should -Be @($hostile).Count
            $numbers = 'Port', 'DaysLeft', 'LifetimeUsedPercent', 'TotalMilliseconds'
            $cells = foreach ($row in $rows) {
                foreach ($cell in $row.PSObject.Properties) { if ($cell.Name -notin $numbers) { $cell.Value } }
            }
            $cells | Where-Object { $_ -match '[\r\n]' -or $_.Normalize('FormKC').Trim() -match '^[=+\-@]' } | Should -BeNullOrEmpty
            $rows[6].Subject | Should -BeExactly "'$($HostileTexts.Formula)"
        }
    }

    Context 'Markdown' {
        It 'has a row for each report, the most urgent first' {
            $rows = @("$($run | ConvertTo-SslReport Markdown)" | ConvertFrom-Markdown | ForEach-Object {
                ([xml]"<html>$($_.Html)</html>").html.table.tbody.tr
            })
            $rows.Count | Should -Be 4
            $rows[0].td[1] | Should -Be 'three.example:443'
            $rows[0].td.Count | Should -Be 8
            $rows[3].td[0] | Should -Be Ok
        }

        It 'shows hostile texts as they are, and makes nothing of them' {
            $page = [xml]"<html>$(("$($hostile | ConvertTo-SslReport Markdown)" | ConvertFrom-Markdown).Html)</html>"
            $page.SelectNodes('//table/tbody/tr').Count | Should -Be @($hostile).Count
            foreach ($row in $page.SelectNodes('//table/tbody/tr')) { $row.SelectNodes('td').Count | Should -Be 8 }
            $page.SelectNodes('//a | //img | //script | //code | //strong | //em') | Should -BeNullOrEmpty
            $page.DocumentElement.InnerText | Should -Match ([regex]::Escape($HostileTexts.Markdown))
            $page.DocumentElement.InnerText | Should -Match ([regex]::Escape($HostileTexts.Script))
        }
    }

    Context 'JUnit' {
        It 'has a case for each host, valid by the schema' {
            $suites = (ConvertFrom-JUnit ($run | ConvertTo-SslReport JUnit)).testsuites
            $suites.tests, $suites.failures, $suites.errors | Should -Be 4, 1, 1
            $cases = $suites.testsuite.testcase
            $cases[0].SelectNodes('error | failure').Count | Should -Be 0
            $cases[1].SelectNodes('error | failure').Count | Should -Be 0
            $cases[1].'system-out' | Should -Match 'Warning: CN=two.example expires'
            $cases[2].failure.type | Should -Be CertificateExpired
            $cases[3].error.message | Should -Match refused
            $cases[0].time | Should -BeExactly '0.0171'
        }

        It 'is valid with hostile texts, and without reports' {
            $suites = (ConvertFrom-JUnit ($hostile | ConvertTo-SslReport JUnit)).testsuites
            $suites.testsuite.testcase.Count | Should -Be @($hostile).Count
            $suites.testsuite.testcase[0].failure.message | Should -Be $HostileTexts.Script
            $none = (ConvertFrom-JUnit (@() | ConvertTo-SslReport JUnit)).testsuites
            $none.tests, $none.errors | Should -Be 0, 1
        }

        It 'is judged by a schema that can say no' {
            { ConvertFrom-JUnit ("$($run | ConvertTo-SslReport JUnit)" -replace 'tests="4"', 'tests="many"') } | Should -Throw
            { ConvertFrom-JUnit ("$($run | ConvertTo-SslReport JUnit)" -replace 'testcase', 'test') } | Should -Throw
        }
    }

    Context 'Sarif' {
        It 'has a result for each finding, valid by the schema' {
            $text = "$($run | ConvertTo-SslReport Sarif)"
            Test-Sarif $text | Should -BeTrue
            $log = ($text | ConvertFrom-Json).runs[0]
            $log.results.Count | Should -Be 4
            $log.results.level | Should -Be warning, error, warning, error
            foreach ($result in $log.results) { $log.tool.driver.rules[$result.ruleIndex].id | Should -Be $result.ruleId }
            $log.results[0].locations[0].physicalLocation.artifactLocation.uri | Should -Be 'tls://two.example:25'
            $log.results[3].locations[0].physicalLocation.artifactLocation.uri | Should -Be 'tls://[2001:db8::1]:443'
            ($log.tool.driver.rules | Where-Object id -EQ CertificateExpired).shortDescription.text | Should -Match expired
            $report = Test-SslHost no-such-host.invalid
            $rule = ("$($report | ConvertTo-SslReport Sarif)" | ConvertFrom-Json).runs[0].tool.driver.rules
            $rule.id | Should -Be Unreachable
            $rule.help.text | Should -Be 'Check the name, the port and the way there.'
        }

        It 'is valid with hostile texts, and without reports' {
            $text = "$($hostile | ConvertTo-SslReport Sarif)"
            Test-Sarif $text | Should -BeTrue
            $log = ($text | ConvertFrom-Json).runs[0]
            $log.results.Count | Should -Be @($hostile).Count
            foreach ($result in $log.results) {
                # No place to fill in, and no link.
                $result.message.text.Replace('{{', '').Replace('}}', '') | Should -Not -Match '[{}]|\]\('
                # RFC 3986, section 3.2.
                $result.locations[0].physicalLocation.artifactLocation.uri |
                    Should -Match '^tls://([\w\-.~!$&''()*+,;=]|%[0-9A-F]{2})+:443$'
            }
            Test-Sarif "$(@() | ConvertTo-SslReport Sarif)" | Should -BeTrue
        }

        It 'has a result for what is bad also where nothing says why' {
            $bare = [pscustomobject]@{ Target = 'one.example:443'; Status = 'Critical' }, [pscustomobject]@{
                Target = 'two.example:443'
                Status = 'Warning'
                Reason = 'only a sentence'
            }
            $results = ($bare | ConvertTo-SslReport Sarif | ConvertFrom-Json).runs[0].results
            $results.ruleId | Should -Be Critical, Warning
            $results.level | Should -Be error, warning
            $results[1].message.text | Should -Be 'two.example:443: only a sentence'
        }

        It 'is judged by a schema that can say no' {
            $text = "$($run | ConvertTo-SslReport Sarif)"
            Test-Sarif ($text -replace '"level": "error"', '"level": "fatal"') | Should -BeFalse
            Test-Sarif ($text -replace '"2.1.0"', '"2.0.0"') | Should -BeFalse
            Test-Sarif ($text -replace '"ruleIndex": 0', '"ruleIndex": "0"') | Should -BeFalse
        }

        It 'is valid by the schema of OASIS' {
            if (-not $env:QSSL_SARIF_SCHEMA) {
                Set-ItResult -Skipped -Because 'QSSL_SARIF_SCHEMA does not name a copy of sarif-schema-2.1.0.json'
                return
            }
            foreach ($reports in $run, $hostile, @()) {
                Test-Sarif "$($reports | ConvertTo-SslReport Sarif)" $env:QSSL_SARIF_SCHEMA | Should -BeTrue
            }
        }
    }
}
