Describe 'TLS backends' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $platform = if ($IsWindows) { 'schannel' } elseif ($IsMacOS) { 'securetransport' } else { 'sslstream' }
        # A backend is settled by its first use, so what is chosen is chosen in a process of its own.
        function Invoke-Fresh {
            param([string] $Script, [hashtable] $Environment = @{})

            $before = @{}
            foreach ($name in $Environment.Keys) { $before[$name] = [Environment]::GetEnvironmentVariable($name); [Environment]::SetEnvironmentVariable($name, $Environment[$name]) }
            try { (& (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Continue'; Import-Module '$PackagePath/QSslModule.psd1'; $Script" | Out-String).Trim() }
            finally { foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) } }
        }
        $root = New-SslCertificate -CertificateAuthority -Subject 'CN=Backend tests'
        $identity = New-SslCertificate localhost -Issuer $root
        $server = New-SslServer -Certificate $identity
    }
    AfterAll { $server | Stop-SslServer }

    It 'are listed, the preferred one first, those without TLS last' {
        $backends = @(Get-SslBackend | Where-Object Available)
        $backends.Name | Should -Be ([QSslCore.QSslSocket]::AvailableBackends)
        @($backends | Where-Object Active).Name | Should -Be ([QSslCore.QSslSocket]::ActiveBackend)
        $backends[-1].Name | Should -Be 'cert-only'
        $backends[-1].Reason | Should -Not -BeNullOrEmpty
        (Get-SslBackend $platform).Protocols | Should -Contain 'TlsV1_2'
        (Get-SslBackend cert*).Name | Should -Be 'cert-only'
    }

    It 'that are not there are told with those that are' {
        Get-SslBackend no-such -ErrorVariable trouble -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $trouble[0].FullyQualifiedErrorId | Should -BeLike 'SslNoBackend,*'
        "$($trouble[0])" | Should -Match "'no-such'.*cert-only"
        Connect-SslHost localhost $server.ServerPort -Backend no-such -ErrorVariable trouble -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $trouble[0].FullyQualifiedErrorId | Should -BeLike 'SslNoBackend,*'
    }

    It 'are chosen for one connection' {
        $socket = Connect-SslHost localhost $server.ServerPort -Backend $platform -CaCertificate $root -TimeoutSeconds 10
        try {
            $socket.SslConfiguration.Backend | Should -Be $platform
            $socket.IsEncrypted | Should -BeTrue
            $peer = $server | Receive-SslConnection -TimeoutSeconds 10
            $socket | Send-SslData 'from the platform' -Line
            $peer | Receive-SslData -Line -TimeoutSeconds 10 | Should -Be 'from the platform'
        }
        finally { $socket, $peer | Remove-SslSocket }
        { Connect-SslHost localhost $server.ServerPort -Backend $platform -ErrorAction Stop -TimeoutSeconds 10 } | Should -Throw -ErrorId 'SslUnknownIssuer,*'
    }

    It 'without TLS say so in a sentence' {
        { Connect-SslHost localhost $server.ServerPort -Backend cert-only -ErrorAction Stop -TimeoutSeconds 10 } | Should -Throw '*certificates and keys but no TLS*'
    }

    It 'are set before the first use, and not after' {
        Invoke-Fresh "(Set-SslBackend $platform -PassThru).Active; (Get-SslBackend $platform).Active; [QSslCore.QSslSocket]::ActiveBackend" |
            Should -Be "True`nTrue`n$platform".ReplaceLineEndings()
        Invoke-Fresh "Set-SslBackend cert-only -WhatIf; (Get-SslBackend cert-only).Active" | Should -Match "cert-only.*`nFalse$"
        $null = New-SslSocket | Remove-SslSocket
        Set-SslBackend cert-only -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].FullyQualifiedErrorId | Should -BeLike 'SslBackendInUse,*'
        Set-SslBackend no-such -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].FullyQualifiedErrorId | Should -BeLike 'SslNoBackend,*'
    }

    It 'go on without OpenSSL, and say why' {
        $said = Invoke-Fresh "[QSslCore.QSslSocket]::ActiveBackend; (Get-SslBackend openssl).Reason; (New-SslCertificate localhost).Subject" @{ QSSL_OPENSSL_LIBRARY = '/nonexistent' }
        ($said -split '\r?\n')[0] | Should -Be $platform
        $said | Should -Match "No OpenSSL could be loaded from '/nonexistent'"
        $said | Should -Match 'localhost'
    }
}
