# Keys, pass phrases and the like, whole and broken, given to every parameter: no part of one comes back in any stream or error.
BeforeDiscovery {
    . $PSScriptRoot/common.ps1
    # A new cmdlet or parameter is in the sweep by itself.
    $cmdlets = (Get-Command -Module QSslModule -CommandType Cmdlet).Name
}

Describe 'What is secret' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $work = (New-Item (Join-Path $TestDrive work) -ItemType Directory).FullName
        $identity = New-SslCertificate localhost
        $pem = $identity.Key | Export-SslKey
        $certificate = $identity.Certificate | Export-SslCertificate
        $right = ConvertTo-SecureString 'correct horse' -AsPlainText -Force

        function Get-Body([string] $Text) { -join ($Text -split "`n" | Where-Object { $_ -and $_ -notmatch '^-----' }) }
        $body = Get-Body $pem
        $forms = [ordered]@{
            'no line ends' = { param($t) $t -replace "`n" }
            'blanks' = { param($t) $t -replace "`n", ' ' }
            '\n' = { param($t) $t -replace "`n", '\n' }
            '\r\n' = { param($t) $t -replace "`n", '\r\n' }
            'base64' = { param($t) Get-Body $t }
            'base64 with line ends' = { param($t) ($t -split "`n" | Where-Object { $_ -and $_ -notmatch '^-----' }) -join "`r`n" }
        }

        # What must not come back: any dozen characters of the key, and the other secrets as a whole.
        $phrase = 'Canary-Phrase-7391'
        $password = 'canarypass4711'
        $parts = [System.Collections.Generic.HashSet[string]]::new()
        foreach ($at in 0..($body.Length - 13)) { $null = $parts.Add($body.Substring($at, 12)) }
        $secrets = [ordered]@{
            'a key' = $pem
            'a key on one line' = $pem -replace "`n"
            'a key with \n' = $pem -replace "`n", '\n'
            'a key with blanks, cut' = ($pem -replace "`n", ' ').Substring(0, 120)
            'a key with a wrong end' = $pem -replace "`n" -replace 'END PRIVATE', 'END OTHER'
            'a label with the key in it' = "-----BEGIN $body-----`nAAAA`n-----END $body-----"
            'a key without dashes' = $pem -replace '-----', '--' -replace "`n"
            'base64' = $body
            'base64, cut' = $body.Substring(0, 101)
            'a path with base64' = "/tmp/$body.pem"
            'a URI' = "https://user:$password@no-such-host.invalid/$body"
            'a pass phrase' = $phrase
            'bytes' = [Convert]::FromBase64String($body)[0..60]
            'lines' = $pem -split "`n" | Select-Object -SkipLast 2
            'a table' = @{ name = $body; Certificate = $body; Key = $body }
            'a table the wrong way round' = @{ $body = 'client' }
        }

        function Find-Leak([string] $Text) {
            if ($Text.Contains($phrase) -or $Text.Contains($password)) { return $Text }
            for ($at = 0; $at + 12 -le $Text.Length; $at++) { if ($parts.Contains($Text.Substring($at, 12))) { return $Text } }
        }

        # All words that a record has, of its exceptions and its target too. The line of the script is the user's own.
        function Get-Word([object] $Item, [int] $Depth = 4) {
            if ($null -eq $Item -or $Depth -eq 0) { return }
            "$Item"
            if ($Item -is [System.Management.Automation.ErrorRecord]) {
                "$($Item.CategoryInfo)"
                "$($Item.CategoryInfo.TargetName)"
                "$($Item.ErrorDetails)"
                "$($Item.ErrorDetails.RecommendedAction)"
                if ($Item.TargetObject -isnot [hashtable]) { "$($Item.TargetObject)"; "$($Item.TargetObject | Out-String)" }
                Get-Word $Item.Exception ($Depth - 1)
            }
            if ($Item -is [Exception]) {
                $Item.Message
                foreach ($property in $Item.PSObject.Properties) {
                    if ($property.Name -notin 'ErrorRecord', 'CommandInvocation', 'TargetSite') {
                        try { "$($property.Value)" } catch { "$_" }
                    }
                }
                if ($Item.PSObject.Properties['ErrorRecord']) { "$($Item.ErrorRecord.TargetObject)"; "$($Item.ErrorRecord)" }
                Get-Word $Item.InnerException ($Depth - 1)
            }
        }

        # Everything that a call says, in any stream and in $Error.
        function Get-Said([string] $Command, [hashtable] $Parameter, [object[]] $Piped) {
            $shell = [powershell]::Create([System.Management.Automation.RunspaceMode]::CurrentRunspace)
            try {
                $null = $shell.AddCommand($Command)
                foreach ($name in $Parameter.Keys) { $null = $shell.AddParameter($name, $Parameter[$name]) }
                foreach ($name in 'Verbose', 'Debug') { $null = $shell.AddParameter($name) }
                try { $output = if ($Piped) { $shell.Invoke($Piped) } else { $shell.Invoke() } }
                catch { Get-Word $_; Get-Word $_.Exception.InnerException.ErrorRecord }
                foreach ($record in $shell.Streams.Error) { Get-Word $record }
                foreach ($stream in 'Warning', 'Verbose', 'Debug', 'Information', 'Progress') {
                    $shell.Streams.$stream | ForEach-Object { "$_" }
                }
                foreach ($item in $output) {
                    if ($item.BaseObject -isnot [string]) { "$item" }
                    if ($item.BaseObject -is [IDisposable]) { $item.Dispose() }
                }
            }
            finally { $shell.Dispose() }
        }

        # Parameters beside the one that is tried; what would block or change the machine is not called.
        $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
        $beside = @{
            'Connect-SslHost' = @{ HostName = '127.0.0.1:1'; TimeoutSeconds = 2 }
            'Test-SslHost' = @{ HostName = '127.0.0.1:1'; TimeoutSeconds = 2 }
            'Get-SslHostProfile' = @{ HostName = '127.0.0.1:1'; TimeoutSeconds = 2; Section = 'Protocols' }
            'Get-SslPeerChain' = @{ HostName = '127.0.0.1:1'; TimeoutSeconds = 2 }
            'New-SslServer' = @{ Certificate = $identity }
            'New-SslCertificate' = @{ Subject = 'x.test' }
            'Import-SslKey' = @{ Path = $pem }
            'Import-SslCertificate' = @{ Path = $certificate }
            'Export-SslKey' = @{ InputObject = $identity }
            'Export-SslCertificate' = @{ InputObject = $identity }
            'Test-SslCertificate' = @{ InputObject = $identity }
        }
    }

    # What is exported to a name without a folder lands here.
    BeforeEach { $before = Get-SslDefaultConfiguration; Push-Location $work }
    AfterEach { Pop-Location; $before | Set-SslDefaultConfiguration }

    It 'is in no word of any cmdlet: <_>' -ForEach $cmdlets {
        $command = Get-Command $_
        $leaks = foreach ($parameter in $command.Parameters.Values) {
            if ($parameter.Name -in $common -or $parameter.ParameterType -eq [switch]) { continue }
            # A name alone makes PowerShell ask for the password, with that name: the secret is the password.
            if ($parameter.ParameterType -eq [pscredential]) {
                $with = @{} + ($beside[$command.Name] ?? @{}) + @{ Proxy = 'http://127.0.0.1:1' }
                foreach ($secret in $phrase, $body) {
                    $with[$parameter.Name] = [pscredential]::new('user', (ConvertTo-SecureString $secret -AsPlainText -Force))
                    foreach ($words in Get-Said $command.Name $with) {
                        if ($leak = Find-Leak $words) { "-$($parameter.Name): $leak"; break }
                    }
                }
                continue
            }
            # What takes neither text nor objects refuses all alike.
            $isOpen = $parameter.ParameterType.Name -match '^(Object|String|IDictionary|SslTarget|QNetworkProxy|PSObject|SecureString)'
            foreach ($kind in $isOpen ? $secrets.Keys : @('a key on one line', 'base64')) {
                # What is given for a name and is no key may be one.
                if ($kind -eq 'a pass phrase' -and
                    $parameter.Name -notmatch 'Key|Pass|Session|Certificate|Configuration|Path|Issuer') { continue }
                # What is written is written where it was said to be.
                if ($kind -eq 'a pass phrase' -and $command.Verb -eq 'Export' -and $parameter.Name -eq 'Path') { continue }
                $with = @{} + ($beside[$command.Name] ?? @{})
                $with[$parameter.Name] = $secrets[$kind]
                foreach ($needed in $command.Parameters.Values) {
                    # A prompt would wait for ever.
                    $sets = $needed.ParameterSets.Values
                    if (-not $with.ContainsKey($needed.Name) -and @($sets | Where-Object IsMandatory).Count -eq @($sets).Count) {
                        $with[$needed.Name] = 'x'
                    }
                }
                $said = Get-Said $command.Name $with
                foreach ($words in $said) { if ($leak = Find-Leak $words) { "-$($parameter.Name) with ${kind}: $leak"; break } }
            }
        }
        $leaks | Select-Object -First 3 | Should -BeNullOrEmpty
    }

    It 'is in no word of what is piped: <_>' -ForEach 'Import-SslKey', 'Import-SslCertificate', 'Test-SslCertificate', 'Export-SslKey',
        'Export-SslCertificate', 'Import-SslSession', 'Connect-SslHost', 'Get-SslPeerChain' {
        $with = $_ -in 'Connect-SslHost', 'Get-SslPeerChain' ? @{ TimeoutSeconds = 2; Port = 1 } : @{}
        # A name is a host's as long as it may be one.
        $isHost = $with.Count -gt 0
        $leaks = foreach ($kind in $secrets.Keys | Where-Object {
            $secrets[$_] -isnot [hashtable] -and -not ($isHost -and $_ -eq 'a pass phrase')
        }) {
            foreach ($words in Get-Said $_ $with @($secrets[$kind])) { if ($leak = Find-Leak $words) { "${kind}: $leak" } }
        }
        $leaks | Select-Object -First 3 | Should -BeNullOrEmpty
    }

    Context 'and comes on one line' {
        It 'is read: <_>' -ForEach 'no line ends', 'blanks', '\n', '\r\n', 'base64', 'base64 with line ends' {
            $write = $forms[$_]
            $key, $public, $chain = (& $write $pem), (& $write ($identity.Certificate.PublicKey | Export-SslKey)), (& $write $certificate)
            $encrypted = & $write ($identity.Key | Export-SslKey -Passphrase $right)
            (Import-SslKey $key).Equals($identity.Key) | Should -BeTrue
            ($key | Import-SslKey).Equals($identity.Key) | Should -BeTrue
            (Import-SslKey $public -Public).Equals($identity.Certificate.PublicKey) | Should -BeTrue
            (Import-SslKey $encrypted -Passphrase $right).Equals($identity.Key) | Should -BeTrue
            (Import-SslCertificate $chain).Equals($identity.Certificate) | Should -BeTrue
            ($chain | Import-SslCertificate).Equals($identity.Certificate) | Should -BeTrue
            Set-Content "$work/one.pem" $key -NoNewline
            (Import-SslKey "$work/one.pem").Equals($identity.Key) | Should -BeTrue
            Set-Content "$work/one.crt" $chain -NoNewline
            (Get-Item "$work/one.crt" | Import-SslCertificate).Equals($identity.Certificate) | Should -BeTrue
            (Get-Content "$work/one.crt" | Import-SslCertificate).Equals($identity.Certificate) | Should -BeTrue

            $configuration = New-SslConfiguration -Certificate $chain -Key $encrypted -Passphrase $right
            $configuration.PrivateKey.Equals($identity.Key) | Should -BeTrue
            $server = New-SslServer -Certificate $chain -Key $key
            try {
                $socket = Connect-SslHost localhost $server.ServerPort -CaCertificate $chain -TimeoutSeconds 10
                $socket.IsEncrypted | Should -BeTrue
                $socket.Dispose()
            }
            finally { $server | Stop-SslServer }
        }

        It 'is read with other blocks, and from a bundle' {
            if ($why = Get-SystemTrouble JoinedKeys) { Set-ItResult -Skipped -Because $why }
            $all = ($certificate + $pem + (New-SslCertificate b.test | Export-SslCertificate)) -replace "`n"
            @(Import-SslCertificate $all).Subject | Should -Be 'CN=localhost', 'CN=b.test'
            (Import-SslKey $all).Equals($identity.Key) | Should -BeTrue
            $bundle = [Convert]::ToBase64String(($identity | Export-SslCertificate -Format Pkcs12 -Passphrase $right))
            (Import-SslKey $bundle -Passphrase $right).Equals($identity.Key) | Should -BeTrue
            (New-SslConfiguration -Certificate $bundle -Passphrase $right).PrivateKey.Equals($identity.Key) | Should -BeTrue
        }

        It 'is a path where a file is named so' {
            $other = New-SslCertificate other.test
            $short = 'MAMCAQA='
            Push-Location $work
            try {
                $other | Export-SslKey "./$short"
                (Import-SslKey $short).Equals($other.Key) | Should -BeTrue
                Remove-Item "./$short"
                $record = Import-SslKey $short 2>&1
                "$record" | Should -Match 'not a key'
                "$record" | Should -Not -Match $short
            }
            finally { Pop-Location }
        }
    }
}
