# mssql and telnet: Debian has no server of the one, and none with START_TLS of the other. So the peers are servers of .NET's own
# TLS, and for mssql's other side the client of FreeTDS.
Describe 'Protocols without a daemon' {
    BeforeAll {
        . $PSScriptRoot/../Pester/common.ps1
        . $PSScriptRoot/../Pester/Servers.ps1
        . $PSScriptRoot/Responders.ps1
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPemFile(
            $pki.Good.Certificate, $pki.Good.Key)
        $trust = @{ CaCertificate = $pki.CaCertificate; TimeoutSeconds = 60; NetworkProtocol = 'IPv4' }
        # A log-in of SQL Server, no more than its header.
        $login = [byte[]](0x10, 1, 0, 8, 0, 0, 1, 0)
        $tsqlTrouble = if (-not (Get-Command tsql -CommandType Application -ErrorAction Ignore)) {
            'the program tsql is missing (package freetds-bin; tools/interop-packages.txt)'
        }
        Write-Information "  FreeTDS as a client: $($tsqlTrouble ? $tsqlTrouble : 'runs')" -InformationAction Continue
    }
    AfterAll { $certificate.Dispose() }
    BeforeEach { $socket = $server = $accepted = $null }
    AfterEach { foreach ($one in $socket, $accepted, $server) { if ($one) { $one.Dispose() } } }

    It '<Protocol> comes to <Version>, is verified, goes on, and is reported on' -TestCases @(
        foreach ($version in 'Tls12', 'Tls13') {
            foreach ($protocol in 'mssql', 'telnet') { @{ Protocol = $protocol; Version = $version } }
        }
    ) {
        $server = $Protocol -eq 'mssql' ? [QSslInterop.SqlResponder]::new($certificate, $Version) : [QSslInterop.TelnetResponder]::new(
            $certificate, $Version)
        $socket = Connect-SslHost localhost $server.Port -StartTls $Protocol @trust
        "$($socket.SessionProtocol)" | Should -Be ($Version -replace 'Tls1', 'TlsV1_')
        @($socket | Get-SslPeerChain -AsVerified).Count | Should -Be 2
        if ($Protocol -eq 'mssql') {
            $socket | Send-SslData $login
            ($socket | Receive-SslData -Count 9 -AsByteStream)[-1] | Should -Be 0xAA
        }
        else { $socket | Receive-SslData -Pattern 'login: ' | Should -Be 'login: ' }

        $report = Test-SslHost localhost $server.Port -StartTls $Protocol @trust -WarningDays 5 -CriticalDays 1
        $report.Reason | Should -BeNullOrEmpty
        $report.Status | Should -Be Ok
        Connect-SslHost localhost $server.Port -StartTls $Protocol -TimeoutSeconds 60 -ErrorAction SilentlyContinue -ErrorVariable record |
            Should -BeNullOrEmpty
        ($record | Get-Summary).Id | Should -Be SslUnknownIssuer
    }

    It 'FreeTDS comes to TLS with New-SslServer -StartTls mssql, and logs in over it' {
        if ($tsqlTrouble) { Set-ItResult -Skipped -Because $tsqlTrouble }
        Set-Content (Join-Path $TestDrive freetds.conf) ("[global]`ntds version = 7.4`nencryption = require`n" +
            "ca file = $($pki.CaCertificate)`ncheck certificate hostname = no")
        $server = New-SslServer -StartTls mssql -Certificate $pki.Good.Certificate -Key $pki.Good.Key
        $start = [System.Diagnostics.ProcessStartInfo]::new('tsql')
        foreach ($word in '-H', '127.0.0.1', '-p', "$($server.ServerPort)", '-U', 'tester', '-P', 'test-only') {
            $start.ArgumentList.Add($word)
        }
        $start.Environment['FREETDSCONF'] = Join-Path $TestDrive freetds.conf
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $client = [System.Diagnostics.Process]::Start($start)
        try {
            $accepted = $server | Receive-SslConnection -TimeoutSeconds 60
            $accepted.IsEncrypted | Should -BeTrue
            # LOGIN7, which names its user in UTF-16 and is nowhere but inside of TLS.
            $sent = $accepted | Receive-SslData -Pattern 't.e.s.t.e.r' -Encoding latin1 -TimeoutSeconds 60
            $sent[0] | Should -Be ([char]0x10)
        }
        finally {
            $client.Kill()
            $client.Dispose()
        }
    }
}
