# The handshake stops at the first thing that is wrong with the peer, before anything of this side has left.
[CmdletBinding()]
param([string] $HostName, [int] $Port)

$socket = New-SslSocket -Configuration (New-SslConfiguration -HandshakeMustInterruptOnError)
$socket.add_HandshakeInterruptedOnError({ Write-Host "stopped at: $($args[1].Error.Error)" })
Connect-SslHost $HostName $Port -InputObject $socket -ErrorAction SilentlyContinue -ErrorVariable failure
"refused: $($failure[-1])"
"this side sent: $($socket.LastAlert)"
