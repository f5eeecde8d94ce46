# Importing again, in this and in other runspaces, and removing.
Describe 'The module' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $manifest = Join-Path $PackagePath QSslModule.psd1
    }

    It 'can be imported again, and works' {
        Import-Module $manifest -Force
        $made = New-SslCertificate localhost
        $server = New-SslServer -Certificate $made
        $socket = Connect-SslHost localhost $server.ServerPort -CaCertificate $made.Certificate -TimeoutSeconds 10
        $socket.IsEncrypted | Should -BeTrue
        $socket.Connected | Should -BeTrue
        ($socket | Out-String) | Should -Match 'TlsV1'
        $socket.Dispose()
        $server | Stop-SslServer
    }

    It 'can be removed and imported' {
        Remove-Module QSslModule
        Get-Command Connect-SslHost -ErrorAction Ignore -Module QSslModule | Should -BeNullOrEmpty
        Import-Module $manifest
        Get-Command Connect-SslHost | Should -Not -BeNullOrEmpty
    }

    It 'works in several runspaces at once' {
        $made = New-SslCertificate localhost
        $server = New-SslServer -Certificate $made
        try {
            $result = 1..4 | ForEach-Object -Parallel {
                Import-Module $using:manifest
                $socket = Connect-SslHost localhost ($using:server).ServerPort -CaCertificate ($using:made).Certificate -TimeoutSeconds 20
                $socket.IsEncrypted
                $socket.Dispose()
            }
            $result | Should -Be $true, $true, $true, $true
        }
        finally { $server | Stop-SslServer }
    }
}
