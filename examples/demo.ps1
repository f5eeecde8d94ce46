#!/usr/bin/env pwsh
#Requires -Version 7.6
<#
.SYNOPSIS
    Starts a TLS server on loopback with a certificate made for the occasion, connects to it, verifies it, prints its
    chain and exchanges a line. Then connects without knowing the authority, which must be refused.
#>
$ErrorActionPreference = 'Stop'
Import-Module $PSScriptRoot/../out/QSslModule/QSslModule.psd1

$authority = New-SslCertificate -CertificateAuthority -Subject 'CN=QSslModule demo CA'
$issuer = New-SslCertificate -CertificateAuthority -Subject 'CN=QSslModule demo issuer' -Issuer $authority
$identity = New-SslCertificate localhost -IPAddress 127.0.0.1 -Issuer $issuer
$server = New-SslServer -Certificate $identity
try {
    $target = "localhost:$($server.ServerPort)"
    "Server       $target with a certificate made just now ($([QSslCore.QSslSocket]::SslLibraryVersionString))"

    $client = Connect-SslHost $target -CaCertificate $authority
    $accepted = $server | Receive-SslConnection
    "Connected    $($client.SessionProtocol) $($client.SessionCipher), the peer is verified"
    $client | Get-SslPeerChain | Format-Table

    $client | Send-SslData 'Hello over TLS' -Line
    $accepted | Send-SslData ($accepted | Receive-SslData -Line) -Line
    $answer = $client | Receive-SslData -Line
    if ($answer -ne 'Hello over TLS') { throw "The server answered '$answer'." }
    "Exchanged    $answer"
    $client, $accepted | Disconnect-SslHost

    $stranger = Connect-SslHost $target -ErrorAction SilentlyContinue -ErrorVariable refusal
    if ($stranger) { throw 'A server of an unknown authority was accepted.' }
    "Refused      without the authority: $($refusal[0].Exception.Errors.ErrorString -join '; ')"
}
finally {
    $server | Stop-SslServer
}
