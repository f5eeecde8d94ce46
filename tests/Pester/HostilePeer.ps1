# A server whose certificate has control characters wherever it can have text, and what the cmdlets make of it.
# Dot-sourced in BeforeAll, after common.ps1 and Servers.ps1; $socket, $paused and $server are the test's to dispose.

# Colour, bell, backspace, a line of its own, the 8-bit CSI, a hyperlink, marks that turn the direction of writing, what has no
# width, ends of lines and paragraphs, private use, a tag, NUL.
$Hostile = "ok`e[31mred`a`b`r`nPWNED`u{9B}2J`e]8;;http://evil.example`e\link" +
    "`u{7F}`u{85}`u{61C}`u{200B}`u{200E}`u{202E}rtl`u{2066}`u{FEFF}`u{2028}`u{2029}`u{E000}`u{E0041}`0end"
$HostileName = "evil`e[31m`a`r`nPWNED`u{202E}.invalid"

function Assert-Visible {
    param([AllowEmptyString()] [string] $Text, [string] $Because, [switch] $MayBeEmpty)

    if (-not $MayBeEmpty) { $Text.Trim() | Should -Not -BeNullOrEmpty -Because "$Because shows something" }
    # What PowerShell colours with is its own.
    $plain = $Text -replace '\x1b\[(?:0|\d+(?:;\d+)*)m' -replace '\r?\n', "`n"
    $colours = @([regex]::Matches($Text, '\x1b\[(\d+(?:;\d+)*)m') | Where-Object { $_.Groups[1].Value -eq '31' })
    $colours.Count | Should -Be 0 -Because "$Because has the peer's colour"
    $bad = [regex]::Matches($plain,
        '(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]')
    ($bad | ForEach-Object {
        'U+{0:X4} in ...{1}' -f [int]$_.Value[0],
            ($plain.Substring([Math]::Max(0, $_.Index - 30), [Math]::Min(30, $_.Index)) -replace '[^ -~]', '?')
    }) -join '; ' | Should -BeNullOrEmpty -Because "$Because must not steer a terminal"
    $plain | Should -Not -Match '(?m)^\s*PWNED' -Because "$Because must have no line of the peer's"
}

function Show-All { $input | Out-String -Width 20000 }

# A distinguished name as it is encoded, which takes any character but half a pair.
function New-HostileX500Name {
    param([string] $CommonName)

    $asn = [System.Formats.Asn1.AsnWriter]::new('DER')
    $null = $asn.PushSequence()
    foreach ($part in @(@('2.5.4.10', $Hostile), @('2.5.4.3', $CommonName))) {
        $null = $asn.PushSetOf()
        $null = $asn.PushSequence()
        $asn.WriteObjectIdentifier($part[0])
        $asn.WriteCharacterString([System.Formats.Asn1.UniversalTagNumber]::UTF8String, $part[1])
        $asn.PopSequence()
        $asn.PopSetOf()
    }
    $asn.PopSequence()
    [System.Security.Cryptography.X509Certificates.X500DistinguishedName]::new($asn.Encode())
}

# Extensions whose texts are IA5String by the rules, and bytes of any kind here.
function New-HostileExtension {
    param([string] $Oid, [byte] $Tag, [string] $Text)

    $asn = [System.Formats.Asn1.AsnWriter]::new('DER')
    $bytes = [System.Text.Encoding]::UTF8.GetBytes($Text)
    $context = [System.Formats.Asn1.Asn1Tag]::new('ContextSpecific', $Tag)
    $value = { $asn.WriteOctetString($bytes, $context) }
    $null = $asn.PushSequence()
    if ($Oid -eq '1.3.6.1.5.5.7.1.1') {
        $null = $asn.PushSequence()
        $asn.WriteObjectIdentifier('1.3.6.1.5.5.7.48.1')
        & $value
        $asn.PopSequence()
    }
    else {
        & $value
        $asn.WriteOctetString([System.Text.Encoding]::ASCII.GetBytes('localhost'),
            [System.Formats.Asn1.Asn1Tag]::new('ContextSpecific', 2))
    }
    $asn.PopSequence()
    [System.Security.Cryptography.X509Certificates.X509Extension]::new($Oid, $asn.Encode(), $false)
}

$key = New-TestKey
$rootKey = New-TestKey
$rootRequest = New-TestRequest -Subject (New-HostileX500Name "$Hostile CA") -Key $rootKey
$rootRequest.CertificateExtensions.Add(
    [System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($true, $false, 0, $true))
$root = New-TestSelfSigned $rootRequest $rootKey ([DateTimeOffset]::UtcNow.AddDays(-30)) ([DateTimeOffset]::UtcNow.AddDays(30))
$request = New-TestRequest -Subject (New-HostileX500Name $Hostile) -Key $key
$request.CertificateExtensions.Add((New-HostileExtension '2.5.29.17' 2 $Hostile))
$request.CertificateExtensions.Add((New-HostileExtension '1.3.6.1.5.5.7.1.1' 6 "http://127.0.0.1:1/$Hostile"))
$leaf = $request.Create($root.SubjectName, (New-TestSigner $rootKey), [DateTimeOffset]::UtcNow.AddDays(-20),
    [DateTimeOffset]::UtcNow.AddDays(20), [byte[]](1, 2, 3, 4))
$leafFile, $keyFile, $rootFile, $chainFile = 'leaf.pem', 'leaf.key', 'root.pem', 'chain.pem' | ForEach-Object {
    Join-Path $TestDrive $_
}
Set-Content $leafFile $leaf.ExportCertificatePem()
Set-Content $keyFile $key.ExportPkcs8PrivateKeyPem()
Set-Content $rootFile $root.ExportCertificatePem()
Set-Content $chainFile ($leaf.ExportCertificatePem() + "`n" + $root.ExportCertificatePem())

$certificate = Import-SslCertificate $leafFile
$server = New-SslServer -Certificate (Import-SslCertificate $chainFile) -Key $keyFile -HandshakeTimeoutSeconds 300
$target = "localhost:$($server.ServerPort)"
$socket = Connect-SslHost $target -SkipCertificateCheck -KeepSession -Configuration (
    New-SslConfiguration -RecordHandshakeMessages) -TimeoutSeconds 20
$paused = Connect-SslHost $target -PauseOnSslErrors -TimeoutSeconds 20
$report = Test-SslHost $target -TimeoutSeconds 20
$named = [pscustomobject]@{ HostName = $HostileName; Port = 443 }
# A report as a file has it, which others may have written.
$foreign = $report | ConvertTo-Json -Depth 5 | ConvertFrom-Json
$foreign.Subject = $foreign.Issuer = $foreign.Cipher = $foreign.Group = $foreign.Protocol = $Hostile
