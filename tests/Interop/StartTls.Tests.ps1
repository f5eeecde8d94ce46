# Every protocol of -StartTls against a daemon that somebody else wrote, by the public cmdlets alone.
BeforeDiscovery {
    . $PSScriptRoot/daemons.ps1
    $daemons = foreach ($name in Get-DaemonName) { @{ Name = $name } }
}

Describe '<Name>' -ForEach $daemons {
    BeforeDiscovery {
        $protocols = foreach ($protocol in (Get-Daemon $Name).Protocols) {
            @{ Protocol = $protocol; Word = $protocol ? $protocol : 'TLS from the first byte' }
        }
    }
    BeforeAll {
        . $PSScriptRoot/../Pester/common.ps1
        . $PSScriptRoot/../Pester/Servers.ps1
        . $PSScriptRoot/daemons.ps1

        $pki = New-TestPki (Join-Path $TestDrive "$Name-pki")
        $daemon = Get-Daemon $Name
        $trouble = Get-DaemonTrouble $daemon
        if (-not $trouble) {
            $server = Start-Daemon $daemon $pki.Good $pki.CaCertificate (Join-Path $TestDrive $Name)
            Write-Information "  $Name ($($daemon.Package)) runs" -InformationAction Continue
        }
        else { Write-Information "  $Name does not run: $trouble" -InformationAction Continue }
    }
    AfterAll { $server | Stop-Daemon }
    BeforeEach {
        if ($trouble) { Set-ItResult -Skipped -Because $trouble }
        $socket = $record = $null
    }
    AfterEach { if ($socket) { $socket.Dispose() } }

    Context '<Word>' -ForEach $protocols {
        BeforeAll {
            $with = @{ HostName = 'localhost'; NetworkProtocol = 'IPv4'; TimeoutSeconds = 60 }
            if ($server) { $with.Port = $server.Port[$Protocol] }
            if ($Protocol) { $with.StartTls = $Protocol }
        }

        It 'comes to TLS, verified to the root, and goes on in the protocol' {
            $socket = Connect-SslHost @with -CaCertificate $pki.CaCertificate
            $socket.IsEncrypted | Should -BeTrue
            $socket.SessionProtocol | Should -BeIn 'TlsV1_2', 'TlsV1_3'
            $chain = @($socket | Get-SslPeerChain -AsVerified)
            $chain.Count | Should -Be 2
            $chain[0].Certificate.Sha256Thumbprint | Should -Be $pki.Good.Thumbprint
            if ($Protocol) { $socket.StartTlsTranscript.Count | Should -BeGreaterThan 0 }
            if ($daemon.Check) {
                $said, $answer = $daemon.Check[$Protocol]
                if ($said) { $socket | Send-SslData ([System.Text.Encoding]::Latin1.GetBytes($said)) }
                $socket | Receive-SslData -Pattern $answer -Encoding Latin1 -TimeoutSeconds 60 | Should -Not -BeNullOrEmpty
            }
        }

        It 'is refused where its authority is not known' {
            Connect-SslHost @with -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslUnknownIssuer
        }

        It 'shows its chain to whoever only looks' {
            @(Get-SslPeerChain @with)[0].Certificate.Sha256Thumbprint | Should -Be $pki.Good.Thumbprint
        }

        It 'is reported on' {
            $report = Test-SslHost @with -CaCertificate $pki.CaCertificate -WarningDays 5 -CriticalDays 1
            $report.Reason | Should -BeNullOrEmpty
            $report.Status | Should -Be Ok
            $report.StartTls | Should -Be $Protocol
            $report.Chain[0].Thumbprint | Should -Be $pki.Good.Thumbprint
            $report.VerifiedChain.Count | Should -Be 2
        }
    }
}
