# Lists of hosts in files: lines and tables as people have them, what is wrong in them, and what a row says beside its host.
Describe 'Test-SslHost -Path' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $server = New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key
        $job = Register-ObjectEvent $server PendingConnectionAvailable -Action {
            while ($taken = $Event.Sender.NextPendingConnection()) { $taken.Dispose() }
        }
        $known = @{ CaCertificate = $pki.CaCertificate; WarningDays = 10; CriticalDays = 5; TimeoutSeconds = 10; Ordered = $true }
        $port = $server.ServerPort
        $good = "localhost:$port"

        # A file in a folder of its own, with exactly these bytes.
        function New-List([string] $Text, [string] $Name = 'hosts.txt',
            [System.Text.Encoding] $Encoding = [System.Text.UTF8Encoding]::new()) {
            $folder = (New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory).FullName
            [System.IO.File]::WriteAllText((Join-Path $folder $Name), $Text, $Encoding)
            Join-Path $folder $Name
        }
    }
    AfterAll {
        $job | Remove-Job -Force
        $server | Stop-SslServer
    }

    It 'reads lines with comments, empty lines and repeated hosts: <Name>' -TestCases @(
        @{ Name = 'UTF-8'; Encoding = [System.Text.UTF8Encoding]::new($false); End = "`n" }
        @{ Name = 'UTF-8 with a mark'; Encoding = [System.Text.UTF8Encoding]::new($true); End = "`r`n" }
        @{ Name = 'UTF-16'; Encoding = [System.Text.UnicodeEncoding]::new($false, $true); End = "`r`n" }
        @{ Name = 'UTF-16, big-endian'; Encoding = [System.Text.UnicodeEncoding]::new($true, $true); End = "`n" }
        @{ Name = 'UTF-16 without a mark'; Encoding = [System.Text.UnicodeEncoding]::new($false, $false); End = "`r`n" }
        @{ Name = 'lines of an old Mac'; Encoding = [System.Text.UTF8Encoding]::new($false); End = "`r" }
    ) {
        $list = New-List (@($good, '', "  # a comment`t", "$good  # the same", "127.0.0.1:$port",
            "https://LOCALHOST:$port/path") -join $End) -Encoding $Encoding
        $reports = Test-SslHost -Path $list @known -ErrorVariable failed
        $failed | Should -BeNullOrEmpty
        $reports.Target | Should -Be $good, "127.0.0.1:$port"
        $reports.Status | Should -Be Ok, Ok
    }

    It 'reads several files, with wildcards, and each host once' {
        $first = New-List $good 'a.txt'
        $folder = Split-Path $first
        Set-Content (Join-Path $folder 'b.txt') $good, "127.0.0.1:$port"
        Set-Content (Join-Path $folder 'c.csv') 'HostName,Port', "[::1],$port", "localhost,$port"
        (Test-SslHost -Path (Join-Path $folder '*.txt') @known).Target | Should -Be $good, "127.0.0.1:$port"
        (Test-SslHost -Path (Join-Path $folder '*.txt'), (Join-Path $folder 'c.csv') @known).Target |
            Should -Be $good, "127.0.0.1:$port", "[::1]:$port"
        Set-Content -LiteralPath (Join-Path $folder 'd[1].txt') $good
        (Test-SslHost -LiteralPath (Join-Path $folder 'd[1].txt') @known).Target | Should -Be $good
    }

    It 'uses -Port for hosts that name none' {
        (Test-SslHost -Path (New-List 'localhost') -Port $port @known).Status | Should -Be Ok
    }

    It 'reports a bad line with its file and line, and tests the others' {
        $list = New-List "$good`nlocalhost:99999`n127.1`n127.0.0.1:$port"
        $reports = Test-SslHost -Path $list @known -ErrorVariable failed -ErrorAction SilentlyContinue
        $reports.Status | Should -Be Ok, Critical, Critical, Ok
        $reports[1].Findings.Code | Should -Be InvalidTarget
        $reports[1].Reason | Should -Match ([regex]::Escape("$list, line 2: "))
        $reports[2].Reason | Should -Match ', line 3: '
        $failed.Count | Should -Be 2
        "$($failed[0].ErrorDetails.Message)" | Should -Match ', line 2: .*99999'
        $failed[0].FullyQualifiedErrorId | Should -Match '^SslInvalidTarget,'
    }

    It 'reports what is no list: <Name>' -TestCases @(
        @{ Name = 'missing.txt'; Text = $null; Words = 'does not exist|is not a file' }
        @{ Name = 'empty.txt'; Text = "# nothing`n`n"; Words = 'names no host' }
        @{ Name = 'empty.csv'; Text = ''; Words = 'names no host' }
        @{ Name = 'heading.csv'; Text = "Owner,Site`nme,here"; Words = 'no column of hosts.*HostName, FQDN' }
        @{ Name = 'key.txt'; Text = "-----BEGIN PRIVATE KEY-----`nAAAA`n-----END PRIVATE KEY-----"; Words = 'PEM text' }
    ) {
        $list = $null -eq $Text ? (Join-Path $TestDrive $Name) : (New-List $Text $Name)
        $report = Test-SslHost -Path $list @known -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.Count | Should -Be 1
        $report.Status, $report.Findings.Code | Should -Be Critical, InvalidTarget
        $report.Reason | Should -Match $Words
        $report.Reason | Should -Not -Match 'AAAA'
    }

    It 'reads tables whose column of hosts is <Column>' -TestCases @(
        'HostName', 'Host', 'FQDN', 'Server', 'ComputerName', 'DnsName', 'DNSHostName', 'IPAddress', 'Address', 'Url', 'Uri', 'Target',
            'Name', 'Host name', 'IP Address', 'DNS_Name' |
            ForEach-Object { @{ Column = $_ } }
    ) {
        $value = switch -Regex ($Column) { 'Ur[il]' { "https://localhost:$port/a?b" } 'Address' { '127.0.0.1' } default { 'localhost' } }
        $report = Test-SslHost -Path (New-List "$Column;Port;Owner`r`n`"$value`";$port;`"Web; `"`"team`"`"`"`r`n" 'hosts.csv') @known
        $report.Status | Should -Be Ok -Because "$($report.Reason)"
        $report.Tags.Count | Should -Be 1
        $report.Tags['Owner'] | Should -Be 'Web; "team"'
        if ($Column -match '^[a-z]+$') {
            $row = [pscustomobject]@{ $Column = $value; Port = $port; Owner = 'Web team' }
            $report = $row | Test-SslHost @known
            $report.Status, $report.Tags.Owner | Should -Be Ok, 'Web team'
        }
    }

    It 'takes StartTls and PeerName of a table, and keeps what repeated rows say' {
        $list = New-List ("Server,Port,PeerName,Owner,Site`nlocalhost,$port,other.example,One,`nlocalhost,$port,,Two,North`n" +
            "LOCALHOST,$port,,Three,North") 'hosts.csv'
        $reports = Test-SslHost -Path $list @known
        $reports.Count | Should -Be 2
        $reports[0].PeerName, $reports[0].Status | Should -Be other.example, Critical
        $reports[0].Tags.Keys | Should -Be Owner
        $reports[1].Tags.Owner, $reports[1].Tags.Site | Should -Be 'Two; Three', North
    }

    It 'tests each address of a table of reports, and a repeated one once' {
        # The server listens at one of them only: by its name, each row would be good.
        $list = New-List ("HostName,Port,Address,AllAddresses`nlocalhost,$port,127.0.0.1,True`nlocalhost,$port,127.0.0.2,True`n" +
            "localhost,$port,127.0.0.2,True`nlocalhost,$port,127.0.0.3,False`n") 'reports.csv'
        $reports = Test-SslHost -Path $list @known
        $reports.Count | Should -Be 3
        $reports | Select-Object -First 2 | ForEach-Object Address | Should -Be 127.0.0.1, 127.0.0.2
                $reports.Status | Should -Be Ok, Unreachable, Ok
    }

    It 'reports bad rows with their lines, and reads on: <Text>' -TestCases @(
        @{ Text = 'localhost,PORT,"not closed'; Words = 'not closed|closing quotation mark' }
        @{ Text = 'localhost,PORT,"a"b'; Words = 'closing quotation mark' }
        @{ Text = 'localhost,PORT,me,more'; Words = '4 cells, and the heading has 3' }
        @{ Text = ',PORT,me'; Words = 'names no host' }
        @{ Text = 'localhost,0,me'; Words = 'not a port' }
    ) {
        $list = New-List ("# servers`n`nHostName,Port,Owner`n$($Text.Replace('PORT', "$port"))`n`n,,`n" +
            "127.0.0.1,$port,`"two`nlines`"`nlocalhost,$port,last`n") 'hosts.csv'
        $reports = Test-SslHost -Path $list @known -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.Count | Should -Be 1
        $reports.Status | Should -Be Critical, Ok, Ok
        $reports[0].Reason | Should -Match ", line 4: .*$Words"
        $reports[2].Tags.Owner | Should -Be last
    }

    It 'carries tags through JSON, CLIXML and jobs, into each format, and into the next run' {
        $list = New-List "FQDN,Port,Owner,Site,Status,Password`nlocalhost,$port,Web team,=1+1,live,hunter2" 'hosts.csv'
        $report = Test-SslHost -Path $list @known
        $report.Tags.Keys | Should -Be Owner, Site, Status
        $file = Join-Path $TestDrive report.xml
        $report | Export-Clixml $file
        $routes = @{
            Json = $report | ConvertTo-SslReport Json | ConvertFrom-Json
            OwnJson = $report | ConvertTo-Json -Depth 4 | ConvertFrom-Json
            Clixml = Import-Clixml $file
            Job = Start-ThreadJob { $using:report } | Receive-Job -Wait -AutoRemoveJob
        }
        foreach ($route in $routes.Keys) {
            $routes[$route].Tags.Owner | Should -Be 'Web team' -Because $route
            $html = $routes[$route] | ConvertTo-SslReport Html
            $html | Should -Match 'Owner: Web team, Site: =1(\+|&#x2B;)1, Status: live' -Because $route
            $html | Should -Not -Match hunter2
            ($routes[$route] | Test-SslHost @known).Tags.Keys | Should -Be Owner, Site, Status -Because $route
        }
        $csv = $report | ConvertTo-SslReport Csv
        $row = $csv | ConvertFrom-Csv
        $row.Owner, $row.Site, $row.Status, $row.'Tags.Status' | Should -Be 'Web team', "'=1+1", Ok, live
        (Test-SslHost -Path (New-List $csv 'again.csv') @known).Tags.Keys | Should -Be Owner, Site, Status
        $report | ConvertTo-SslReport Markdown |
            Should -Match '(?m)Reason \| Owner \| Site \| Status \|\n(.*\n)\|.*\| Web team \| =1\+1 \| live \|$'
        $xml = [xml]($report | ConvertTo-SslReport JUnit)
        $xml.SelectSingleNode('//testcase/properties/property[@name="Owner"]').value | Should -Be 'Web team'
        $other = $report, (Test-SslHost $good @known) | ConvertTo-SslReport Csv | ConvertFrom-Csv
        $other[1].Owner | Should -BeNullOrEmpty
    }

    It 'refuses files that are piped as hosts, and says how to give them' {
        $report = Get-Item (New-List $good) | Test-SslHost @known -ErrorVariable failed -ErrorAction SilentlyContinue
        $report.Status | Should -Be Critical
        $report.Reason | Should -Match '-Path'
    }
}
