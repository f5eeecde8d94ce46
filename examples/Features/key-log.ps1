# Writes the secrets of one connection to a file, with which Wireshark decrypts its packets.
[CmdletBinding()]
param([string] $HostName, [int] $Port, [string] $CaCertificate, [string] $KeyLogFile)

$logged = New-SslConfiguration -KeyLogFile $KeyLogFile -CaCertificate $CaCertificate
$socket = Connect-SslHost $HostName $Port -Configuration $logged
$socket | Send-SslData 'nothing secret' -Line
$socket | Disconnect-SslHost
(Get-Content $KeyLogFile) -replace ' .*'
