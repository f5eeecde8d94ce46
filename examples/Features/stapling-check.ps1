# Does the server prove that its certificate was not revoked? Without a good answer there is no connection.
[CmdletBinding()]
param([string] $HostName, [int] $Port = 443, [string[]] $CaCertificate)

$insist = New-SslConfiguration -OcspStaplingEnabled
$authorities = $CaCertificate ? @{ CaCertificate = $CaCertificate } : @{}
$socket = Connect-SslHost $HostName $Port -Configuration $insist @authorities
$socket.OcspResponses
$socket | Remove-SslSocket
