# A server for clients with a certificate of one authority, and for no others. Says who comes, and greets.
[CmdletBinding()]
param([string] $Certificate, [string] $Key, [string] $ClientAuthority, [int] $Count = 1)

$server = New-SslServer -Certificate $Certificate -Key $Key -CaCertificate $ClientAuthority
"listening on port $($server.ServerPort)"
$server | Receive-SslConnection -Count $Count | ForEach-Object {
    "$($_.PeerCertificate.SubjectDisplayName) came"
    $_ | Send-SslData "hello, $($_.PeerCertificate.SubjectDisplayName)" -Line
    $_ | Disconnect-SslHost
}
$server | Stop-SslServer
