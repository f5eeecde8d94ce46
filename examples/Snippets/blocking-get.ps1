#Requires -Modules QSslModule
<#
.SYNOPSIS
    The blocking way: connect, send a request, and read until the server ends.
#>
[CmdletBinding()]
param([string] $HostName = 'http.example.com', [int] $Port = 443, [object[]] $CaCertificate)

$trust = $CaCertificate ? @{ CaCertificate = $CaCertificate } : @{}
$socket = Connect-SslHost $HostName $Port @trust
if (-not $socket) { return }

$socket | Send-SslData "GET / HTTP/1.0`r`n`r`n"
$socket | Receive-SslData -All
$socket | Remove-SslSocket
