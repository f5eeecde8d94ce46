# Messages that stopped a new administrator: each says what is the case, and what to do, in the words of the cmdlets.
Describe 'Advice' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $own = @{ Certificate = $pki.Good.Certificate; Key = $pki.Good.Key }

        # Runs a script, and returns the message and the advice of its first error.
        function Get-Advice([scriptblock] $Script) {
            $record = $null
            try { & $Script -ErrorAction Stop | Out-Null } catch { $record = $_ }
            "$record $($record.ErrorDetails.RecommendedAction)"
        }
    }

    It 'names parameters where the library names properties' {
        $said = Get-Advice { Test-SslHost localhost:1 -Certificate $pki.Good.Certificate -ErrorAction Stop }
        $said | Should -Match 'give -Key'
        $said | Should -Not -CMatch '\bPrivateKey\b'
        if ('sslstream' -notin (Get-SslBackend).Name) { return }
        $said = Get-Advice { Test-SslHost localhost:1 -Group P-256 -Backend sslstream -ErrorAction Stop }
        $said | Should -Match '\(-Group\)'
        $said | Should -Not -Match 'EllipticCurves'
    }

    It 'tells a thumbprint from a pin: <Name>' -ForEach @(
        @{ Name = 'SHA-256'; Pin = 'AB' * 32; Words = 'a thumbprint is not a pin' }
        @{ Name = 'SHA-1'; Pin = 'ab' * 20; Words = 'a thumbprint is not a pin' }
        @{ Name = 'with colons'; Pin = (@('AB') * 32) -join ':'; Words = 'a thumbprint is not a pin' }
        @{ Name = 'another text'; Pin = 'sha256/x'; Words = 'not a valid pin' }
        @{ Name = 'nothing'; Pin = $null; Words = 'not a valid pin' }
        @{ Name = 'an empty list'; Pin = @(); Words = 'not a valid pin' }
    ) {
        $said = Get-Advice { Test-SslHost localhost:1 -Pin $Pin -ErrorAction Stop }
        $said | Should -Match $Words
        $said | Should -Match '\(Test-SslHost <host>\)\.Pin'
        $said | Should -Not -Match 'source'
    }

    It 'is about the path of a list, where that is wrong' {
        $said = Get-Advice { Test-SslHost -Path (Join-Path $TestDrive none.txt) -ErrorAction Stop }
        $said | Should -Match 'none\.txt.* does not exist'
        $said | Should -Match 'Check the path'
        $said | Should -Not -Match 'https://host'
    }

    It 'says that no file matches a pattern, without repeating what may be a secret' {
        Get-Advice { Import-SslCertificate "$TestDrive/*.cer" -ErrorAction Stop } | Should -Match "\*\.cer' matches no file"
        $said = Get-Advice { Import-SslCertificate 'pass*phrase' -ErrorAction Stop }
        $said | Should -Match 'No file matches the pattern'
        $said | Should -Not -Match 'phrase'
    }

    It 'refuses a configuration with the key of another certificate' {
        $said = Get-Advice { New-SslConfiguration -Certificate $pki.Good.Certificate -Key $pki.Expired.Key -ErrorAction Stop }
        $said | Should -Match 'does not belong to the certificate.*Give the private key'
        (New-SslConfiguration @own).PrivateKey.IsNull | Should -BeFalse
    }

    It 'tells a client that has no certificate to give one' {
        if ($why = Get-FeatureTrouble 'client certificates that are missed') { Set-ItResult -Skipped -Because $why; return }
        $server = New-SslServer @own -CaCertificate $pki.CaCertificate
        try {
            $said = Get-Advice {
                Connect-SslHost localhost $server.ServerPort -CaCertificate $pki.CaCertificate -TimeoutSeconds 20 -ErrorAction Stop |
                    Receive-SslData -TimeoutSeconds 20 -ErrorAction Stop
            }
            $said | Should -Match 'asked for a client certificate.*-Certificate and -Key'
            $said | Should -Not -Match 'Read the rest'
            (Test-SslHost localhost $server.ServerPort -CaCertificate $pki.CaCertificate -TimeoutSeconds 20).Reason |
                Where-Object { $_ -match 'give one with -Certificate and -Key$' } | Should -HaveCount 1
        }
        finally { $server | Stop-SslServer }
    }
}
