#Requires -Modules QSslModule
<#
.SYNOPSIS
    Extends the authorities that every socket made from now on trusts in this process.
#>
[CmdletBinding()]
param([string[]] $Path)

$configuration = [QSslCore.QSslConfiguration]::DefaultConfiguration
$configuration.AddCaCertificates([QSslCore.QSslCertificate[]](Import-SslCertificate $Path))
[QSslCore.QSslConfiguration]::DefaultConfiguration = $configuration
