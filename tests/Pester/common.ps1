# Dot-sourced in the BeforeAll of every test file that uses the module: imports the built package, never the sources,
# and brings what the files share.

$RepositoryRoot = Split-Path (Split-Path $PSScriptRoot)
$PackagePath = $env:QSSLMODULE_PACKAGE ? $env:QSSLMODULE_PACKAGE : (Join-Path $RepositoryRoot 'out/QSslModule')
if (-not (Test-Path $PackagePath)) { throw "There is no package in $PackagePath. Lay it out with: ./build.ps1 -Task Package" }
Import-Module (Join-Path $PackagePath 'QSslModule.psd1') -ErrorAction Stop

# Waits for a condition, never for a time. The limit is loose on purpose: it only ends a test that is lost.
function Wait-Until {
    param([Parameter(Mandatory)] [scriptblock] $Condition, [string] $Because = "$Condition", [double] $TimeoutSeconds = 10)

    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($clock.Elapsed.TotalSeconds -gt $TimeoutSeconds) { throw "Waited $TimeoutSeconds seconds in vain for: $Because" }
        Start-Sleep -Milliseconds 20
    }
}

# A small world of certificates as PEM files, made without the module, so that it may stand against it:
# ca, and Good, Expired, WrongName and SelfSigned; Unknown is signed by an authority that nobody keeps.
function New-TestPki {
    param([Parameter(Mandatory)] [string] $Path)

    $ca = New-TestAuthority 'Test CA'
    $stranger = New-TestAuthority 'Unknown CA'
    $null = New-Item $Path -ItemType Directory -Force
    $Path = Convert-Path $Path
    Set-Content (Join-Path $Path 'ca.pem') $ca.ExportCertificatePem()
    $pki = [ordered]@{ Path = $Path; CaCertificate = Join-Path $Path 'ca.pem' }
    $leaves = @{
        Good = @{ Issuer = $ca }
        Expired = @{ Issuer = $ca; LastDay = -1 }
        WrongName = @{ Issuer = $ca; Name = 'other.example' }
        SelfSigned = @{}
        Unknown = @{ Issuer = $stranger }
    }
    foreach ($name in $leaves.Keys) {
        $leaf = $leaves[$name]
        $pki[$name] = New-TestLeaf @leaf -Path (Join-Path $Path $name)
    }
    [pscustomobject]$pki
}

function New-TestRequest {
    param([string] $Name, [System.Security.Cryptography.ECDsa] $Key)

    [System.Security.Cryptography.X509Certificates.CertificateRequest]::new("CN=$Name,O=Test only", $Key, 'SHA256')
}

function New-TestAuthority {
    param([string] $Name)

    $request = New-TestRequest $Name ([System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256))
    $request.CertificateExtensions.Add([System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($true, $false, 0, $true))
    $request.CertificateExtensions.Add([System.Security.Cryptography.X509Certificates.X509SubjectKeyIdentifierExtension]::new($request.PublicKey, $false))
    $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-30), [DateTimeOffset]::UtcNow.AddDays(30))
}

# Writes <Path>.pem and <Path>.key; without an issuer the certificate signs itself.
function New-TestLeaf {
    param([string] $Path, [object] $Issuer, [string] $Name = 'localhost', [int] $LastDay = 20)

    $key = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)
    $request = New-TestRequest $Name $key
    $names = [System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
    $names.AddDnsName($Name)
    if ($Name -eq 'localhost') { $names.AddIpAddress([ipaddress]::Loopback); $names.AddIpAddress([ipaddress]::IPv6Loopback) }
    $request.CertificateExtensions.Add($names.Build($false))
    $from, $to = [DateTimeOffset]::UtcNow.AddDays(-20), [DateTimeOffset]::UtcNow.AddDays($LastDay)
    $certificate = $Issuer ? $request.Create($Issuer, $from, $to, [guid]::NewGuid().ToByteArray()) : $request.CreateSelfSigned($from, $to)

    Set-Content "$Path.pem" $certificate.ExportCertificatePem()
    Set-Content "$Path.key" $key.ExportPkcs8PrivateKeyPem()
    [pscustomobject]@{ Certificate = "$Path.pem"; Key = "$Path.key"; Thumbprint = $certificate.GetCertHashString('SHA256') }
}

# Why a test that needs openssl must be skipped; nothing where openssl is there.
function Get-OpenSslTrouble {
    if (-not (Get-Command openssl -CommandType Application -ErrorAction Ignore)) { 'the program openssl is missing (package openssl)' }
}

# An `openssl s_server` on a free port of loopback. It sends each line back reversed, or plays the role that is given
# (-www: a web server), and writes what it sees to Log.
# Why a test must be skipped that needs something which not every TLS backend has; nothing where the active one has it.
function Get-FeatureTrouble {
    param([Parameter(Mandatory)] [string] $Feature)

    $backend = [QSslCore.QSslSocket]::ActiveBackend
    if ($backend -ne 'openssl') { "the backend $backend has no $Feature" }
}

function Start-OpenSslServer {
    param([Parameter(Mandatory)] [object] $Identity, [Parameter(Mandatory)] [string] $Path, [string[]] $Argument = @(), [string] $Role = '-rev')

    $log = Join-Path $Path "s_server-$([guid]::NewGuid().ToString('n')).log"
    $all = @('s_server', '-accept', '127.0.0.1:0', '-cert', $Identity.Certificate, '-key', $Identity.Key, $Role) + $Argument
    $process = Start-Process openssl -ArgumentList $all -PassThru -RedirectStandardOutput $log -RedirectStandardError "$log.err"
    try {
        Wait-Until { $process.HasExited -or (Select-String -Path $log -Pattern '^ACCEPT \S+:\d+' -Quiet) } 'openssl s_server to listen'
        if ($process.HasExited) { throw "openssl s_server ended at once: $(Get-Content "$log.err" -Raw)" }
    }
    catch {
        $process | Stop-Process -ErrorAction Ignore
        throw
    }
    $port = [int](Select-String -Path $log -Pattern '^ACCEPT \S+:(\d+)').Matches[0].Groups[1].Value
    [pscustomobject]@{ Port = $port; Process = $process; Log = $log }
}

function Stop-OpenSslServer {
    param([Parameter(ValueFromPipeline)] [object] $Server)

    process {
        if ($null -eq $Server) { return }
        $Server.Process | Stop-Process -ErrorAction Ignore
        $Server.Process.WaitForExit(5000) | Out-Null
        $Server.Process.Dispose()
    }
}
