# The HTML page: what is in it, what can act in it, and, where there is a browser, what it does.
Describe 'The HTML page of reports' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Reports.ps1
        $run = New-TestRun
        $page = "$($run | ConvertTo-SslReport Html)"
        $hostilePage = "$(New-HostileRun | ConvertTo-SslReport Html)"

        function Get-PageHash {
            param([string] $Page, [string] $Element)

            $found = [regex]::Matches($Page, "(?s)<$Element>(.*?)</$Element>")
            $found.Count | Should -Be 1 -Because "there is one $Element, ours"
            [Convert]::ToBase64String([System.Security.Cryptography.SHA256]::HashData(
                [System.Text.Encoding]::UTF8.GetBytes($found[0].Groups[1].Value)))
        }

        function Get-Policy {
            param([string] $Page)

            [System.Net.WebUtility]::HtmlDecode([regex]::Match($Page, 'Content-Security-Policy" content="([^"]*)"').Groups[1].Value)
        }

        $browser = 'chromium', 'chromium-browser', 'google-chrome', 'chrome', 'msedge' |
            ForEach-Object { Get-Command $_ -CommandType Application -ErrorAction Ignore } | Select-Object -First 1

        # The page as it is when its script has run.
        function Get-LoadedPage {
            param([string] $Page, [string] $State = '')

            $file = Join-Path $TestDrive "$([guid]::NewGuid()).html"
            Set-Content $file $Page -NoNewline
            $argument = '--headless=new', '--disable-gpu', '--disable-extensions', '--no-first-run', '--window-size=1280,1000',
                "--user-data-dir=$TestDrive/browser", '--dump-dom', "file://$file$State"
            # It will not put itself into a sandbox as root.
            if ($IsLinux -and (id -u) -eq 0) { $argument = @('--no-sandbox') + $argument }
            (& $browser.Source @argument 2> $null) -join "`n"
        }

        function Get-ShownTarget {
            param([string] $Dom)

            foreach ($body in [regex]::Matches($Dom, '(?s)<tbody([^>]*)>.*?<bdi[^>]*>(.*?)</bdi>')) {
                if ($body.Groups[1].Value -notmatch '\bhidden\b') { $body.Groups[2].Value }
            }
        }
    }

    It 'shows each host with what is wrong, the most urgent first' {
        [regex]::Matches($page, '<th scope="row"[^>]*><bdi[^>]*>([^<]*)').ForEach({ $_.Groups[1].Value }) |
            Should -Be 'three.example:443', '[2001:db8::1]:443', 'two.example:25', 'one.example:443'
        $page | Should -Match '<title>TLS report: 1 critical, 1 unreachable, 1 warning, 1 ok of 4 hosts</title>'
        $page | Should -Match 'The certificate has expired'
        $page | Should -Match '<dt>SHA-256</dt>'
        @([regex]::Matches($page, '<rect class="bar"')).Count | Should -Be 3
        $page | Should -Match '1 without a certificate'
    }

    It 'lets its own style and script act, by their hashes, and nothing else' {
        foreach ($one in $page, $hostilePage) {
            Get-Policy $one | Should -BeExactly ("default-src 'none'; style-src 'sha256-$(Get-PageHash $one style)'; " +
                "script-src 'sha256-$(Get-PageHash $one script)'; base-uri 'none'; form-action 'none'")
        }
    }

    It 'needs nothing from elsewhere, and has no style or handler in an element, which its policy would refuse' {
        foreach ($one in $page, $hostilePage) {
            $markup = $one -replace '(?s)<(style|script)>.*?</\1>'
            $tags = [regex]::Matches($markup, '<[a-z][^<>]*>').Value
            $tags | Where-Object {
                $_ -match '^<\w+(?:\s+[\w-]+(?:="[^"]*")?)*\s+(src|href|style|on\w+|action|srcdoc)='
            } | Should -BeNullOrEmpty
            $tags | Where-Object { $_ -match '^<(a|img|iframe|object|embed|link|form|base)\b' } | Should -BeNullOrEmpty
            [regex]::Match($one, '(?s)<style>(.*?)</style>').Groups[1].Value | Should -Not -Match 'url\(|@import'
        }
    }

    It 'encodes what others wrote' {
        $hostilePage | Should -Not -Match ([regex]::Escape($HostileTexts.Script))
        $hostilePage | Should -Match '&lt;script&gt;alert\(1\)&lt;/script&gt;'
        # Every tag of the page is one that the writer knows.
        $names = [regex]::Matches(($hostilePage -replace '(?s)<(style|script)>.*?</\1>'), '<([a-z]\w*)').ForEach({ $_.Groups[1].Value }) |
            Sort-Object -Unique
        $names | Should -Be (@('b', 'bdi', 'body', 'details', 'dd', 'div', 'dl', 'dt', 'h1', 'h2', 'head', 'header', 'html', 'input',
            'label', 'li', 'line', 'main', 'meta', 'ol', 'option',
                'p', 'rect', 'section', 'select', 'span', 'summary', 'svg', 'table', 'tbody', 'td', 'text', 'th', 'thead', 'time', 'title',
                'tr', 'ul') | Sort-Object)
    }

    It 'says which moment the hosts are judged for, when it is another' {
        $page -match 'judged for' | Should -BeFalse
        $page = New-TestReport -With @{ At = [datetime]'2027-02-01T00:00:00Z' } | ConvertTo-SslReport Html
        "$page" -match 'judged for <time datetime="2027-02-01T00:00:00Z">1 February 2027' | Should -BeTrue
    }

    It 'keeps the words of the time scale apart, also on a telephone' {
        foreach ($longest in 40, 243, 190, 400, 800, 4000) {
            $scale = "$(New-TestReport -DaysLeft $longest | ConvertTo-SslReport Html)"
            $marks = [regex]::Matches($scale, '<text x="([\d.]+)%" y="13" class="(mark|last)">([^<]*)')
            $end = 8.0
            foreach ($mark in $marks) {
                # On a telephone a letter is some 1.8 percent of the width.
                $width = 1.8 * $mark.Groups[3].Length
                $start = [double]$mark.Groups[1].Value - ($mark.Groups[2].Value -eq 'last' ? $width : $width / 2)
                $start | Should -BeGreaterThan $end -Because "'$($mark.Groups[3].Value)' of $longest days begins after what is before it"
                $end = $start + $width
            }
        }
    }

    It 'says so when nothing was tested' {
        "$(@() | ConvertTo-SslReport Html)" | Should -Match 'No host was tested'
    }

    It 'sorts and filters in a browser, by the state in its address' {
        if (-not $browser) { Set-ItResult -Skipped -Because 'there is no browser (package chromium)'; return }
        $dom = Get-LoadedPage $page '#sort=-days'
        $dom -match '<html[^>]* data-ready="yes"' | Should -BeTrue -Because 'the script ran to its end'
        $dom | Should -Match '<th[^>]*data-key="days"[^>]*aria-sort="descending"|<th[^>]*aria-sort="descending"[^>]*data-key="days"'
        Get-ShownTarget $dom | Should -Be 'one.example:443', 'two.example:25', 'three.example:443', '[2001:db8::1]:443'
        $dom = Get-LoadedPage $page '#sort=target&status=critical,warning'
        Get-ShownTarget $dom | Should -Be 'three.example:443', 'two.example:25'
        $dom | Should -Match '2 of 4 shown'
        Get-ShownTarget (Get-LoadedPage $page '#find=EXPIRES%20two') | Should -Be 'two.example:25'
    }

    It 'does nothing in a browser that a certificate tells it' {
        if (-not $browser) { Set-ItResult -Skipped -Because 'there is no browser (package chromium)'; return }
        $dom = Get-LoadedPage $hostilePage
        $dom -match '<html[^>]* data-ready="yes"' | Should -BeTrue
        @([regex]::Matches(($dom -replace '="[^"]*"'), '<script')).Count | Should -Be 1
        # A browser writes what is in an attribute as it is.
        ($dom -replace '="[^"]*"') -match '<img|onmouseover' | Should -BeFalse
        @(Get-ShownTarget $dom).Count | Should -Be @(New-HostileRun).Count
    }
}
