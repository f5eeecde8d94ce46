@{
    RootModule = 'QSslModule.psm1'
    ModuleVersion = '1.0.0'
    GUID = '8f4f6c9e-6d2b-4b7e-9d55-3f1c0a7be2d1'
    Author = 'The QSslModule authors'
    CompanyName = 'QSslModule'
    Copyright = '(c) The QSslModule authors. MIT licence.'
    Description = "TLS sockets for PowerShell: Qt's QSslSocket, whole, as pipeline-friendly cmdlets."
    PowerShellVersion = '7.6'
    CompatiblePSEditions = @('Core')
    FunctionsToExport = @()
    FormatsToProcess = @('QSslModule.Format.ps1xml')
    TypesToProcess = @('QSslModule.Types.ps1xml')
    CmdletsToExport = @(
        'Approve-SslError',
        'Compare-SslReport',
        'Connect-SslHost',
        'ConvertTo-SslReport',
        'Deny-SslError',
        'Disconnect-SslHost',
        'Export-SslCertificate',
        'Export-SslKey',
        'Export-SslReport',
        'Export-SslSession',
        'Get-SslBackend',
        'Get-SslCaCertificate',
        'Get-SslCipher',
        'Get-SslDefaultConfiguration',
        'Get-SslError',
        'Get-SslGroup',
        'Get-SslHostProfile',
        'Get-SslPeerChain',
        'Get-SslPolicy',
        'Import-SslCertificate',
        'Import-SslKey',
        'Import-SslSession',
        'New-SslCertificate',
        'New-SslConfiguration',
        'New-SslServer',
        'New-SslSocket',
        'Receive-SslConnection',
        'Receive-SslData',
        'Remove-SslSocket',
        'Send-SslData',
        'Set-SslBackend',
        'Set-SslDefaultConfiguration',
        'Start-SslClientEncryption',
        'Start-SslServerEncryption',
        'Stop-SslServer',
        'Test-SslCertificate',
        'Test-SslHost',
        'Wait-SslSocket',
        'Watch-SslSocket'
    )
    VariablesToExport = @()
    AliasesToExport = @()
    PrivateData = @{
        PSData = @{
            Prerelease = 'rc1'
            Tags = @('TLS', 'SSL', 'Certificate', 'X509', 'STARTTLS', 'OpenSSL', 'Qt', 'Security', 'Monitoring', 'PSEdition_Core',
                'Windows', 'Linux', 'MacOS')
        }
    }
}
