# Two ends that know one key: no certificate, and nobody without the key gets in.
[CmdletBinding()]
param([securestring] $Key = (Read-Host 'Pre-shared key' -AsSecureString))

$server = New-SslServer -PreSharedKey @{ 'device-7' = $Key }
$client = Connect-SslHost localhost $server.ServerPort -PreSharedKey @{ 'device-7' = $Key } -NoWait
$device = $server | Receive-SslConnection
$client | Wait-SslSocket -Until Encrypted | Send-SslData 'the key is right' -Line
$device | Receive-SslData -Line
$client, $device | Remove-SslSocket
$server | Stop-SslServer
