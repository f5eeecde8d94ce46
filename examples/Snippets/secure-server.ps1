#Requires -Modules QSslModule
<#
.SYNOPSIS
    A server that accepts a plain connection, secures it, and echoes one line. New-SslServer without -NoEncryption does
    the handshake by itself.
#>
[CmdletBinding()]
param([object] $Certificate, [object] $Key, [int] $Port = 0)

$server = New-SslServer $Port -NoEncryption
"listening on $($server.ServerPort)"
try {
    $server | Receive-SslConnection -TimeoutSeconds -1 |
        Start-SslServerEncryption -Certificate $Certificate -Key $Key |
        ForEach-Object {
            $_ | Send-SslData ($_ | Receive-SslData -Line) -Line -PassThru | Disconnect-SslHost
        }
}
finally {
    $server | Stop-SslServer
}
