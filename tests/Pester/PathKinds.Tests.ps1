# Paths of kinds that Windows alone has, or treats in its own way, and the ends of lines: whatever is read may have those of any system,
# and what machines read has the same ones everywhere.
Describe 'Paths and lines' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Reports.ps1
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $leaf = Import-SslCertificate $pki.Good.Certificate
        $other = Import-SslCertificate $pki.WrongName.Certificate
        $key = Import-SslKey $pki.Good.Key

        # A path of a kind to a file in a folder, and the folder to be in; or why there is none here.
        function Get-PathOfKind([string] $Kind, [string] $Folder, [string] $Name) {
            $full = Join-Path $Folder $Name
            if ($Kind -in 'long', 'letters of other languages', 'relative') { return @{ Path = $Kind -eq 'relative' ? $Name : $full } }
            if (-not $IsWindows) { return @{ Why = 'needs drives and servers in paths, which only Windows has' } }
            $rest = $full.Substring(2)
            switch ($Kind) {
                'relative to the drive' { @{ Path = "$($full.Substring(0, 2))$Name" } }
                'from the root of the drive' { @{ Path = $rest } }
                'on a server' {
                    $shared = "\\localhost\$($full[0])`$"
                    (Test-Path -LiteralPath $shared) ? @{ Path = "$shared$rest" } : @{
                        Why = 'needs the share of the whole drive, which is not there or not for this user'
                    }
                }
            }
        }

        function Read-Byte([string] $Path) { , [System.IO.File]::ReadAllBytes($Path) }
        function Get-Text([string] $Path) { [System.Text.Encoding]::UTF8.GetString((Read-Byte $Path)) }
    }
    BeforeEach {
        $folder = (New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory).FullName
    }

    It 'reads and writes a path that is <Kind>' -TestCases @(
        foreach ($kind in 'long', 'letters of other languages', 'relative', 'relative to the drive', 'from the root of the drive',
            'on a server') { @{ Kind = $kind } }
    ) {
        $place = switch ($Kind) {
            long { [System.IO.Path]::Combine([string[]](@($folder) + @('x' * 60) * 6)) }
            'letters of other languages' { Join-Path $folder 'Zürich 東京' }
            default { $folder }
        }
        $null = [System.IO.Directory]::CreateDirectory($place)
        $spelled = @{}
        foreach ($name in 'leaf.pem', 'leaf.key', 'run.json', 'hosts.txt') {
            $found = Get-PathOfKind $Kind $place $name
            if ($found.Why) { Set-ItResult -Skipped -Because $found.Why; return }
            $spelled[$name] = $found.Path
        }
        # The drive's own current folder is PowerShell's, where a program's would be another one.
        Push-Location -LiteralPath ($Kind -like 'relative*' ? $place : $TestDrive)
        try {
            $leaf | Export-SslCertificate $spelled['leaf.pem']
            $key | Export-SslKey $spelled['leaf.key']
            New-TestReport | Export-SslReport $spelled['run.json']
            [System.IO.File]::WriteAllText((Join-Path $place hosts.txt), "no-such-host.invalid`n")
            foreach ($name in $spelled.Keys) { [System.IO.File]::Exists((Join-Path $place $name)) | Should -BeTrue -Because $name }
            (Import-SslCertificate $spelled['leaf.pem']).Equals($leaf) | Should -BeTrue
            (Import-SslCertificate -LiteralPath $spelled['leaf.pem']).Equals($leaf) | Should -BeTrue
            (Import-SslKey $spelled['leaf.key']).Equals($key) | Should -BeTrue
            (Test-SslCertificate $spelled['leaf.pem'] -CaCertificate $pki.CaCertificate -WarningDays 5 -CriticalDays 1).Status |
                Should -Be Ok
            (Test-SslHost -Path $spelled['hosts.txt'] -TimeoutSeconds 20).Target | Should -Be no-such-host.invalid:443
            $server = New-SslServer -Certificate $spelled['leaf.pem'] -Key $spelled['leaf.key']
            $server | Stop-SslServer
        }
        finally { Pop-Location }
    }

    It 'reads lines that end as <Name> does' -TestCases @(
        @{ Name = 'Unix'; End = "`n" }, @{ Name = 'Windows'; End = "`r`n" }
    ) {
        foreach ($file in @{
            From = $pki.Good.Certificate
            To = 'leaf.pem'
        }, @{ From = $pki.Good.Key; To = 'leaf.key' }, @{ From = $pki.CaCertificate; To = 'ca.pem' }) {
            [System.IO.File]::WriteAllText((Join-Path $folder $file.To), ((Get-Text $file.From) -replace '\r?\n', $End))
        }
        (Import-SslCertificate "$folder/leaf.pem").Equals($leaf) | Should -BeTrue
        (Import-SslKey "$folder/leaf.key").Equals($key) | Should -BeTrue
        (Import-SslCertificate (Get-Text "$folder/leaf.pem")).Equals($leaf) | Should -BeTrue
        (Test-SslCertificate "$folder/leaf.pem" -CaCertificate "$folder/ca.pem" -WarningDays 5 -CriticalDays 1).Status | Should -Be Ok
        [System.IO.File]::WriteAllText("$folder/hosts.csv", "HostName,Port,Owner$($End)no-such-host.invalid,4711,Web$End")
        $report = Test-SslHost -Path "$folder/hosts.csv" -TimeoutSeconds 20
        $report.Target | Should -Be no-such-host.invalid:4711
        $report.Tags.Owner | Should -BeExactly Web
        [System.IO.File]::WriteAllText(
            "$folder/own.json", ('{', ' "id": "Own", "title": "t",', ' "extends": "Mozilla-Intermediate", "rules": []', '}' -join $End))
        (Get-SslPolicy -Path "$folder/own.json").Id | Should -BeExactly Own
    }

    It 'writes PEM with the ends of lines that every system reads' {
        $leaf, $other | Export-SslCertificate "$folder/leaf.pem"
        $key | Export-SslKey "$folder/leaf.key"
        $written = New-SslCertificate localhost -Path "$folder/made.pem"
        foreach ($file in "$folder/leaf.pem", "$folder/leaf.key", $written.CertificatePath, $written.KeyPath) {
            Get-Text $file | Should -Not -Match '\r' -Because $file
            Get-Text $file | Should -Match '-----\n$' -Because $file
        }
        "$($leaf | Export-SslCertificate)" | Should -Not -Match '\r'
    }

    It 'writes <Format> with the ends of lines that its readers expect' -TestCases @(
        foreach ($format in 'Html', 'Json', 'Csv', 'Markdown', 'JUnit', 'Sarif', 'Prometheus', 'Nagios') { @{ Format = $format } }
    ) {
        New-TestRun | Export-SslReport "$folder/run.txt" -Format $Format
        $text = Get-Text "$folder/run.txt"
        # RFC 4180 says how lines of CSV end.
        if ($Format -eq 'Csv') { $text -replace '\r\n' | Should -Not -Match '[\r\n]' }
        else { $text | Should -Not -Match '\r' }
        "$(New-TestRun | ConvertTo-SslReport $Format)" | Should -BeExactly $text
    }

    It 'finds a name in another case where the system does, and nowhere else' {
        $leaf | Export-SslCertificate "$folder/leaf.pem"
        $same = [System.IO.File]::Exists("$folder/LEAF.PEM")
        $found = Import-SslCertificate "$folder/LEAF.PEM" -ErrorAction SilentlyContinue -ErrorVariable failed
        [bool]$found | Should -Be $same
        [bool]$failed | Should -Be (-not $same)
        $other | Export-SslCertificate "$folder/LEAF.PEM"
        @(Get-ChildItem $folder).Count | Should -Be ($same ? 1 : 2)
        (Import-SslCertificate "$folder/leaf.pem").Equals($same ? $other : $leaf) | Should -BeTrue
    }
}
