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
    Set-Content (Join-Path $Path 'ca.pem') $ca.Certificate.ExportCertificatePem()
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

# A key: ECDSA P-256 where the system makes such keys, and RSA 2048 where not.
function New-TestKey {
    try {
        $key = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)
        $null = $key.ExportParameters($false)
        $key
    }
    catch [System.Security.Cryptography.CryptographicException] { [System.Security.Cryptography.RSA]::Create(2048) }
}

# What cipher suites call such a key.
Set-Variable TestSuiteKey ((New-TestKey) -is [System.Security.Cryptography.RSA] ? 'RSA' : 'ECDSA')

# The module makes its keys by the same system.
if ((New-TestKey) -is [System.Security.Cryptography.RSA]) { $global:PSDefaultParameterValues['New-SslCertificate:KeyKind'] = 'Rsa2048' }

# What signs certificates with a key.
function New-TestSigner {
    param([Parameter(Mandatory)] [object] $Key)

    if ($Key -isnot [System.Security.Cryptography.RSA]) {
        return [System.Security.Cryptography.X509Certificates.X509SignatureGenerator]::CreateForECDsa($Key)
    }
    [System.Security.Cryptography.X509Certificates.X509SignatureGenerator]::CreateForRSA(
        $Key, [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
}

# -Subject: a text, or the bytes of a name.
function New-TestRequest {
    param([string] $Name, [object] $Key, [object] $Subject)

    # In certificates the common name stands last. Not every system turns a text round for that.
    if (-not $Subject) { $Subject = (Get-SystemTrouble NameOrder) ? "O=Test only,CN=$Name" : "CN=$Name,O=Test only" }
    $distinguished = $Subject -as [System.Security.Cryptography.X509Certificates.X500DistinguishedName]
    if ($Key -isnot [System.Security.Cryptography.RSA]) {
        return [System.Security.Cryptography.X509Certificates.CertificateRequest]::new(
            $distinguished, [System.Security.Cryptography.ECDsa]$Key, 'SHA256')
    }
    [System.Security.Cryptography.X509Certificates.CertificateRequest]::new(
        $distinguished, [System.Security.Cryptography.RSA]$Key, 'SHA256', [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
}

# Signs a request with a key of its own, without joining the two: not every system does that.
function New-TestSelfSigned {
    param([object] $Request, [object] $Key, [DateTimeOffset] $From, [DateTimeOffset] $Until)

    $Request.Create($Request.SubjectName, (New-TestSigner $Key), $From, $Until, [guid]::NewGuid().ToByteArray())
}

function New-TestAuthority {
    param([string] $Name)

    $key = New-TestKey
    $request = New-TestRequest $Name $key
    $request.CertificateExtensions.Add(
        [System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($true, $false, 0, $true))
    $request.CertificateExtensions.Add(
        [System.Security.Cryptography.X509Certificates.X509SubjectKeyIdentifierExtension]::new($request.PublicKey, $false))
    $now = [DateTimeOffset]::UtcNow
    [pscustomobject]@{ Certificate = New-TestSelfSigned $request $key $now.AddDays(-30) $now.AddDays(30); Key = $key }
}

# Writes <Path>.pem and <Path>.key; without an issuer the certificate signs itself.
function New-TestLeaf {
    param([string] $Path, [object] $Issuer, [string] $Name = 'localhost', [int] $LastDay = 20)

    $key = New-TestKey
    $request = New-TestRequest $Name $key
    $names = [System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
    $names.AddDnsName($Name)
    if ($Name -eq 'localhost') { $names.AddIpAddress([ipaddress]::Loopback); $names.AddIpAddress([ipaddress]::IPv6Loopback) }
    $request.CertificateExtensions.Add($names.Build($false))
    $from, $to = [DateTimeOffset]::UtcNow.AddDays(-20), [DateTimeOffset]::UtcNow.AddDays($LastDay)
    $certificate = $Issuer ? $request.Create(
        $Issuer.Certificate.SubjectName, (New-TestSigner $Issuer.Key), $from, $to, [guid]::NewGuid().ToByteArray()) :
        (New-TestSelfSigned $request $key $from $to)

    Set-Content "$Path.pem" $certificate.ExportCertificatePem()
    Set-Content "$Path.key" $key.ExportPkcs8PrivateKeyPem()
    [pscustomobject]@{ Certificate = "$Path.pem"; Key = "$Path.key"; Thumbprint = $certificate.GetCertHashString('SHA256') }
}

# Why a test that needs openssl must be skipped; nothing where openssl is there.
function Get-OpenSslTrouble {
    if (-not (Get-Command openssl -CommandType Application -ErrorAction Ignore)) { 'needs the program openssl (package openssl)' }
}

# Why a test must be skipped that builds something.
function Get-SdkTrouble {
    if (-not (Get-Command dotnet -CommandType Application -ErrorAction Ignore)) { 'needs the .NET SDK, which is not on PATH' }
}

# Why a test of a connection with the platform's own TLS must be skipped. Where sessions can be left out, the end of the peer ends it.
function Get-PlatformTrouble {
    $options = [System.Net.Security.SslClientAuthenticationOptions]@{ TargetHost = 'a.test'; AllowTlsResume = $false }
    try { [System.Net.Security.SslStream]::new([System.IO.MemoryStream]::new()).AuthenticateAsClient($options) }
    catch {
        if ($_.Exception.GetBaseException() -isnot [System.IO.IOException]) {
            "needs the platform's TLS to leave sessions out, which this system refuses"
        }
    }
}

# Why a test must be skipped that needs something of the system's own cryptography; nothing where it can be done.
function Get-SystemTrouble {
    param([Parameter(Mandatory)] [ValidateSet('Curves', 'JoinedKeys', 'NameOrder')] [string] $Need)

    $key = [System.Security.Cryptography.RSA]::Create(2048)
    switch ($Need) {
        Curves {
            if ((New-TestKey) -is [System.Security.Cryptography.RSA]) {
                "needs keys on elliptic curves, which the system's own cryptography does not make"
            }
        }
        JoinedKeys {
            try { $null = (New-TestRequest x $key).CreateSelfSigned([DateTimeOffset]::UtcNow, [DateTimeOffset]::UtcNow.AddDays(1)) }
            catch { 'needs certificates joined with keys in memory, which the system does not make' }
        }
        NameOrder {
            $parts = [System.Security.Cryptography.X509Certificates.X500DistinguishedName]::new(
                'CN=a,O=b').EnumerateRelativeDistinguishedNames($false)
            if (@($parts)[0].GetSingleElementType().FriendlyName -eq 'CN') {
                'needs the system to write the parts of a name in the order of X.500'
            }
        }
    }
    $key.Dispose()
}

# Why a test must be skipped of what only a real Windows does: Wine says what it is, and has it not.
function Get-WineTrouble {
    param([Parameter(Mandatory)] [string] $Need)

    $library = [IntPtr]::Zero
    $version = [IntPtr]::Zero
    if ($IsWindows -and [System.Runtime.InteropServices.NativeLibrary]::TryLoad('ntdll.dll', [ref] $library) -and
        [System.Runtime.InteropServices.NativeLibrary]::TryGetExport($library, 'wine_get_version', [ref] $version)) {
            "needs $Need, which Wine does not have"
        }
}

# Why a test of modes, links and other users must be skipped; nothing on Unix.
function Get-UnixTrouble {
    if ($IsWindows) { 'needs modes of files and programs of Unix' }
}

# An `openssl s_server` on a free port of loopback. It sends each line back reversed, or plays the role that is given
# (-www: a web server), and writes what it sees to Log.
# Why a test must be skipped that needs something which not every TLS backend has; nothing where the active one has it.
function Get-FeatureTrouble {
    param([Parameter(Mandatory)] [string] $Feature)

    $backend = [QSslCore.QSslSocket]::ActiveBackend
    if ($backend -ne 'openssl') { "needs $Feature, which the backend $backend does not have" }
}

function Start-OpenSslServer {
    param([Parameter(Mandatory)] [object] $Identity, [Parameter(Mandatory)] [string] $Path, [string[]] $Argument = @(),
        [string] $Role = '-rev')

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

# The output of a script, as one text, where the language is constrained.
function Invoke-Constrained {
    param([string] $Script)

    $state = [initialsessionstate]::CreateDefault()
    $state.ImportPSModule("$PackagePath/QSslModule.psd1")
    $space = [runspacefactory]::CreateRunspace($state)
    $shell = [powershell]::Create()
    try {
        $space.Open()
        $space.LanguageMode = 'ConstrainedLanguage'
        $shell.Runspace = $space
        "$($shell.AddScript($Script).Invoke())"
    }
    finally { $shell.Dispose(); $space.Dispose() }
}
