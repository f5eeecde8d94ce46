# A session of this process is resumed in another one: the server is verified anew, but need not prove itself again.
[CmdletBinding()]
param([string] $HostName, [int] $Port, [string] $CaCertificate, [string] $SessionFile)

$module = (Get-Module QSslModule).Path
$first = Connect-SslHost $HostName $Port -CaCertificate $CaCertificate -KeepSession
$first | Export-SslSession $SessionFile
$first | Disconnect-SslHost
pwsh -NoProfile -NonInteractive -Command {
    param($module, $HostName, $Port, $CaCertificate, $SessionFile)
    Import-Module $module
    (Connect-SslHost $HostName $Port -CaCertificate $CaCertificate -Session $SessionFile).IsSessionReused
} -args $module, $HostName, $Port, $CaCertificate, $SessionFile
