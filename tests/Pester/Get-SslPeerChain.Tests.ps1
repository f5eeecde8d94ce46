Describe 'Get-SslPeerChain' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $trouble = Get-OpenSslTrouble
        $pki = New-TestPki (Join-Path $TestDrive pki)
        # The server sends its authority along.
        $chain = Join-Path $pki.Path chain.pem
        Get-Content $pki.CaCertificate | Set-Content $chain
        if (-not $trouble) {
            $good = Start-OpenSslServer $pki.Good $pki.Path -Argument '-cert_chain', $chain
            $unknown = Start-OpenSslServer $pki.Unknown $pki.Path
        }
        $target = "localhost:$($good.Port)"
    }
    BeforeEach {
        if ($trouble) { Set-ItResult -Skipped -Because $trouble }
        $sockets = @()
    }
    AfterEach { $sockets | Where-Object { $_ } | ForEach-Object Dispose }
    AfterAll { $good, $unknown | Stop-OpenSslServer }

    It 'writes the chain of a connected socket, leaf first' {
        $sockets = Connect-SslHost $target -CaCertificate $pki.CaCertificate
        $links = @($sockets | Get-SslPeerChain)
        $links.Count | Should -Be 2
        $links[0] | Should -BeOfType QSslModule.SslPeerCertificate
        $links.Position | Should -Be 0, 1
        $links[0].Certificate.Sha256Thumbprint | Should -Be $pki.Good.Thumbprint
        $links[0].SubjectAlternativeNames | Should -Contain localhost
        $links[0].IsTrusted | Should -BeTrue
        $links[0].DaysLeft | Should -BeGreaterThan 10
        $links[0].Target | Should -Be $target
        [object]::ReferenceEquals($links[0].Socket, $sockets) | Should -BeTrue
        $sockets.IsEncrypted | Should -BeTrue
    }

    It 'disconnects afterwards when told to' {
        $sockets = Connect-SslHost $target -CaCertificate $pki.CaCertificate
        $sockets | Get-SslPeerChain -Disconnect | Should -Not -BeNullOrEmpty
        $sockets.State | Should -Be UnconnectedState
    }

    It 'writes the path that was built when told to' {
        $sockets = Connect-SslHost $target -CaCertificate $pki.CaCertificate
        @($sockets | Get-SslPeerChain -AsVerified).Subject | Should -Be 'CN=localhost, O=Test only', 'CN=Test CA, O=Test only'
    }

    It 'looks at a target that is not trusted, and does not trust it' {
        $links = @(Get-SslPeerChain "localhost:$($unknown.Port)" -CaCertificate $pki.CaCertificate)
        $links.Count | Should -Be 1
        $links[0].IsTrusted | Should -BeFalse
        $links[0].Errors | Should -Contain UnableToGetLocalIssuerCertificate
        $links[0].Socket.IsEncrypted | Should -BeFalse
    }

    It 'looks at several targets, the bad ones among them' {
        $records = $null
        $links = @($target, "localhost:$(Get-ClosedPort)", "localhost:$($unknown.Port)" |
                Get-SslPeerChain -CaCertificate $pki.CaCertificate -TimeoutSeconds 10 -ErrorAction SilentlyContinue -ErrorVariable records)
        ($links | Group-Object Target).Count | Should -Be 2
        $records.Count | Should -Be 1
    }

    It 'never shows a client certificate to a server that it does not trust, in <Protocol>' -TestCases @(
        @{ Protocol = 'TlsV1_2' }
        @{ Protocol = 'TlsV1_3' }
    ) {
        $shows = @{ CaCertificate = $pki.CaCertificate; Certificate = $pki.Good.Certificate; Key = $pki.Good.Key; Protocol = $Protocol }
        foreach ($case in @{ Server = $pki.Unknown; Seen = $false }, @{ Server = $pki.Good; Seen = $true }) {
            $curious = Start-OpenSslServer $case.Server $pki.Path -Argument '-verify', '3', '-CAfile', $pki.CaCertificate, '-naccept', '1'
            $log = { (Get-Content $curious.Log, "$($curious.Log).err" -Raw) -join "`n" }
            try {
                Get-SslPeerChain "localhost:$($curious.Port)" @shows | Should -Not -BeNullOrEmpty
                # A client is done before the server is, and on Windows the server's log is whole only at its end.
                Wait-Until { $curious.Process.HasExited } 'the server to have served its one client'
                if ($case.Seen) { & $log | Should -Match 'Peer certificate.*localhost|depth=\d' }
                else { & $log | Should -Match 'ERROR|alert|CONNECTION FAILURE' }
            }
            finally { $curious | Stop-OpenSslServer }
            ((& $log) -match 'Peer certificate.*localhost|depth=\d') | Should -Be $case.Seen
        }
    }

    It 'is an error on a socket that has seen no certificate' {
        $record = $null
        New-SslSocket | Get-SslPeerChain -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
        ($record | Get-Summary).Id | Should -Be SslNoPeerCertificate
    }
}
