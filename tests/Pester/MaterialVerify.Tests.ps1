# Test-SslCertificate, and the certificates that New-SslCertificate makes good and bad.
Describe 'Verifying certificates' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $trouble = Get-OpenSslTrouble
        $root = New-SslCertificate -CertificateAuthority -Subject 'CN=Root,O=Test only' -Days 3650
        $middle = New-SslCertificate -CertificateAuthority -Subject 'CN=Middle,O=Test only' -Issuer $root -Days 3650
        $good = New-SslCertificate localhost, '*.example.org' -IPAddress 127.0.0.1 -EmailAddress me@example.org -Issuer $middle
    }

    Context 'Test-SslCertificate' {
        It 'verifies a chain given as <Name>' -TestCases @(
            @{ Name = 'what New-SslCertificate made'; Command = { $good | Test-SslCertificate -AsChain -CaCertificate $root } }
            @{ Name = 'certificates of the pipeline'; Command = { $good.Chain | Test-SslCertificate -AsChain -CaCertificate $root } }
            @{ Name = 'a parameter'; Command = { Test-SslCertificate -AsChain $good.Chain -CaCertificate $root } }
            @{ Name = 'PEM text'; Command = { Test-SslCertificate -AsChain ($good | Export-SslCertificate) -CaCertificate $root } }
            @{
                Name = 'a file'
                Command = {
                    $good | Export-SslCertificate (Join-Path $TestDrive good.p7b)
                    Test-SslCertificate -AsChain TestDrive:/good.p7b -CaCertificate $root
                }
            }
        ) {
            $verdict = & $Command
            $verdict | Should -BeOfType QSslModule.SslCertificateVerdict
            $verdict.Verified | Should -BeTrue
            @($verdict.Errors).Count | Should -Be 0
            $verdict.Subject | Should -Be 'CN=localhost'
            @($verdict.Chain).Count | Should -Be 2
        }

        It 'gives a verdict for each name' {
            $verdicts = @($good | Test-SslCertificate -AsChain -HostName localhost, a.example.org, 127.0.0.1, example.org,
                a.b.example.org -CaCertificate $root)
            $verdicts.Verified | Should -Be $true, $true, $true, $false, $false
            $verdicts[3].Errors.Error | Should -Be HostNameMismatch
            $verdicts[3].HostName | Should -Be example.org
            $verdicts[3].Reason | Should -Match example.org
        }

        It 'says <Expected> for <Name>' -TestCases @(
            @{
                Name = 'a chain of a stranger'
                Expected = 'UnableToGetLocalIssuerCertificate'
                Command = { $good | Test-SslCertificate -AsChain -CaCertificate (New-SslCertificate -CertificateAuthority) }
            }
            @{
                Name = 'a missing intermediate'
                Expected = 'UnableToGetLocalIssuerCertificate'
                Command = { $good.Certificate | Test-SslCertificate -AsChain -CaCertificate $root }
            }
            @{
                Name = 'a time after its end'
                Expected = 'CertificateExpired'
                Command = { $good | Test-SslCertificate -AsChain -CaCertificate $root -At (Get-Date).AddDays(91) }
            }
            @{
                Name = 'a time before its beginning'
                Expected = 'CertificateNotYetValid'
                Command = {
                    New-SslCertificate localhost -CertificateAuthority | ForEach-Object {
                        Test-SslCertificate -AsChain $_ -CaCertificate $_ -At (Get-Date).AddDays(-2)
                    }
                }
            }
            @{
                Name = 'a client certificate as a server''s'
                Expected = 'InvalidPurpose'
                Command = {
                    New-SslCertificate localhost -Usage Client -Issuer $middle |
                        Test-SslCertificate -AsChain -HostName localhost -CaCertificate $root
                }
            }
        ) {
            $verdict = & $Command
            $verdict.Verified | Should -BeFalse
            $verdict.Errors.Error | Should -Contain $Expected
        }

        It 'writes only true or false with -Quiet' {
            $good | Test-SslCertificate -AsChain -CaCertificate $root -Quiet | Should -BeExactly $true
            $good | Test-SslCertificate -AsChain -HostName example.com -CaCertificate $root -Quiet | Should -BeExactly $false
        }

        It 'gives no verdict about half of what was given' {
            $record = $null
            $good, 42 | Test-SslCertificate -AsChain -CaCertificate $root -Quiet -ErrorAction SilentlyContinue -ErrorVariable record |
                Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslUnsupportedInput
            $good | Test-SslCertificate -AsChain -HostName 'no host' -ErrorAction SilentlyContinue -ErrorVariable record |
                Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslInvalidTarget
        }

        It 'goes by the authorities of the default configuration' {
            $before = Get-SslDefaultConfiguration
            try {
                $good | Test-SslCertificate -AsChain -Quiet | Should -BeFalse
                Set-SslDefaultConfiguration -CaCertificate $root
                $good | Test-SslCertificate -AsChain -Quiet | Should -BeTrue
            }
            finally { $before | Set-SslDefaultConfiguration }
        }
    }

    Context 'New-SslCertificate' {
        It 'makes a certificate with all kinds of names' {
            $good.Certificate.SubjectAlternativeNames.Value | Sort-Object |
                Should -Be ('*.example.org', '127.0.0.1', 'localhost', 'me@example.org' | Sort-Object)
        }

        It 'makes keys of the kind <Kind> that a client and openssl accept' -TestCases @(
            @{ Kind = 'EcP521'; Says = 'EC P-521' }
            @{ Kind = 'Ed25519'; Says = 'Ed25519'; Needs = 'Ed25519 keys' }
        ) {
            if ($Needs -and ($why = Get-FeatureTrouble $Needs)) { Set-ItResult -Skipped -Because $why; return }
            if (($Kind -like 'Ec*') -and ($why = Get-SystemTrouble Curves)) { Set-ItResult -Skipped -Because $why }
            $made = New-SslCertificate localhost -KeyKind $Kind -Issuer $middle -Path (Join-Path $TestDrive "$Kind.pem")
            $made.Certificate.KeyDescription | Should -Be $Says
            $made | Test-SslCertificate -AsChain -HostName localhost -CaCertificate $root -Quiet | Should -BeTrue
            $server = New-SslServer -Certificate $made
            try {
                $socket = Connect-SslHost localhost $server.ServerPort -CaCertificate $root -TimeoutSeconds 10
                $socket.IsEncrypted | Should -BeTrue
                $socket.Dispose()
            }
            finally { $server | Stop-SslServer }
            if ($trouble) { return }
            $root | Export-SslCertificate TestDrive:/root.pem
            openssl verify -CAfile (Join-Path $TestDrive root.pem) -untrusted $made.CertificatePath $made.CertificatePath | Should -Match OK
        }

        It 'makes an authority with a key of the kind <Kind> that signs' -TestCases @(@{
            Kind = 'Ed25519'
            Needs = 'Ed25519 keys'
        }, @{ Kind = 'Rsa2048' }) {
            if ($Needs -and ($why = Get-FeatureTrouble $Needs)) { Set-ItResult -Skipped -Because $why; return }
            $authority = New-SslCertificate -CertificateAuthority -KeyKind $Kind
            New-SslCertificate localhost -Issuer $authority | Test-SslCertificate -AsChain -CaCertificate $authority -Quiet | Should -BeTrue
        }

        It 'signs with an authority that was kept as <Name>' -TestCases @(
            @{ Name = 'files'; Command = { New-SslCertificate localhost -Issuer TestDrive:/kept.pem -IssuerKey TestDrive:/kept.key } }
            @{ Name = 'PKCS#12'; Command = { New-SslCertificate localhost -Issuer TestDrive:/kept.p12 -Passphrase $secret } }
            @{
                Name = 'objects'
                Command = {
                    Import-SslCertificate TestDrive:/kept.pem | New-SslCertificate localhost -IssuerKey (Import-SslKey TestDrive:/kept.key)
                }
            }
        ) {
            if (($Name -like '*12*') -and ($why = Get-SystemTrouble JoinedKeys)) { Set-ItResult -Skipped -Because $why }
            $secret = ConvertTo-SecureString 'correct horse' -AsPlainText -Force
            $kept = New-SslCertificate -CertificateAuthority -Issuer $root -Path TestDrive:/kept.pem
            if ($Name -eq 'PKCS#12') { $kept | Export-SslCertificate TestDrive:/kept.p12 -Passphrase $secret }
            & $Command | Test-SslCertificate -AsChain -CaCertificate $root, $kept -Quiet | Should -BeTrue
        }

        It 'is an error for <Name>' -TestCases @(
            @{ Name = 'an issuer without its key'; Command = { New-SslCertificate localhost -Issuer $root.Certificate } }
            @{
                Name = 'an issuer with the key of another'
                Command = { New-SslCertificate localhost -Issuer $root.Certificate -IssuerKey $middle }
            }
            @{ Name = 'a path that is the key''s'; Command = { New-SslCertificate localhost -Path TestDrive:/same.key } }
            @{
                Name = 'a fault and its opposite'
                Command = { try { New-SslCertificate localhost -Fault Expired, NotYetValid -ErrorAction Stop } catch { $_ } }
            }
        ) {
            $record = @(& $Command 2>&1)
            $record.Count | Should -Be 1
            $record[0] | Should -BeOfType System.Management.Automation.ErrorRecord
            ($record | Get-Summary).Id | Should -Match '^Ssl(CertificateNotIssued|FileNotWritten|UnsupportedInput)$'
        }

        It 'writes both files or none' {
            $null = New-Item TestDrive:/half.key -ItemType Directory
            New-SslCertificate localhost -Path TestDrive:/half.pem 2>&1 | Get-Summary | ForEach-Object Id | Should -Be SslFileNotWritten
            'TestDrive:/half.pem' | Should -Not -Exist
        }

        It 'makes a certificate with the fault <Fault> that is noticed as <Expected>, here and by openssl' -TestCases @(
            @{ Fault = 'Expired'; Expected = 'CertificateExpired'; Says = 'expired' }
            @{ Fault = 'NotYetValid'; Expected = 'CertificateNotYetValid'; Says = 'not yet valid' }
            @{ Fault = 'WrongUsage'; Expected = 'InvalidPurpose'; Says = 'purpose' }
            @{ Fault = 'BadSignature'; Expected = 'CertificateSignatureFailed'; Says = 'signature' }
            @{ Fault = 'WrongName'; Expected = 'HostNameMismatch'; Says = 'mismatch' }
        ) {
            foreach ($kind in @((Get-SystemTrouble Curves) ? @() : @('EcP256')) + @('Rsa2048') +
                @((Get-FeatureTrouble 'Ed25519 keys') ? @() : @('Ed25519'))) {
                $bad = New-SslCertificate localhost -Issuer $root -Fault $Fault -KeyKind $kind -Path (Join-Path $TestDrive bad.pem)
                $verdict = $bad | Test-SslCertificate -AsChain -HostName localhost -CaCertificate $root
                $verdict.Verified | Should -BeFalse
                $verdict.Errors.Error | Should -Be $Expected
                if ($trouble) { continue }
                $root | Export-SslCertificate TestDrive:/root.pem
                openssl verify -purpose sslserver -verify_hostname localhost -CAfile (
                    Join-Path $TestDrive root.pem) $bad.CertificatePath 2>&1 | Out-String | Should -Match $Says
            }
        }

        It 'shows a bad certificate to a client, which refuses it' {
            $server = New-SslServer -Certificate (New-SslCertificate localhost -Issuer $root -Fault BadSignature)
            try {
                {
                    Connect-SslHost localhost $server.ServerPort -CaCertificate $root -TimeoutSeconds 10 -ErrorAction Stop
                } | Should -Throw -ErrorId 'SslPeerNotAccepted,*'
            }
            finally { $server | Stop-SslServer }
        }

        It 'makes an authority that may not sign' {
            $bad = New-SslCertificate -CertificateAuthority -Subject 'CN=Bad' -Issuer $root -Fault WrongUsage
            New-SslCertificate localhost -Issuer $bad | Test-SslCertificate -AsChain -CaCertificate $root -Quiet | Should -BeFalse
        }
    }
}
