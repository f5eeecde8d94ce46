BeforeDiscovery {
    $formats = [xml](Get-Content (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'src/QSslModule/QSslModule.Format.ps1xml') -Raw)
    # Each view for each of its types: a view that is added is looked at without being named here.
    $views = foreach ($view in $formats.Configuration.ViewDefinitions.View) {
        foreach ($type in $view.ViewSelectedBy.TypeName) {
            $kind = $view.TableControl ? 'Table' : $view.ListControl ? 'List' : 'Custom'
            @{
                View = $view.Name
                Kind = $kind
                Type = $type
                Sample = $type -replace '^Deserialized\.' -replace '^.*\.(?=\w+$)'
                IsDeserialized = $type -like 'Deserialized.*'
            }
        }
    }
    # A cell of a view that does not read through SslShown may have nothing of a peer in it.
    $cells = foreach ($view in $formats.Configuration.ViewDefinitions.View | Where-Object { $_.TableControl -or $_.ListControl }) {
        foreach ($cell in $view.SelectNodes('.//TableColumnItem | .//ListItem')) {
            @{ View = $view.Name; Cell = "$($cell.ScriptBlock)$($cell.PropertyName)" }
        }
    }
}

Describe 'Control characters of a peer' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1

        # Colour, bell, backspace, a line of its own, the 8-bit CSI, a hyperlink, marks that turn the direction of writing, what has no
        # width, ends of lines and paragraphs, private use, a tag, NUL.
        $Hostile = "ok`e[31mred`a`b`r`nPWNED`u{9B}2J`e]8;;http://evil.example`e\link" +
            "`u{7F}`u{85}`u{61C}`u{200B}`u{200E}`u{202E}rtl`u{2066}`u{FEFF}`u{2028}`u{2029}`u{E000}`u{E0041}`0end"
        $HostileName = "evil`e[31m`a`r`nPWNED`u{202E}.invalid"

        function Assert-Visible {
            param([AllowEmptyString()] [string] $Text, [string] $Because, [switch] $MayBeEmpty)

            if (-not $MayBeEmpty) { $Text.Trim() | Should -Not -BeNullOrEmpty -Because "$Because shows something" }
            # What PowerShell colours with is its own.
            $plain = $Text -replace '\x1b\[(?:0|\d+(?:;\d+)*)m' -replace '\r?\n', "`n"
            $colours = @([regex]::Matches($Text, '\x1b\[(\d+(?:;\d+)*)m') | Where-Object { $_.Groups[1].Value -eq '31' })
            $colours.Count | Should -Be 0 -Because "$Because has the peer's colour"
            $bad = [regex]::Matches($plain,
                '(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]')
            ($bad | ForEach-Object {
                'U+{0:X4} in ...{1}' -f [int]$_.Value[0],
                    ($plain.Substring([Math]::Max(0, $_.Index - 30), [Math]::Min(30, $_.Index)) -replace '[^ -~]', '?')
            }) -join '; ' | Should -BeNullOrEmpty -Because "$Because must not steer a terminal"
            $plain | Should -Not -Match '(?m)^\s*PWNED' -Because "$Because must have no line of the peer's"
        }

        function Show-All { $input | Out-String -Width 20000 }

        # A distinguished name as it is encoded, which takes any character but half a pair.
        function New-HostileX500Name {
            param([string] $CommonName)

            $asn = [System.Formats.Asn1.AsnWriter]::new('DER')
            $null = $asn.PushSequence()
            foreach ($part in @(@('2.5.4.10', $Hostile), @('2.5.4.3', $CommonName))) {
                $null = $asn.PushSetOf()
                $null = $asn.PushSequence()
                $asn.WriteObjectIdentifier($part[0])
                $asn.WriteCharacterString([System.Formats.Asn1.UniversalTagNumber]::UTF8String, $part[1])
                $asn.PopSequence()
                $asn.PopSetOf()
            }
            $asn.PopSequence()
            [System.Security.Cryptography.X509Certificates.X500DistinguishedName]::new($asn.Encode())
        }

        # Extensions whose texts are IA5String by the rules, and bytes of any kind here.
        function New-HostileExtension {
            param([string] $Oid, [byte] $Tag, [string] $Text)

            $asn = [System.Formats.Asn1.AsnWriter]::new('DER')
            $bytes = [System.Text.Encoding]::UTF8.GetBytes($Text)
            $context = [System.Formats.Asn1.Asn1Tag]::new('ContextSpecific', $Tag)
            $value = { $asn.WriteOctetString($bytes, $context) }
            $null = $asn.PushSequence()
            if ($Oid -eq '1.3.6.1.5.5.7.1.1') {
                $null = $asn.PushSequence()
                $asn.WriteObjectIdentifier('1.3.6.1.5.5.7.48.1')
                & $value
                $asn.PopSequence()
            }
            else {
                & $value
                $asn.WriteOctetString([System.Text.Encoding]::ASCII.GetBytes('localhost'),
                    [System.Formats.Asn1.Asn1Tag]::new('ContextSpecific', 2))
            }
            $asn.PopSequence()
            [System.Security.Cryptography.X509Certificates.X509Extension]::new($Oid, $asn.Encode(), $false)
        }

        $key = New-TestKey
        $rootKey = New-TestKey
        $rootRequest = New-TestRequest -Subject (New-HostileX500Name "$Hostile CA") -Key $rootKey
        $rootRequest.CertificateExtensions.Add(
            [System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($true, $false, 0, $true))
        $root = New-TestSelfSigned $rootRequest $rootKey ([DateTimeOffset]::UtcNow.AddDays(-30)) ([DateTimeOffset]::UtcNow.AddDays(30))
        $request = New-TestRequest -Subject (New-HostileX500Name $Hostile) -Key $key
        $request.CertificateExtensions.Add((New-HostileExtension '2.5.29.17' 2 $Hostile))
        $request.CertificateExtensions.Add((New-HostileExtension '1.3.6.1.5.5.7.1.1' 6 "http://127.0.0.1:1/$Hostile"))
        $leaf = $request.Create($root.SubjectName, (New-TestSigner $rootKey), [DateTimeOffset]::UtcNow.AddDays(-20),
            [DateTimeOffset]::UtcNow.AddDays(20), [byte[]](1, 2, 3, 4))
        $leafFile, $keyFile, $rootFile, $chainFile = 'leaf.pem', 'leaf.key', 'root.pem', 'chain.pem' | ForEach-Object {
            Join-Path $TestDrive $_
        }
        Set-Content $leafFile $leaf.ExportCertificatePem()
        Set-Content $keyFile $key.ExportPkcs8PrivateKeyPem()
        Set-Content $rootFile $root.ExportCertificatePem()
        Set-Content $chainFile ($leaf.ExportCertificatePem() + "`n" + $root.ExportCertificatePem())

        $certificate = Import-SslCertificate $leafFile
        $server = New-SslServer -Certificate (Import-SslCertificate $chainFile) -Key $keyFile -HandshakeTimeoutSeconds 300
        $target = "localhost:$($server.ServerPort)"
        $socket = Connect-SslHost $target -SkipCertificateCheck -KeepSession -Configuration (
            New-SslConfiguration -RecordHandshakeMessages) -TimeoutSeconds 20
        $paused = Connect-SslHost $target -PauseOnSslErrors -TimeoutSeconds 20
        $report = Test-SslHost $target -TimeoutSeconds 20
        $named = [pscustomobject]@{ HostName = $HostileName; Port = 443 }
        # A report as a file has it, which others may have written.
        $foreign = $report | ConvertTo-Json -Depth 5 | ConvertFrom-Json
        $foreign.Subject = $foreign.Issuer = $foreign.Cipher = $foreign.Group = $foreign.Protocol = $Hostile
        $hostProfile = Get-SslHostProfile $target -TimeoutSeconds 30
        $policy = Get-SslPolicy QSslModule
        $samples = @{
            SslHostProfile = $hostProfile
            SslProfileProtocol = @($hostProfile.Protocols)
            SslProfileCipher = @($hostProfile.Protocols[-1].Ciphers)
            SslProfileWeakness = @($hostProfile.Weaknesses)
            SslPolicy = $policy
            SslPolicyRule = @($policy.Rules)
            SslPolicyVerdict = @($policy.Judge($hostProfile))
            QSslSocket = $socket
            QTcpServer = $server
            QSslCertificate = $certificate
            QSslKey = Import-SslKey $keyFile
            SslBackend = (Get-SslBackend)[0]
            QSslCipher = $socket.SessionCipher
            QSslEllipticCurve = @(Get-SslGroup)[0]
            QSslError = [QSslCore.QSslError]::new('HostNameMismatch', $certificate, $Hostile)
            SslPeerError = @($paused | Get-SslError)
            SslPeerCertificate = @($socket | Get-SslPeerChain)
            SslHostReport = $report
            SslReportCertificate = $report.Chain
            SslReportFinding = $report.Findings
            SslReportTimings = $report.Timings
            SslReportChange = @(Compare-SslReport $report $foreign)
            QSslConfiguration = $socket.SslConfiguration
            SslCertificateVerdict = $certificate | Test-SslCertificate -AsChain -HostName other.example
            AlternativeName = @($certificate.SubjectAlternativeNames)
            QSslCertificateExtension = @($certificate.Extensions)
            SslIdentity = New-SslCertificate localhost -Subject 'CN=localhost' -Issuer (New-SslCertificate -CertificateAuthority)
            SslSession = $($socket | Export-SslSession (Join-Path $TestDrive 'a.session') -TimeoutSeconds 20 -ErrorAction Stop |
                Out-Null; Import-SslSession (Join-Path $TestDrive 'a.session'))
            QSslHandshakeMessage = @($socket.HandshakeMessages)
        }
        while ($other = $server | Receive-SslConnection -TimeoutSeconds 1 -ErrorAction Ignore) { $other.Dispose() }
        $watched = Connect-SslHost $target -SkipCertificateCheck -TimeoutSeconds 20
        ($server | Receive-SslConnection -TimeoutSeconds 20).Dispose()
        $events = @($watched | Watch-SslSocket -TimeoutSeconds 20)
    }
    AfterAll {
        @($socket, $paused, $watched, $server).ForEach({ if ($_) { $_.Dispose() } })
    }

    It 'are kept in the values' {
        $certificate.SubjectDisplayName | Should -BeExactly $Hostile
        $certificate.SubjectAlternativeNames[0].Value | Should -Match "`e\[31m"
        $report.SubjectAlternativeNames[0] | Should -BeExactly $certificate.SubjectAlternativeNames[0].Value
        ($report | ConvertTo-Json -Depth 4 | ConvertFrom-Json).SubjectAlternativeNames[0] |
            Should -BeExactly $report.SubjectAlternativeNames[0]
        foreach ($all in ($report | Select-Object *), ($report | ConvertTo-Json -Depth 4 | ConvertFrom-Json),
            ($report | ConvertTo-Csv | ConvertFrom-Csv),
            [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($report, 3))) {
            $all.PSObject.Properties.Name | Should -Not -Contain 'SslShown'
        }
        $report | Get-Member | ForEach-Object Name | Should -Not -Contain 'SslShown'
    }

    It 'are not seen in the <Kind> <View> of <Type>' -TestCases $views {
        if ($Kind -eq 'Custom') {
            $record = $null
            Connect-SslHost $target -TimeoutSeconds 20 -ErrorAction SilentlyContinue -ErrorVariable record
            Assert-Visible ($record | Format-Custom -View $View | Out-String -Width 20000) $View
            return
        }
        if ($Sample -eq 'SslSocketEvent') { $value = $events }
        elseif ($Sample -eq 'SslServerErrorEventArgs') {
            $value = [QSslCore.SslServerErrorEventArgs]::new($socket, 'SslHandshakeFailedError', $Hostile)
        }
        else { $value = $samples[$Sample] }
        $value | Should -Not -BeNullOrEmpty -Because "there has to be a sample of $Type"
        if ($IsDeserialized) {
            $value = $value | ForEach-Object {
                [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_, 3))
            }
        }
        $Error.Clear()
        $text = $Kind -eq 'Table' ? ($value | Format-Table -View $View | Out-String -Width 20000) : (
            $value | Format-List -View $View | Out-String -Width 20000)
        Assert-Visible $text "$View of $Type"
        Assert-Visible ($value | Out-String -Width 20000) "the usual view of $Type"
        Assert-Visible (-join ($value | ForEach-Object { "$_`n" })) "$Type as text"
        $Error.Count | Should -Be 0
        if ($Sample -in 'SslHostReport', 'SslReportCertificate') {
            $text | Should -Match ($Kind -eq 'Table' -and $Sample -eq 'SslHostReport' ? 'localhost:\d+ +Critical' : 'CN=ok\\1B\[31mred')
        }
    }

    It 'cannot come through the cell <Cell> of <View>' -TestCases $cells {
        $constant = "'SslSession'", '$_.ToString()'
        $count = '^(\$_\.\w+|@\(\$_\.\w+\))\.(Count|Length)$'
        $time = '^(\(\$_\.\w+ -as \[datetimeoffset\]\)\?|\$_\.Timestamp)\.ToString\(''[-:.\w]+''(, \[cultureinfo\]::InvariantCulture)?\)$' +
            '|^''\{0:0\.00\}'' -f \$_\.\w+\.TotalMilliseconds$'
        if ($Cell -in $constant -or $Cell -match $count -or $Cell -match $time -or $Cell -match '^if \(\$_\.IsSent\)') { return }
        # All that is read besides is looked at and not shown.
        $Cell | Should -Match '\.SslShown'
        ($Cell -replace '\$_\.(?:\w+\.)?PSObject\.Properties\[''\w+''\]\.SslShown' -replace '\(\$_\.Errors \| ForEach-Object' -replace
            '^\(\$_\.\w+ \| Where-Object Status -eq ''\w+''\)\.ForEach\{' -replace
            '\$_\.(PeerName|Reason|IsEncrypted|IsPaused|PeerPort) \?|\$_\.PeerPort :') |
            Should -Not -Match '\$_\.'
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
        $state = [initialsessionstate]::CreateDefault()
        $state.ImportPSModule("$PackagePath/QSslModule.psd1")
        $space = [runspacefactory]::CreateRunspace($state)
        $shell = [powershell]::Create()
        try {
            $space.Open()
            $space.LanguageMode = 'ConstrainedLanguage'
            $shell.Runspace = $space
            $text = "$($shell.AddScript("`$c = Import-SslCertificate '$leafFile'; `$c | Out-String -Width 20000; " +
                "`$c | Format-List | Out-String -Width 20000; " +
                "`$c.SubjectAlternativeNames | Out-String -Width 20000").Invoke())"
            $text | Should -Match 'DNS:ok'
            $text | Should -Match '(?m)^DnsEntry +localhost'
            $text | Should -Match 'CN=ok'
            Assert-Visible $text 'a constrained language'
        }
        finally { $shell.Dispose(); $space.Dispose() }
    }
}
