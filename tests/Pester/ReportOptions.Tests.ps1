# What a document of reports is told beside the reports: delimiter, title and note; and what it tells of the chain.
Describe 'The options of reports' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Reports.ps1
    }

    It 'separate the cells of CSV by <_>' -TestCases @(',', ';', "`t", '|') {
        $text = New-TestReport -Subject 'CN=a;b,c|d' | ConvertTo-SslReport Csv -Delimiter $_
        $row = $text | ConvertFrom-Csv -Delimiter $_
        $row.Target, $row.Subject, $row.LifetimeUsedPercent | Should -Be 'one.example:443', 'CN=a;b,c|d', '50.5'
        $file = Join-Path $TestDrive 'report.csv'
        New-TestReport | Export-SslReport $file -Delimiter $_
        (Import-Csv $file -Delimiter $_).Target | Should -Be 'one.example:443'
    }

    It 'give a page a title and a note, which are only text' {
        $page = New-TestReport | ConvertTo-SslReport Html -Title 'Mail <b>servers</b>' -Note "First <script>alert(1)</script>`r`nSecond"
        $page | Should -Match '<title>Mail &lt;b&gt;servers&lt;/b&gt;: 1 ok of 1 host</title>'
        $page | Should -Match '<h1>Mail &lt;b&gt;servers&lt;/b&gt;</h1>'
        $page | Should -Match '<p>First &lt;script&gt;alert\(1\)&lt;/script&gt;</p>\n<p>Second</p>'
        New-TestReport | ConvertTo-SslReport Html | Should -Match '<h1>TLS report</h1>'
        $file = Join-Path $TestDrive 'page.html'
        New-TestReport | Export-SslReport $file -Title 'All mail' -Note 'Weekly'
        Get-Content $file -Raw | Should -Match '<h1>All mail</h1>[\s\S]*<p>Weekly</p>'
    }

    It 'are an error where the format has no place for them: <Name>' -TestCases @(
        @{ Name = 'Delimiter'; Value = ';'; Format = 'Html' }
        @{ Name = 'Title'; Value = 'x'; Format = 'Csv' }
        @{ Name = 'Note'; Value = 'x'; Format = 'Nagios' }
    ) {
        $with = @{ $Name = $Value }
        $failed = try { New-TestReport | ConvertTo-SslReport $Format @with } catch { $_ }
        $failed.ErrorDetails.Message | Should -Match "-$Name is for the format"
        $file = Join-Path $TestDrive 'unwritten.txt'
        { New-TestReport | Export-SslReport $file -Format $Format @with } | Should -Throw
        $file | Should -Not -Exist
    }

    It 'a page tells the earliest expiry of a chain' {
        $early = [datetime]::new(2026, 12, 24, 1, 2, 3, [DateTimeKind]::Utc)
        $chain = @(
            [pscustomobject]@{ Subject = 'CN=one.example'; NotAfter = [datetime]::new(2027, 3, 3, 12, 0, 0, [DateTimeKind]::Utc) }
            [pscustomobject]@{ Subject = 'CN=Between'; NotAfter = $early }
        )
        New-TestReport -With @{ Chain = $chain } | ConvertTo-SslReport Html |
            Should -Match 'Chain valid until</dt><dd><bdi dir="ltr">2026-12-24T01:02:03Z, the end of CN=Between<'
        New-TestReport | ConvertTo-SslReport Html | Should -Not -Match 'Chain valid until'
    }

    It 'a line of a monitoring plug-in is one line, however many hosts there are' {
        $line = 1..500 | ForEach-Object { New-TestReport "host$_.example:443" Critical (New-TestFinding) -3 } | ConvertTo-SslReport Nagios
        $line | Should -Not -Match '[\r\n]'
        $line | Should -Match '^CRITICAL - 500 critical of 500 hosts; '
    }

    It 'reports have a set of properties that is shown first' {
        $members = (Get-TypeData QSslModule.SslHostReport).DefaultDisplayPropertySet.ReferencedProperties
        $members | Should -Be Target, Status, DaysLeft, NotAfter, Reason
    }
}
