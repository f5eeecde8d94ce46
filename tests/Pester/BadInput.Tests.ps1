# What the network, the peer and the user can do wrong: each is an error of its own that does not end the pipeline.
Describe 'Bad input' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $trouble = Get-OpenSslTrouble
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $servers = @{}
        if (-not $trouble) {
            foreach ($kind in 'Good', 'Expired', 'WrongName', 'SelfSigned', 'Unknown') {
                $servers[$kind] = Start-OpenSslServer $pki.$kind $pki.Path
            }
        }
        foreach ($fault in 'Silent', 'Plaintext', 'Truncated', 'Closing') { $servers[$fault] = Start-FaultyServer $fault }
        $targets = @{}
        foreach ($kind in $servers.Keys) { $targets[$kind] = "localhost:$($servers[$kind].Port)" }
        $targets.Closed = "localhost:$(Get-ClosedPort)"
        $targets.NoHost = 'no-such-host.invalid:443'

        # Whatever the target does, the next one is connected to.
        function Test-Target {
            param([string] $Kind, [hashtable] $With = @{})

            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $result = $targets[$Kind], $targets.Good |
                Connect-SslHost -CaCertificate $pki.CaCertificate -TimeoutSeconds 2 -ErrorAction SilentlyContinue `
                    -ErrorVariable records @With
            $seconds = $clock.Elapsed.TotalSeconds
            $summary = @($records | Get-Summary)
            $connected = @($result | Where-Object IsEncrypted).Count
            $result | ForEach-Object Dispose
            [pscustomobject]@{ Summary = $summary; Connected = $connected; Seconds = $seconds; Exception = $records[0].Exception }
        }
    }
    BeforeEach { if ($trouble) { Set-ItResult -Skipped -Because $trouble } }
    AfterAll {
        'Good', 'Expired', 'WrongName', 'SelfSigned', 'Unknown' | ForEach-Object { $servers[$_] } | Stop-OpenSslServer
        'Silent', 'Plaintext', 'Truncated', 'Closing' | ForEach-Object { $servers[$_].Dispose() }
    }

    It 'of the kind <Kind> is the error <Id>' -TestCases @(
        @{ Kind = 'NoHost'; Id = 'SslHostNotFound'; Category = 'ObjectNotFound'; Says = 'no-such-host.invalid' }
        @{ Kind = 'Closed'; Id = 'SslConnectionRefused'; Category = 'ConnectionError'; Says = 'refused' }
        @{ Kind = 'Silent'; Id = 'SslTimeout'; Category = 'OperationTimeout'; Says = 'handshake within 2 s' }
        @{ Kind = 'Plaintext'; Id = 'SslNotTls'; Category = 'ProtocolError'; Says = '220 mail.example' }
        @{
            Kind = 'Truncated'
            Id = 'SslHandshakeTruncated'
            Category = 'ProtocolError'
            Says = 'closed the connection during the TLS handshake'
        }
        @{ Kind = 'Closing'; Id = 'SslHandshakeTruncated'; Category = 'ProtocolError'; Says = 'handshake' }
        @{ Kind = 'Expired'; Id = 'SslCertificateExpired'; Category = 'SecurityError'; Says = 'expired' }
        @{ Kind = 'WrongName'; Id = 'SslHostNameMismatch'; Category = 'SecurityError'; Says = 'other\.example' }
        @{ Kind = 'SelfSigned'; Id = 'SslSelfSignedCertificate'; Category = 'SecurityError'; Says = 'self-signed' }
        @{ Kind = 'Unknown'; Id = 'SslUnknownIssuer'; Category = 'SecurityError'; Says = 'issuer' }
    ) {
        $outcome = Test-Target $Kind
        $outcome.Summary.Count | Should -Be 1
        $outcome.Summary.Id | Should -Be $Id
        $outcome.Summary.Category | Should -Be $Category
        $outcome.Summary.Target | Should -Be $targets[$Kind]
        $outcome.Summary.Message | Should -Match $Says
        $outcome.Summary.Advice | Should -Not -BeNullOrEmpty
        $outcome.Connected | Should -Be 1
        # Two seconds for the silent one, and a loose margin for a busy machine.
        $outcome.Seconds | Should -BeLessThan 12
        $outcome.Exception | Should -BeOfType QSslCore.QSslSocketException
        $outcome.Exception.Target | Should -Be $targets[$Kind]
    }

    It 'of the kind <Kind> draws the chain, marks the faulty link and names the remedy' -TestCases @(
        @{ Kind = 'Expired'; Remedy = 'renew' }
        @{ Kind = 'WrongName'; Remedy = '-PeerName' }
        @{ Kind = 'SelfSigned'; Remedy = '-CaCertificate' }
        @{ Kind = 'Unknown'; Remedy = '-CaCertificate' }
    ) {
        $outcome = Test-Target $Kind
        $outcome.Summary.Message | Should -Match 'CN=(localhost|other\.example), O=Test only'
        $outcome.Summary.Message | Should -Match '>>'
        $outcome.Summary.Advice | Should -Match $Remedy
        $outcome.Exception.Chain.Count | Should -BeGreaterThan 0
        $outcome.Exception.Errors.Count | Should -BeGreaterThan 0
        $outcome.Exception.Hint | Should -Not -BeNullOrEmpty
    }

    Context 'in files' {
        BeforeAll {
            $empty = Join-Path $TestDrive empty.pem
            Set-Content $empty '' -NoNewline
            $binary = Join-Path $TestDrive binary.pem
            [System.IO.File]::WriteAllBytes($binary, [byte[]](0..255))
            $encrypted = Join-Path $TestDrive encrypted.key
            $right = ConvertTo-SecureString 'the right one' -AsPlainText -Force
            $wrong = ConvertTo-SecureString 'a wrong one' -AsPlainText -Force
            if (-not $trouble) { openssl pkcs8 -topk8 -in $pki.Good.Key -out $encrypted -passout 'pass:the right one' }
        }

        It 'is an error for each target, with the file as what is at fault: <Name>' -TestCases @(
            @{
                Name = 'an empty file of authorities'
                With = { @{ CaCertificate = $empty } }
                Id = 'SslCertificateUnreadable'
                Category = 'InvalidData'
                Says = 'it is empty'
            }
            @{
                Name = 'a binary file of authorities'
                With = { @{ CaCertificate = $binary } }
                Id = 'SslCertificateUnreadable'
                Category = 'InvalidData'
                Says = 'neither PEM text nor DER'
            }
            @{
                Name = 'a missing file of authorities'
                With = { @{ CaCertificate = 'no-such-file.pem' } }
                Id = 'SslFileNotFound'
                Category = 'ObjectNotFound'
                Says = 'no-such-file.pem'
            }
            @{
                Name = 'a key for a certificate'
                With = { @{ CaCertificate = $pki.Good.Key } }
                Id = 'SslCertificateUnreadable'
                Category = 'InvalidData'
                Says = 'private key'
            }
            @{
                Name = 'an empty certificate'
                With = { @{ Certificate = $empty; Key = $pki.Good.Key } }
                Id = 'SslCertificateUnreadable'
                Category = 'InvalidData'
                Says = 'it is empty'
            }
            @{
                Name = 'a certificate for a key'
                With = { @{ Certificate = $pki.Good.Certificate; Key = $pki.Good.Certificate } }
                Id = 'SslKeyUnreadable'
                Category = 'InvalidData'
                Says = 'it holds no private key but a certificate'
            }
            @{
                Name = 'a key that does not match'
                With = { @{ Certificate = $pki.Good.Certificate; Key = $pki.Expired.Key } }
                Id = 'SslKeyMismatch'
                Category = 'InvalidArgument'
                Says = 'does not belong'
            }
            @{
                Name = 'a wrong pass phrase'
                With = { @{ Certificate = $pki.Good.Certificate; Key = $encrypted; Passphrase = $wrong } }
                Id = 'SslWrongPassphrase'
                Category = 'AuthenticationError'
                Says = 'pass phrase is wrong'
            }
            @{
                Name = 'a missing pass phrase'
                With = { @{ Certificate = $pki.Good.Certificate; Key = $encrypted } }
                Id = 'SslPassphraseNeeded'
                Category = 'AuthenticationError'
                Says = 'no pass phrase'
            }
        ) {
            $more = & $With
            $parameters = @{ CaCertificate = $pki.CaCertificate }
            foreach ($key in $more.Keys) { $parameters[$key] = $more[$key] }
            $records = $null
            $targets.Good, $targets.Good |
                Connect-SslHost @parameters -TimeoutSeconds 5 -ErrorAction SilentlyContinue -ErrorVariable records | Should -BeNullOrEmpty
            $summary = @($records | Get-Summary)
            $summary.Count | Should -Be 2
            $summary[0].Id | Should -Be $Id
            $summary[0].Category | Should -Be $Category
            $summary[0].Message | Should -Match $Says
            $summary[0].Advice | Should -Not -BeNullOrEmpty
            $summary[0].Target | Should -Not -BeNullOrEmpty
        }

        It 'never shows a pass phrase' {
            $records = $null
            Connect-SslHost $targets.Good -Certificate $pki.Good.Certificate -Key $encrypted -Passphrase $wrong `
                -ErrorAction SilentlyContinue -ErrorVariable records
            ($records | Format-List * -Force | Out-String -Width 400) | Should -Not -Match 'a wrong one'
        }

        It 'works with the right pass phrase' {
            $socket = Connect-SslHost $targets.Good -CaCertificate $pki.CaCertificate -Certificate $pki.Good.Certificate -Key $encrypted `
                -Passphrase $right
            $socket.IsEncrypted | Should -BeTrue
            $socket.Dispose()
        }
    }

    It 'among 200 targets gives 200 answers and leaves no handle behind' {
        if (Get-HandleTrouble) { Set-ItResult -Skipped -Because (Get-HandleTrouble); return }
        $bad = 'NoHost', 'Closed', 'Plaintext', 'Truncated', 'Closing', 'Expired', 'WrongName', 'SelfSigned', 'Unknown'
        $all = foreach ($i in 0..99) {
            [pscustomobject]@{ HostName = $targets.Good; IsGood = $true }
            [pscustomobject]@{ HostName = $targets[$bad[$i % $bad.Count]]; IsGood = $false }
        }
        # Whatever is loaded and opened once is not counted.
        Connect-SslHost $targets.Good -CaCertificate $pki.CaCertificate | ForEach-Object Dispose
        $before = Get-SocketHandleCount

        $records = $null
        $answers = 0
        $all | Connect-SslHost -CaCertificate $pki.CaCertificate -TimeoutSeconds 10 -ErrorAction SilentlyContinue -ErrorVariable records |
            ForEach-Object {
            $answers += $_.IsEncrypted
            $_ | Disconnect-SslHost -PassThru | Remove-SslSocket
        }
        $answers | Should -Be 100
        $records.Count | Should -Be 100
        @($records | Where-Object FullyQualifiedErrorId -Match '^Ssl').Count | Should -Be 100
        Wait-Until { (Get-SocketHandleCount) -le $before } 'the handles to be closed' -TimeoutSeconds 15
    }
}
