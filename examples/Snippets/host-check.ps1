#Requires -Modules QSslModule
<#
.SYNOPSIS
    Looks at a host: comes to TLS the way the protocol does, and tells what was agreed on.
#>
[CmdletBinding()]
param([string] $HostName = 'mail.example.com', [int] $Port = 25, [string] $StartTls = 'smtp', [object[]] $CaCertificate)

$trust = $CaCertificate ? @{ CaCertificate = $CaCertificate } : @{}
$report = Test-SslHost $HostName $Port -StartTls $StartTls @trust
"$($report.Target) $($report.Protocol) $($report.Cipher), $($report.DaysLeft) days left"
