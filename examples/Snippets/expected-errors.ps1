#Requires -Modules QSslModule
<#
.SYNOPSIS
    Connects to a server whose self-signed certificate is known, and to no other.
#>
[CmdletBinding()]
param([string] $HostName = 'server.tld', [int] $Port = 443, [string] $Path = 'server-certificate.pem')

$certificate = Import-SslCertificate $Path
$expected = [QSslCore.QSslError]::new('SelfSignedCertificate', $certificate)
Connect-SslHost $HostName $Port -ExpectedError $expected
