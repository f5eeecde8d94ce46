# The shells that scripts really run in: nobody to ask, strict, or allowed very little.
Describe 'The module' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        # A server, its client, a decision about it, and the end of both: everything that could want to ask something.
        $work = @'
$authority = New-SslCertificate -CertificateAuthority -KeyKind Rsa2048
$server = New-SslServer -Certificate (New-SslCertificate localhost -Issuer $authority -KeyKind Rsa2048)
$socket = Connect-SslHost localhost $server.ServerPort -PauseOnSslErrors
$socket | Get-SslError | Approve-SslError -PassThru | Get-SslPeerChain | Out-String -Width 80
$accepted = $server | Receive-SslConnection
$socket | Send-SslData 'HELLO' -Line
$accepted | Receive-SslData -Line
$socket | Disconnect-SslHost
$accepted | Remove-SslSocket
$server | Stop-SslServer
'@
        $import = "Import-Module '$PackagePath/QSslModule.psd1'"

        function Invoke-FreshShell {
            param([string] $Script)

            $encoded = [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($Script))
            (pwsh -NoProfile -NonInteractive -EncodedCommand $encoded 2>&1 | Out-String) -replace '\x1b\[[\d;]*m'
        }
    }

    It 'asks for nothing where nobody can answer' {
        $said = Invoke-FreshShell "$import`n`$ErrorActionPreference = 'Stop'`n$work`n'done'"
        $said | Should -Match '(?m)^HELLO\r?$'
        $said | Should -Match '(?m)^done\r?$'
    }

    It 'fails rather than hangs when it is told to ask there, and does nothing' {
        $said = Invoke-FreshShell @"
$import
`$server = New-SslServer -Certificate (New-SslCertificate localhost -KeyKind Rsa2048)
try { `$server | Stop-SslServer -Confirm } catch { "refused: `$_" }
"listening: `$(`$server.IsListening)"
try { Connect-SslHost } catch { "missing: `$_" }
"@
        $said | Should -Match 'refused: .*NonInteractive'
        $said | Should -Match 'listening: True'
        $said | Should -Match 'missing: .*HostName'
    }

    It 'works in strict mode, its views too' {
        $shell = [powershell]::Create('NewRunspace')
        try {
            $shown = $shell.AddScript("$import; Set-StrictMode -Version Latest; `$ErrorActionPreference = 'Stop'").AddStatement().AddScript(
                $work).Invoke()
            $shell.Commands.Clear()
            $lists = $shell.AddScript('$socket, $accepted, $server, $authority | Format-List * -Force | Out-String').Invoke()
            @($shell.Streams.Error | ForEach-Object { "$_" }) | Should -BeNullOrEmpty
            $shown | Should -Contain 'HELLO'
            "$lists" | Should -Match 'ServerPort'
        }
        finally { $shell.Dispose() }
    }

    It 'works in a session with the constrained language' {
        $state = [initialsessionstate]::CreateDefault()
        $runspace = [runspacefactory]::CreateRunspace($state)
        $runspace.Open()
        $shell = [powershell]::Create($runspace)
        try {
            $null = $shell.AddScript($import).Invoke()
            $shell.Commands.Clear()
            $runspace.SessionStateProxy.LanguageMode = 'ConstrainedLanguage'
            $shown = $shell.AddScript($work).Invoke()
            @($shell.Streams.Error | ForEach-Object { "$_" }) | Should -BeNullOrEmpty
            $shown | Should -Contain 'HELLO'
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }
}
