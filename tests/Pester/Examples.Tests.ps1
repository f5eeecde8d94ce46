# The scripts of examples/Snippets, which are those of the reference page, run as a user runs them.
Describe 'The examples' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $trouble = Get-OpenSslTrouble
        $examples = Join-Path $RepositoryRoot examples/Snippets
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $before = [QSslCore.QSslConfiguration]::DefaultConfiguration
        if (-not $trouble) {
            # -www answers a GET with a page and ends.
            $web = Start-OpenSslServer $pki.Good $pki.Path -Role '-www'
            $strange = Start-OpenSslServer $pki.SelfSigned $pki.Path
            $stranger = Start-OpenSslServer $pki.Unknown $pki.Path
        }
    }
    BeforeEach { if ($trouble) { Set-ItResult -Skipped -Because $trouble } }
    AfterEach {
        [QSslCore.QSslConfiguration]::DefaultConfiguration = $before
        if ($socket) { $socket.Dispose() }
        $socket = $null
    }
    AfterAll { $web, $strange, $stranger | Stop-OpenSslServer }

    It 'connect with a ready handler' {
        & $examples/more-authorities.ps1 $pki.CaCertificate
        & $examples/ready-handler.ps1 localhost $web.Port | Should -Match '^ready, with TLS_'
    }

    It 'tell why nothing is ready' {
        & $examples/ready-handler.ps1 localhost $web.Port | Should -Match 'issuer'
    }

    It 'secure an incoming connection' {
        $shell = [powershell]::Create('NewRunspace')
        try {
            $null = $shell.AddScript("Import-Module '$PackagePath/QSslModule.psd1'; & '$examples/secure-server.ps1' " +
                "'$($pki.Good.Certificate)' '$($pki.Good.Key)'")
            $said = [System.Management.Automation.PSDataCollection[psobject]]::new()
            $run = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $said)
            Wait-Until { $said.Count -gt 0 } 'the server to listen'
            $port = [int]($said[0] -replace '\D')
            $client = Start-OpenSslClient $port "hello`n" '-CAfile', $pki.CaCertificate, '-verify_return_error', '-quiet', '-no_ign_eof'
            Wait-Until { $run.IsCompleted -or $client.Process.HasExited } 'the line to come back'
            $client | Stop-OpenSslClient | Should -Match '(?m)^hello'
            @($shell.Streams.Error) | Should -BeNullOrEmpty
        }
        finally {
            $shell.Stop()
            $shell.Dispose()
        }
    }

    It 'get a page' {
        $page = & $examples/blocking-get.ps1 localhost $web.Port $pki.CaCertificate
        $page | Should -Match '^HTTP/1.0 200 ok'
        $page | Should -Match '</(HTML|html)>\s*$'
    }

    It 'look at a host' {
        $mail = New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key -StartTls smtp
        try {
            & $examples/host-check.ps1 localhost $mail.ServerPort smtp $pki.CaCertificate |
                Should -Match "^localhost:$($mail.ServerPort) TlsV1_[23] TLS_\S+, \d+ days left$"
        }
        finally { $mail | Stop-SslServer }
    }

    It 'extend the default authorities' {
        { Connect-SslHost localhost $web.Port -ErrorAction Stop } | Should -Throw -ErrorId 'SslUnknownIssuer,*'
        & $examples/more-authorities.ps1 $pki.CaCertificate
        $socket = Connect-SslHost localhost $web.Port
        $socket.IsEncrypted | Should -BeTrue
        { Connect-SslHost localhost $stranger.Port -ErrorAction Stop } | Should -Throw -ErrorId 'SslUnknownIssuer,*'
    }

    It 'expect an error of one certificate and of no other' {
        $socket = & $examples/expected-errors.ps1 localhost $strange.Port $pki.SelfSigned.Certificate
        $socket.IsEncrypted | Should -BeTrue
        # openssl serves one client after the other.
        $socket | Remove-SslSocket
        {
            & $examples/expected-errors.ps1 localhost $strange.Port $pki.Good.Certificate -ErrorAction Stop
        } | Should -Throw -ErrorId 'SslSelfSignedCertificate,*'
    }
}
