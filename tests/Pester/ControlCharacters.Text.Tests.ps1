Describe 'Control characters of a peer, in text' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        . $PSScriptRoot/HostilePeer.ps1
    }
    AfterAll {
        @($socket, $paused, $server).ForEach({ if ($_) { $_.Dispose() } })
    }

    It 'are not seen in the descriptions of a certificate' {
        foreach ($one in $certificate, (Import-SslCertificate $rootFile)) {
            Assert-Visible $one.ToText() 'ToText' -MayBeEmpty
            foreach ($name in 'Subject', 'Issuer', 'OcspUrls', 'CaIssuerUrls', 'CrlUrls') {
                Assert-Visible "$($one.$name)" $name -MayBeEmpty
            }
            Assert-Visible ($one.Extensions | Out-String -Width 20000) 'extensions'
            Assert-Visible (-join ($one.SubjectAlternativeNames | ForEach-Object { "$_ " })) 'names' -MayBeEmpty
        }
    }

    It 'are not seen in the view <_> of an error' -TestCases 'ConciseView', 'NormalView', 'CategoryView', 'DetailedView' {
        $before = $ErrorView
        try {
            $ErrorView = $global:ErrorView = $_
            $records = @(
                Connect-SslHost $target -TimeoutSeconds 20 2>&1
                $named | Connect-SslHost -TimeoutSeconds 20 2>&1
                Connect-SslHost "$HostileName/" 2>&1
                Import-SslCertificate (Join-Path $TestDrive "no`e[31m`a.pem") 2>&1
            )
            $records.Count | Should -Be 4
            foreach ($record in $records) {
                $record | Should -BeOfType System.Management.Automation.ErrorRecord
                Assert-Visible ($record | Out-String -Width 20000) "$_ of $($record.FullyQualifiedErrorId)"
                Assert-Visible ($record | Get-Error | Out-String -Width 20000) "Get-Error of $($record.FullyQualifiedErrorId)"
            }
        }
        finally { $ErrorView = $global:ErrorView = $before }
    }

    It 'are not seen in the streams of <Name>' -TestCases @(
        @{ Name = 'Connect-SslHost'; Run = { Connect-SslHost $target -TimeoutSeconds 20 -Verbose -Debug } }
        @{ Name = 'Connect-SslHost, a hostile name'; Run = { $named | Connect-SslHost -TimeoutSeconds 20 -Verbose -Debug } }
        @{
            Name = 'Connect-SslHost, a hostile name that is verified'
            Run = { Connect-SslHost $target -PeerName $HostileName -TimeoutSeconds 20 }
        }
        @{
            Name = 'Test-SslHost'
            Run = { $r = Test-SslHost $target -CheckRevocation -TimeoutSeconds 20; $r; $r | Format-List; $r.Findings; $r.Reason }
        }
        @{
            Name = 'Test-SslHost, a hostile name'
            Run = { $r = $named | Test-SslHost -TimeoutSeconds 20; $r; $r | Format-List; $r.Findings; "$r" }
        }
        @{
            Name = 'Test-SslHost, no target'
            Run = { $r = Test-SslHost "$($HostileName -replace '[\r\n]')/x" -TimeoutSeconds 20; $r; $r | Format-List }
        }
        @{
            Name = 'Get-SslPeerChain'
            Run = { $socket | Get-SslPeerChain; $socket | Get-SslPeerChain | Format-List; Get-SslPeerChain $target -TimeoutSeconds 20 }
        }
        @{
            Name = 'Get-SslError'
            Run = { $paused | Get-SslError; $paused | Get-SslError | Format-List; $paused | Get-SslError | ForEach-Object { "$_" } }
        }
        @{
            Name = 'Test-SslCertificate'
            Run = {
                $v = Test-SslCertificate $leafFile -HostName $HostileName
                $v = Test-SslCertificate $leafFile -HostName other.example
                $v
                $v | Format-List
                $v.Reason
                $v.Errors
                "$v"
            }
        }
        @{
            Name = 'Import-SslCertificate'
            Run = {
                Import-SslCertificate $leafFile -Verbose
                Import-SslCertificate $keyFile
                Import-SslCertificate (Join-Path $TestDrive $HostileName)
            }
        }
        @{
            Name = 'Compare-SslReport'
            Run = {
                Compare-SslReport $report $foreign
                Compare-SslReport $report $foreign | Format-List
                Compare-SslReport @($foreign, $foreign) $report
            }
        }
        @{
            Name = 'Export-SslCertificate'
            Run = {
                $null = $certificate | Export-SslCertificate (Join-Path $TestDrive "a`e31m/b.pem")
                $certificate | Export-SslCertificate (Join-Path $TestDrive "a`e31m.pem") -Verbose
                $certificate | Export-SslCertificate (Join-Path $TestDrive "a`e31m.pem")
            }
        }
        @{
            Name = 'Export-SslCertificate, another key'
            Run = {
                $certificate | Export-SslCertificate (Join-Path $TestDrive 'x.p12') -Key (New-SslCertificate localhost).Key -Passphrase (
                    ConvertTo-SecureString 'x' -AsPlainText -Force)
            }
        }
        @{
            Name = 'New-SslServer, another key'
            Run = {
                $s = New-SslServer -Certificate $leafFile -Key (New-SslCertificate localhost).Key
                if ($s) {
                    $c = Connect-SslHost localhost $s.ServerPort -TimeoutSeconds 20
                    if ($c) { $c.Dispose() }
                    $s
                    $s | Format-List
                    $s.Dispose()
                }
            }
        }
        @{
            Name = 'New-SslCertificate'
            Run = { New-SslCertificate "a`e[31m.example"; New-SslCertificate localhost -Subject "CN=a`e[31m`r`nPWNED" }
        }
    ) {
        Assert-Visible (& $Run *>&1 | Out-String -Width 20000) $Name
    }

    It 'are not seen in what is told of a server that says <Name>' -TestCases @(
        @{ Name = 'a hostile banner'; Protocol = 'smtp'; Greeting = "220 {0}`r`n" }
        @{ Name = 'a hostile refusal'; Protocol = 'smtp'; Greeting = "554 {0}`r`n" }
        @{ Name = 'a hostile answer'; Protocol = 'smtp'; Greeting = "220 x`r`n"; Answer = "250-x`r`n250 STARTTLS`r`n454 {0}`r`n" }
        @{ Name = 'a hostile refusal of IMAP'; Protocol = 'imap'; Greeting = "* BYE {0}`r`n" }
        @{ Name = 'a hostile refusal of POP3'; Protocol = 'pop3'; Greeting = "-ERR {0}`r`n" }
        @{ Name = 'a hostile error of PostgreSQL'; Protocol = 'postgres'; Greeting = ''; Answer = "E{0}" }
        @{ Name = 'no TLS'; Protocol = ''; Greeting = "{0}" }
    ) {
        # A line end inside would end the answer: what comes after it is told as an answer of its own.
        $said = $Hostile -replace '[\r\n]+', ' '
        $answer = "$Answer" -f $said
        $faulty = [QSslTest.FaultyServer]::new(
            [System.Text.Encoding]::UTF8.GetBytes($Greeting -f $said), ($answer ? 1 : 0), [System.Text.Encoding]::UTF8.GetBytes($answer),
                $true)
        try {
            $with = $Protocol ? @{ StartTls = $Protocol } : @{}
            $all = & {
                Connect-SslHost localhost $faulty.Port @with -TimeoutSeconds 5 -Verbose -Debug
                $r = Test-SslHost localhost $faulty.Port @with -TimeoutSeconds 5
                $r; $r | Format-List; $r.Reason; $r.Findings
            } *>&1
            Assert-Visible ($all | Out-String -Width 20000) $Name
            @($all | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }) | ForEach-Object {
                Assert-Visible ($_ | Get-Error | Out-String -Width 20000) "Get-Error of $Name"
            }
        }
        finally { $faulty.Dispose() }
    }

    It 'are not seen in what is told of a proxy that says them' {
        $faulty = [QSslTest.FaultyServer]::new(
            @(), 1, [System.Text.Encoding]::UTF8.GetBytes("HTTP/1.1 555 $($Hostile -replace '[\r\n]+', ' ')`r`n`r`n"), $true)
        try {
            Assert-Visible (Connect-SslHost $target -Proxy "http://127.0.0.1:$($faulty.Port)" -TimeoutSeconds 5 *>&1 |
                Out-String -Width 20000) 'the proxy'
        }
        finally { $faulty.Dispose() }
    }

    It 'are not seen in a report as <_>' -TestCases 'Nagios', 'Tap', 'Zabbix', 'Markdown', 'Csv', 'JUnit', 'Prometheus', 'Html', 'Sarif',
        'Json' {
        $unreachable = $named | Test-SslHost -TimeoutSeconds 20
        foreach ($one in $report, $unreachable, $foreign) {
            Assert-Visible ($one | ConvertTo-SslReport -Format $_ | Out-String) "a report as $_"
        }
    }

    It 'are not seen in questions, in what -WhatIf says, and in a transcript' {
        $transcript = Join-Path $TestDrive 'transcript.txt'
        $script = Join-Path $TestDrive 'asks.ps1'
        Set-Content $script @"
`$PSStyle.OutputRendering = 'PlainText'
Import-Module '$PackagePath/QSslModule.psd1'
`$null = Start-Transcript '$transcript'
`$name = "evil``e[31m``r``nPWNED"
`$socket = Connect-SslHost $target -PauseOnSslErrors -TimeoutSeconds 300 -Verbose
`$socket | Approve-SslError -All -WhatIf
`$socket | Get-SslError | Approve-SslError -WhatIf
`$socket | Remove-SslSocket -WhatIf
`$socket | Get-SslError
`$socket | Get-SslPeerChain | Format-List
`$certificate = Import-SslCertificate '$leafFile'
`$certificate | Export-SslCertificate "/tmp/`$name.pem" -WhatIf
Import-SslKey '$keyFile' | Export-SslKey "/tmp/`$name.key" -WhatIf
Test-SslHost $target -TimeoutSeconds 20 | Export-SslReport "/tmp/`$name.json" -WhatIf
New-SslCertificate localhost -Subject "CN=`$name" -WhatIf
Set-SslBackend "`$name" -WhatIf
`$socket | Approve-SslError -All -Confirm
`$socket | Deny-SslError
Connect-SslHost $target -TimeoutSeconds 20
`$null = Stop-Transcript
'done'
"@
        $output = 'N', 'N', 'N', 'N' | pwsh -NoProfile -File $script 2>&1 | Out-String -Width 20000
        $output | Should -Match 'done'
        $output | Should -Match 'What if: .*Accept SelfSignedCertificateInChain'
        # On Windows a question goes to the console itself, and not into the output.
        if (-not $IsWindows) { $output | Should -Match '(?s)\nConfirm\s+Accept SelfSignedCertificateInChain of .*\[Y\] Yes' }
        Assert-Visible ($output -replace '\x1b\[\??\d*[hl]') 'the console'
        Assert-Visible (Get-Content $transcript -Raw) 'the transcript'
    }

    It 'are not seen where the language is constrained' {
        $text = Invoke-Constrained ("`$c = Import-SslCertificate '$leafFile'; `$c | Out-String -Width 20000; " +
            "`$c | Format-List | Out-String -Width 20000; `$c.SubjectAlternativeNames | Out-String -Width 20000")
        $text | Should -Match 'DNS:ok'
        $text | Should -Match '(?m)^DnsEntry +localhost'
        $text | Should -Match 'CN=ok'
        Assert-Visible $text 'a constrained language'
    }
}
