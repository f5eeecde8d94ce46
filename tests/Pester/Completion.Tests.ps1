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
        @{ Text = 'Connect-SslHost x -Backend cert'; Expected = 'cert-only' }
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
}
