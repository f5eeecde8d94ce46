BeforeDiscovery {
    . $PSScriptRoot/common.ps1
    $commands = @(Get-Command -Module QSslModule | ForEach-Object { @{ Name = $_.Name } })
    $examples = @(foreach ($command in $commands) {
            $page = Get-Help $command.Name -Full
            $number = 0
            foreach ($example in @($page.examples.example)) {
                $number++
                @{
                    Command = $command.Name
                    Number = $number
                    Title = $example.title -replace '^[- ]*Example \d+: |[- ]*$'
                    Code = "$($example.code)"
                    Text = "$($example.remarks.Text)"
                }
            }
        })
    $topics = 'about_QSslModule', 'about_QSslErrors', 'about_QSslEvents', 'about_QSslBackends', 'about_QSslPolicies' |
        ForEach-Object { @{ Topic = $_ } }
}

Describe 'Help' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters
    }

    It 'tells of <Name> what it does, what it takes and what it gives' -ForEach $commands {
        $page = Get-Help $Name -Full
        $page.Synopsis.Trim() | Should -Not -Match "^$Name|^$" -Because 'that is the syntax that PowerShell shows where there is no help'
        "$($page.description.Text)" | Should -Not -BeNullOrEmpty
        @($page.examples.example).Count | Should -BeGreaterThan 0
        $parameters = (Get-Command $Name).Parameters.Keys | Where-Object { $_ -notin $common }
        foreach ($parameter in $parameters) {
            $text = "$((Get-Help $Name -Parameter $parameter).description.Text)"
            $text | Should -Match '\w{3}' -Because "-$parameter has to be described"
        }
        @($page.parameters.parameter.name) | Where-Object { $_ -notin $parameters } |
            Should -BeNullOrEmpty -Because 'a parameter that is gone must go from the page'
    }

    It 'tells the default value of each parameter of <Name>' -ForEach $commands {
        $type = (Get-Command $Name).ImplementingType
        $cmdlet = [Activator]::CreateInstance($type)
        $page = Get-Content $RepositoryRoot/docs/help/$Name.md -Raw
        $told = @{}
        foreach ($one in [regex]::Matches($page, '(?ms)^### -(\w+)\r?$.*?^DefaultValue: (?:''(.*?)''|(.*?))\r?$')) {
            $told[$one.Groups[1].Value] = $one.Groups[2].Value + $one.Groups[3].Value
        }
        foreach ($parameter in (Get-Command $Name).Parameters.Values | Where-Object {
            $_.Name -notin $common -and $type.GetProperty($_.Name)
        }) {
            $value = $type.GetProperty($parameter.Name).GetValue($cmdlet)
            # A time is the present, and -1 a port that was not given: the text says what counts then.
            $expected = if ($parameter.ParameterType -eq [switch]) { 'False' }
                elseif ($value -is [DateTimeOffset] -or ($value -is [int] -and $value -eq -1)) { '' }
                elseif ($value -is [IFormattable]) { [string]::Format([cultureinfo]::InvariantCulture, '{0}', $value) }
                else { @($value) -join ', ' }
            $told[$parameter.Name] | Should -Be $expected -Because "that is the default of -$($parameter.Name)"
            "$((Get-Help $Name -Parameter $parameter.Name).PSObject.Properties['defaultValue']?.Value)" |
                Should -Be $expected -Because "Get-Help shows it for -$($parameter.Name)"
        }
    }

    It 'names other pages of <Name> without files that a module does not have' -ForEach $commands {
        (Get-Help $Name -Full).relatedLinks.navigationLink.uri | Where-Object { $_ } | Should -BeNullOrEmpty
    }

    It 'has a page <Topic>' -ForEach $topics {
        "$(Get-Help $Topic)" | Should -Match "TOPIC\s+$Topic"
        foreach ($line in "$(Get-Help $Topic)" -split '\r?\n' -notmatch '^ {8}') { $line.Length | Should -BeLessOrEqual 80 -Because $line }
    }

    It 'lists each id of an error' {
        $ids = Select-String -Path $RepositoryRoot/src/QSslModule/Errors/ErrorIds.cs -Pattern 'const string \w+ = "(\w+)"' |
            ForEach-Object { $_.Matches[0].Groups[1].Value }
        $page = "$(Get-Help about_QSslErrors)"
        $ids | Where-Object { $page -notmatch "\b$_\b" } | Should -BeNullOrEmpty
    }

    It 'lists each event' {
        $page = "$(Get-Help about_QSslEvents)"
        [QSslCore.QSslSocket], [QSslCore.QSslServer] | ForEach-Object { $_.GetEvents().Name } | Sort-Object -Unique |
            Where-Object { $page -notmatch "\b$_\b" } | Should -BeNullOrEmpty
    }
}

# The pages speak of files and of servers at fixed ports; here they are, with the ports that are free.
Describe 'The examples of the help' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        . $PSScriptRoot/Dns.ps1
        $trouble = Get-OpenSslTrouble
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $keyKind = $TestSuiteKey -eq 'RSA' ? 'Rsa2048' : 'EcP256'
        $here = (New-Item (Join-Path $TestDrive here) -ItemType Directory).FullName
        Copy-Item $pki.CaCertificate $here/ca.pem
        foreach ($role in 'server', 'client') {
            Copy-Item $pki.Good.Certificate "$here/$role.pem"
            Copy-Item $pki.Good.Key "$here/$role.key"
        }
        Copy-Item $pki.SelfSigned.Certificate $here/selfsigned.pem
        if (-not $trouble) {
            openssl pkey -in $pki.Good.Key -aes256 -passout 'pass:open sesame' -out $here/encrypted.key
            $good = Start-OpenSslServer $pki.Good $pki.Path
            $strange = Start-OpenSslServer $pki.SelfSigned $pki.Path
            $mail = Start-StartTlsServer $pki.Good
        }
        $dns = [QSslTest.DnsServer]::new()
        $dns.Add('localhost', 'A', '127.0.0.1')
    }
    AfterAll {
        $good, $strange | Stop-OpenSslServer
        $dns.Dispose()
        if ($mail) { $mail.Dispose() }
    }
    BeforeEach {
        if ($trouble) { Set-ItResult -Skipped -Because $trouble }
        Push-Location $here
        $output = @()
        $shell = [powershell]::Create('NewRunspace')
    }
    AfterEach {
        if (-not $shell) { return }
        # openssl serves one client after the other: nothing may stay connected.
        $shell.Commands.Clear()
        $left = @($shell.AddScript('(Get-Variable).Value | ForEach-Object { $_ } | Where-Object { $_ -is [QSslCore.QSslSocket] }').Invoke())
        $written = $output | ForEach-Object { $_; $_.PSObject.Properties['Socket']?.Value }
        $left + @($written) | Where-Object { $_ -is [QSslCore.QSslSocket] } | Remove-SslSocket
        $shell.Dispose()
        Pop-Location
    }

    It '<Command>, example <Number>: <Title>' -ForEach $examples {
        $needed = @{
            'Export-SslSession' = 'sessions to resume'
            'Import-SslSession' = 'sessions to resume'
            'Get-SslGroup' = 'choice of groups'
        }
        $need = $needed[$Command] ?? ($Code -match '-Group' ? 'choice of groups' : '')
        if ($need -and ($why = Get-FeatureTrouble $need)) { Set-ItResult -Skipped -Because $why; return }
        if ($Code -match '\.p12|\.pfx|2525' -and ($why = Get-SystemTrouble JoinedKeys)) { Set-ItResult -Skipped -Because $why; return }
        $Text | Should -Match '\w{3}' -Because 'an example says what it shows'
        $ported = $Code -replace '(localhost|127\.0\.0\.1)([: ,])8443\b', "`$1`${2}$($good.Port)" -replace 'localhost([: ,])9443\b',
            "localhost`${1}$($strange.Port)" `
            -replace 'localhost([: ])2525\b', "localhost`${1}$($mail.Port)" `
            -replace "\('localhost', 8443\)", "('localhost', $($good.Port))" `
            -replace '127\.0\.0\.1:5353', "127.0.0.1:$($dns.Port)"
        $ported | Should -Not -Match '8443|9443|2525'
        $null = $shell.AddScript("Set-Location '$here'; Import-Module '$PackagePath/QSslModule.psd1'; " +
            "`$PSDefaultParameterValues['New-SslCertificate:KeyKind'] = '$keyKind'; Set-StrictMode -Version 3").Invoke()
        $shell.Commands.Clear()
        $null = $shell.AddScript($ported)
        $output = $shell.Invoke()
        @($shell.Streams.Error | ForEach-Object { "$_" }) | Should -BeNullOrEmpty
        # An example that ends with one of these has done its work, and shows nothing unless something else in it does.
        $silent = '(Send-SslData|Remove-SslSocket|Deny-SslError|Stop-SslServer|Remove-Job|Write-Host)[^|]*$'
        if ($ported -notmatch $silent) { ($output | Out-String).Trim() | Should -Not -BeNullOrEmpty }
    }
}
