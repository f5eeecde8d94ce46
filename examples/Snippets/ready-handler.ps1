#Requires -Modules QSslModule
<#
.SYNOPSIS
    The usual way: listen to Encrypted, connect, and go on when the connection is ready.
#>
[CmdletBinding()]
param([string] $HostName = 'imap.example.com', [int] $Port = 993)

$socket = New-SslSocket
$ready = Register-ObjectEvent $socket Encrypted -Action { "ready, with $($Event.Sender.SessionCipher.Name)" }
$socket.ConnectToHostEncrypted($HostName, $Port)

# No cmdlet waits for the socket: somebody listens to it, so the event loop moves it, and the script may do something else.
while (-not $ready.HasMoreData -and $socket.State -ne 'UnconnectedState') { Start-Sleep -Milliseconds 20 }

$ready.HasMoreData ? (Receive-Job $ready) : $socket.ErrorString
$ready | Remove-Job -Force
$socket | Remove-SslSocket
