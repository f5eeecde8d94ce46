# Connections through real proxies: microsocks (SOCKS5) and tinyproxy (HTTP CONNECT).
BeforeDiscovery {
    $kinds = @(
        @{ Kind = 'socks5'; Program = 'microsocks'; Package = 'microsocks' }
        @{ Kind = 'http'; Program = 'tinyproxy'; Package = 'tinyproxy-bin' }
    )
}

Describe 'A <Kind> proxy' -ForEach $kinds {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $trouble = Get-OpenSslTrouble
        if (-not (Get-Command $Program -CommandType Application -ErrorAction Ignore)) {
            $trouble = "$Program is not installed (Debian package $Package)."
        }
        if ($trouble) { return }
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $server = Start-OpenSslServer $pki.Good $pki.Path
        $password = ConvertTo-SecureString 'sesame' -AsPlainText -Force
        $credential = [pscredential]::new('aladdin', $password)
        $probe = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $probe.Start()
        $port = $probe.LocalEndpoint.Port
        $probe.Stop()
        if ($Kind -eq 'socks5') {
            $arguments = '-i', '127.0.0.1', '-p', $port, '-u', 'aladdin', '-P', 'sesame'
        }
        else {
            $configuration = Join-Path $TestDrive 'tinyproxy.conf'
            Set-Content $configuration "Port $port", 'Listen 127.0.0.1', 'Allow 127.0.0.1', 'MaxClients 20', 'BasicAuth aladdin sesame'
            $arguments = '-d', '-c', $configuration
        }
        $output = Join-Path $TestDrive "$Program.txt"
        $process = Start-Process $Program $arguments -PassThru -RedirectStandardOutput $output -RedirectStandardError "$output.err"
        $proxy = "${Kind}://127.0.0.1:$port"
        Wait-Until {
            try { [System.Net.Sockets.TcpClient]::new('127.0.0.1', $port).Dispose(); $true } catch { $false }
        } "$Program to listen"
    }
    BeforeEach { if ($trouble) { Set-ItResult -Skipped -Because $trouble } }
    AfterAll {
        if ($process) { Stop-Process -Id $process.Id }
        $server | Stop-OpenSslServer
    }

    It 'carries a verified connection, a chain and a report' {
        $via = @{ Proxy = $proxy; ProxyCredential = $credential; CaCertificate = $pki.CaCertificate }
        $socket = Connect-SslHost localhost $server.Port @via -ErrorAction Stop
        $socket.IsEncrypted | Should -BeTrue
        $socket | Remove-SslSocket
        (Get-SslPeerChain localhost $server.Port @via).Count | Should -Be 1
        $report = Test-SslHost localhost -Port $server.Port -WarningDays 1 -CriticalDays 1 @via
        $report.Status | Should -Be 'Ok' -Because $report.Reason
    }

    It 'does not hide a forged server' {
        { Connect-SslHost localhost $server.Port -Proxy $proxy -ProxyCredential $credential -ErrorAction Stop } |
            Should -Throw -ErrorId 'SslUnknownIssuer,*'
    }

    It 'that is not told who is there gives no connection, and the error says what to do' {
        $failed = { Connect-SslHost localhost $server.Port -Proxy $proxy -CaCertificate $pki.CaCertificate -ErrorAction Stop } |
            Should -Throw -PassThru -ErrorId 'SslProxyAuthenticationRequired,*'
        $failed.ErrorDetails.RecommendedAction | Should -Match '-ProxyCredential'
    }

    It 'can be answered by a script block' {
        $socket = New-SslSocket -CaCertificate $pki.CaCertificate
        $socket.add_ProxyAuthenticationRequired({ $args[1].Authenticator.User = 'aladdin'; $args[1].Authenticator.Password = 'sesame' })
        Connect-SslHost localhost $server.Port -InputObject $socket -Proxy $proxy -ErrorAction Stop | Should -Be $socket
        $socket | Remove-SslSocket
    }
}

Describe 'The parameter -Proxy' {
    BeforeAll { . $PSScriptRoot/common.ps1 }

    It 'refuses <Text>' -ForEach @(
        @{ Text = 'proxy:3128'; Because = 'is not a valid proxy' }
        @{ Text = 'ftp://proxy'; Because = 'is not a valid proxy' }
        @{ Text = 'http://me:secret@proxy:3128'; Because = 'ProxyCredential' }
        @{ Text = 'http://proxy/path'; Because = 'is not a valid proxy' }
        @{ Text = 'socks5://127.1:1080'; Because = 'shorthand' }
    ) {
        { Connect-SslHost localhost -Proxy $Text -ErrorAction Stop } | Should -Throw "*$Because*"
    }

    It 'says that nothing listens at the proxy' {
        $probe = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $probe.Start()
        $free = $probe.LocalEndpoint.Port
        $probe.Stop()
        { Connect-SslHost localhost -Proxy "socks5://127.0.0.1:$free" -ErrorAction Stop } | Should -Throw -ErrorId 'SslProxyFailed,*'
        (Test-SslHost localhost -Proxy "http://127.0.0.1:$free").Status | Should -Be 'Unreachable'
    }
}
