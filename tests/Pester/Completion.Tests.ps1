Describe 'Completion' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        function Get-Completion {
            param([string] $Text)

            ([System.Management.Automation.CommandCompletion]::CompleteInput($Text, $Text.Length, $null)).CompletionMatches.CompletionText
        }
    }

    It 'offers <Expected> for: <Text>' -TestCases @(
        @{ Text = 'Connect-SslHost x -Protocol Tls'; Expected = 'TlsV1_3' }
        @{ Text = 'Connect-SslHost x -NetworkProtocol I'; Expected = 'IPv4' }
        @{ Text = 'Connect-SslHost x -Cipher TLS_AES_256'; Expected = 'TLS_AES_256_GCM_SHA384' }
        @{ Text = 'Connect-SslHost x -Cipher ECDHE-RSA-AES128'; Expected = 'ECDHE-RSA-AES128-GCM-SHA256' }
        @{ Text = 'Connect-SslHost x -ExpectedError SelfS'; Expected = 'SelfSignedCertificate' }
        @{ Text = 'Connect-SslHost x -Alpn h'; Expected = 'h2' }
        @{ Text = 'Get-SslBackend cert'; Expected = 'cert-only' }
        @{ Text = 'Set-SslBackend cert'; Expected = 'cert-only' }
        @{ Text = 'Approve-SslError -Error Self'; Expected = 'SelfSignedCertificate' }
        @{ Text = 'Wait-SslSocket -Until E'; Expected = 'Encrypted' }
        @{ Text = 'Watch-SslSocket -EventName Al'; Expected = 'AlertReceived' }
        @{ Text = 'Send-SslData -Encoding la'; Expected = 'latin1' }
        @{ Text = 'Receive-SslData -Encoding a'; Expected = 'ascii' }
        @{ Text = 'New-SslCertificate -KeyKind Ec'; Expected = 'EcP256' }
        @{ Text = 'Import-SslCertificate x -Format D'; Expected = 'Der' }
        @{ Text = 'Connect-SslHost x -Cipher TLS_ECDHE_RSA_WITH_AES_256_G'; Expected = 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384' }
        @{ Text = 'Connect-SslHost x -Group X255'; Expected = 'X25519'; Needs = 'choice of groups' }
        @{ Text = 'Export-SslCertificate x -Format Pk'; Expected = 'Pkcs12' }
        @{ Text = 'New-SslCertificate -Fault B'; Expected = 'BadSignature' }
        @{ Text = 'New-SslCertificate -Usage C'; Expected = 'Client' }
        @{ Text = 'New-SslConfiguration -Backend o'; Expected = 'openssl'; Needs = 'OpenSSL' }
        @{ Text = 'New-SslConfiguration -SslOption DisableC'; Expected = 'DisableCompression' }
        @{ Text = 'Get-SslCipher TLS_AES_256'; Expected = 'TLS_AES_256_GCM_SHA384' }
        @{ Text = 'Start-SslServerEncryption -PeerVerifyMode V'; Expected = 'VerifyPeer' }
    ) {
        if ($Needs -and ($why = Get-FeatureTrouble $Needs)) { Set-ItResult -Skipped -Because $why; return }
        Get-Completion $Text | Should -Contain $Expected
    }

    It 'offers nothing where there is nothing' {
        Get-Completion 'Connect-SslHost x -Cipher NO-SUCH' | Should -Not -Contain 'NO-SUCH-CIPHER'
    }

    It 'offers nothing that <Why>: <Text>' -ForEach @(
        @{ Why = 'is for datagrams'; Text = 'Connect-SslHost x -Protocol '; Not = '^Dtls|^Unknown'; But = 'TlsV1_3' }
        @{ Why = 'is for datagrams'; Text = 'Get-SslCipher -Protocol '; Not = '^Dtls|^Unknown'; But = 'TlsV1_2' }
        @{ Why = 'has no TLS'; Text = 'Connect-SslHost x -Backend '; Not = '^cert-only$'; But = 'sslstream|schannel|securetransport' }
        @{ Why = 'needs a target'; Text = 'New-SslServer -StartTls '; Not = '^Auto$'; But = '^smtp$' }
        @{ Why = 'needs a key'; Text = 'Connect-SslHost x -Cipher '; Not = 'PSK'; But = 'ECDHE-RSA-AES128-GCM-SHA256' }
        @{ Why = 'is of another version'; Text = 'Connect-SslHost x -Protocol TlsV1_3 -Cipher '; Not = '^ECDHE'; But = '^TLS_AES' }
        @{ Why = 'no handshake takes'; Text = 'Connect-SslHost x -Group '; Not = '^secp160|^K-163'; But = '^P-256$'; Needs = 'groups' }
    ) {
        if ($Needs -and ($why = Get-FeatureTrouble $Needs)) { Set-ItResult -Skipped -Because $why; return }
        $found = @(Get-Completion $Text)
        $found -match $Not | Should -BeNullOrEmpty
        $found -match $But | Should -Not -BeNullOrEmpty
    }

    It 'offers suites with pre-shared keys where there are keys' {
        if ($why = Get-FeatureTrouble 'pre-shared keys') { Set-ItResult -Skipped -Because $why; return }
        Get-Completion 'Connect-SslHost x -PreSharedKey @{} -Cipher PSK-AES' | Should -Contain 'PSK-AES128-GCM-SHA256'
        Get-Completion 'New-SslConfiguration -Cipher PSK-AES' | Should -Contain 'PSK-AES128-GCM-SHA256'
        Get-Completion 'Get-SslCipher PSK-AES' | Should -Contain 'PSK-AES128-GCM-SHA256'
    }

    Context 'of hostile names' {
        BeforeAll {
            $hostile = "a`$(New-Item pwned)b", 'a`nb', "a'b", 'a"b', 'a;New-Item pwned', "a`nNew-Item pwned", 'a&b|c', 'a{b}', '[a]',
                '-Force', "a`$env:HOME", "a`u{2019}b"
            # Windows has no such names for some of them.
            $usable = $hostile | Where-Object { $_.IndexOfAny([System.IO.Path]::GetInvalidFileNameChars()) -lt 0 }
            $folder = (New-Item (Join-Path $TestDrive names) -ItemType Directory).FullName

            # Runs what a completion would put behind the command, and tells what the parameter gets.
            function Invoke-Completed([string] $Text) {
                function Show-Argument { param($Path) $Path }
                [scriptblock]::Create("Show-Argument -Path $Text").Invoke()
            }
        }
        BeforeEach { Push-Location $folder }
        AfterEach { Pop-Location }

        It 'of files is quoted, and runs nothing' {
            foreach ($name in $usable) { Set-Content -LiteralPath (Join-Path $folder $name) x }
            foreach ($command in 'Import-SslCertificate -Path ', 'Import-SslKey -Path ', 'Import-SslSession -Path ', 'Export-SslKey -Path ',
                'Connect-SslHost x -CaCertificate ') {
                foreach ($text in Get-Completion $command) {
                    @(Invoke-Completed $text).Count | Should -Be 1 -Because "$command$text"
                }
            }
            foreach ($text in Get-Completion 'Import-SslCertificate -LiteralPath ') {
                Test-Path -LiteralPath @(Invoke-Completed $text)[0] | Should -BeTrue -Because $text
            }
            Join-Path $folder pwned | Should -Not -Exist
        }

        It 'asks nothing of the words before: <_>' -ForEach @(
            '$(New-Item pwned)', '`', "'", '"', '$env:HOME', "a`nNew-Item pwned;", '@(New-Item pwned)', '&{New-Item pwned}') {
            # Files of such names are the other test's: PowerShell's own completion of a lone quote stumbles over them.
            Set-Location (New-Item (Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))) -ItemType Directory)
            foreach ($command in "Connect-SslHost $_ -Protocol Tls", "Connect-SslHost x -Cipher $_", "Connect-SslHost x -Alpn $_",
                "Connect-SslHost x -StartTls $_", "New-SslConfiguration -Backend $_", "Send-SslData -Encoding $_", "Connect-SslHost $_") {
                $null = Get-Completion $command
            }
            'pwned' | Should -Not -Exist
        }

        It 'has no name of ours that would need quotes' {
            foreach ($command in 'Connect-SslHost x -Cipher ', 'Connect-SslHost x -Alpn ', 'Connect-SslHost x -StartTls ',
                'New-SslConfiguration -Backend ', 'Send-SslData -Encoding ', 'Connect-SslHost x -Group ',
                'Connect-SslHost x -ExpectedError ', 'Watch-SslSocket -EventName ') {
                $found = @(Get-Completion $command)
                $found.Count | Should -BeGreaterThan 1 -Because $command
                $found -notmatch '^[\w.+/:-]+$' | Should -BeNullOrEmpty -Because $command
            }
        }
    }
}
