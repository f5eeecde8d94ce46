# One port, two names: each client sees the certificate of the name that it asks for.
$lab = New-SslCertificate -Subject 'CN=Lab CA' -CertificateAuthority
$shop, $mail = 'shop.test', 'mail.test' | ForEach-Object { New-SslCertificate -Subject "CN=$_" -DnsName $_ -Issuer $lab }
$server = New-SslServer -Certificate $shop -SniCertificate @{ 'shop.test' = $shop; 'mail.test' = $mail }
foreach ($name in 'shop.test', 'mail.test') {
    $socket = Connect-SslHost localhost $server.ServerPort -PeerName $name -CaCertificate $lab
    "$name is $($socket.PeerCertificate.SubjectDisplayName)"
    $socket | Remove-SslSocket
}
$server | Stop-SslServer
