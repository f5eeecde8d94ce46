# Dot-sourced after common.ps1 by the tests of reports: reports without a network, among them those whose certificates were
# made to do harm, and a parser of the text format of Prometheus that forgives nothing.

# A report as Import-Clixml and ConvertFrom-Json give it: no type of ours, the same properties.
function New-TestReport {
    param(
        [string] $Target = 'one.example:443', [string] $Status = 'Ok', [object[]] $Finding = @(), [object] $DaysLeft = 100,
        [string] $Subject = 'CN=one.example', [string] $Issuer = 'CN=Test CA, O=Test only', [hashtable] $With = @{}
    )

    $now = ([datetime]'2026-11-23T12:00:00Z').ToUniversalTime()
    $until = $null -eq $DaysLeft ? $null : $now.AddDays($DaysLeft)
    $report = [ordered]@{
        Target = $Target
        HostName = $Target -replace ':\d+$|[\[\]]'
        Port = $Target -match ':(\d+)$' ? [int]$Matches[1] : 443
        Address = '192.0.2.1'
        StartTls = ''
        Status = $Status; Reason = @($Finding.Message); Findings = $Finding
        Protocol = 'TlsV1_3'; Cipher = 'TLS_AES_256_GCM_SHA384'; Group = 'x25519'; Alpn = 'h2'; Subject = $Subject
        SubjectAlternativeNames = @('one.example', 'www.one.example'); Issuer = $Issuer; Key = 'EC P-256'; Signature = 'ecdsa-with-SHA256'
        NotBefore = $now.AddDays(-100); NotAfter = $until; DaysLeft = $DaysLeft; LifetimeUsedPercent = 50.5
        Thumbprint = 'AB' * 32; Pin = 'sha256/' + 'A' * 43 + '='
        Chain = @([pscustomobject]@{
            Subject = $Subject
            Issuer = $Issuer
            NotBefore = $now
            NotAfter = $until
            DaysLeft = $DaysLeft
            Key = 'EC P-256'
            Signature = 'x'
            Thumbprint = 'AB' * 32
            Pin = 'p'
        })
        VerifiedChain = @(); ChainFaults = @(); Errors = @(); Stapling = 'None'; Revocation = 'Unknown'; ClientCertificate = 'Requested'
        Timings = [pscustomobject]@{ Lookup = 0.5; Connect = 1.5; StartTls = $null; Handshake = 15.1; Revocation = 0.4; Total = 17.1 }
        Backend = 'openssl'; Timestamp = $now; At = $now
    }
    foreach ($name in $With.Keys) { $report[$name] = $With[$name] }
    [pscustomobject]$report
}

function New-TestFinding {
    param([string] $Code = 'CertificateExpired', [string] $Severity = 'Critical', [string] $Message = 'The certificate has expired')

    [pscustomobject]@{ Code = $Code; Severity = $Severity; Message = $Message }
}

# A run as administrators have it: all is well, almost, not at all, and nobody there.
function New-TestRun {
    New-TestReport
    New-TestReport 'two.example:25' Warning (
        New-TestFinding ExpiresSoon Warning 'CN=two.example expires in 24 days') 24 'CN=two.example' -With @{ StartTls = 'smtp' }
    New-TestReport 'three.example:443' Critical (New-TestFinding),
        (New-TestFinding MissingIntermediate Warning 'The host does not send a certificate between its own and the root') `
            -3 'CN=three.example'
    New-TestReport '[2001:db8::1]:443' Unreachable (
        New-TestFinding Unreachable Critical '[2001:db8::1]:443 refused the connection') $null '' '' @{
        Protocol = ''
        Cipher = ''
        Chain = @()
        Thumbprint = ''
        Pin = ''
        LifetimeUsedPercent = $null
    }
}

# Texts that somebody put into a certificate on purpose.
$HostileTexts = [ordered]@{
    Script = 'CN=</script><script>alert(1)</script><img src=x onerror=alert(1)>'
    Attribute = "CN=`" onmouseover=`"alert(1)`" x='"
    Comment = 'CN=<!-- --><![CDATA[ ]]>&lt;b&gt;'
    RightToLeft = "CN=bank.example`u{202E}moc.live`u{2066}"
    Control = "CN=a`0b`u{7}c`e[2Jd`r`ne`tf`u{85}g`u{2028}h"
    HalfPair = 'CN=' + [char]0xD83D + 'x' + [char]0xFFFE + [char]0xFFFF
    Formula = '=HYPERLINK("https://evil.example","click")'
    BlankFormula = " `t@SUM(1)"
    WideFormula = "`u{FF1D}1+1"
    Markdown = 'CN=a|b [x](https://evil.example) `c` **d** www.evil.example <https://evil.example>'
    Figures = "CN=x | 'days'=99;1;1"
    Label = 'CN=\","evil="1"} 1 # HELP'
    Braces = 'CN={0} {{1}} [text](0)'
    Long = 'CN=' + 'W' * 3000
}

# One report for each of them, with the text wherever one can be.
function New-HostileRun {
    $i = 0
    foreach ($name in $HostileTexts.Keys) {
        $i++
        $text = $HostileTexts[$name]
        New-TestReport "$name.example:443" Critical (New-TestFinding HostNameMismatch Critical $text) -3 $text $text @{
            SubjectAlternativeNames = @($text)
            Key = $text
            Cipher = $text
            Group = $text
            Alpn = $text
            Stapling = $text
            Revocation = $text
            ClientCertificate = $text
            Errors = @($text)
            Backend = $text
            Address = $text
            Protocol = $text
            Signature = $text; Thumbprint = $text; Pin = $text; StartTls = $text
            Chain = @([pscustomobject]@{ Subject = $text; Issuer = $text; Key = $text })
        }
    }
    New-TestReport $HostileTexts.Script $HostileTexts.Script -With @{
        HostName = $HostileTexts.Script
        Findings = @(New-TestFinding $HostileTexts.Label $HostileTexts.Figures)
    }
}

# The text exposition format, version 0.0.4, by its grammar and nothing beside it. Writes the series; throws at the first fault.
function Read-PrometheusText {
    param([Parameter(Mandatory)] [string] $Text)

    if (-not $Text.EndsWith("`n")) { throw 'The last line has no end.' }
    $types, $helps, $seen = @{}, @{}, @{}
    $current = ''
    $number = 0
    foreach ($line in $Text.Substring(0, $Text.Length - 1).Split("`n")) {
        $number++
        if ($line -cmatch '^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\]|\\\\|\\n)*)$') {
            if ($helps.ContainsKey($Matches[1])) { throw "Line ${number}: a second HELP for $($Matches[1])." }
            $helps[$Matches[1]] = $Matches[2]
            $current = $Matches[1]
            continue
        }
        if ($line -cmatch '^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)$') {
            if ($types.ContainsKey($Matches[1])) { throw "Line ${number}: a second TYPE for $($Matches[1])." }
            if ($current -cne $Matches[1]) { throw "Line ${number}: the TYPE of another metric than the HELP before it." }
            $types[$Matches[1]] = $Matches[2]
            continue
        }
        if ($line -cnotmatch '^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? ([-+]?(?:[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|Inf)|NaN)$') {
            throw "Line ${number} is no series: $line"
        }
        $name, $inner, $value = $Matches[1], $Matches[2], $Matches[3]
        if ($name -cne $current -or -not $types.ContainsKey($name)) { throw "Line ${number}: $name is not among its own." }
        $labels = [ordered]@{}
        while ($inner) {
            if ($inner -cnotmatch '^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"(?:,(?=.)|$)') {
                throw "Line ${number}: no label at: $inner"
            }
            if ($labels.Contains($Matches[1])) { throw "Line ${number}: the label $($Matches[1]) twice." }
            $labels[$Matches[1]] = $Matches[2].Contains('\') ? [regex]::Replace($Matches[2], '\\(.)', {
                $args[0].Groups[1].Value -ceq 'n' ? "`n" : $args[0].Groups[1].Value
            }) : $Matches[2]
            $inner = $inner.Substring($Matches[0].Length)
        }
        # A label without a value is none.
        [string[]] $pairs = foreach ($label in $labels.Keys) { if ($labels[$label]) { "$label=$($labels[$label])" } }
        if ($pairs) { [array]::Sort($pairs) }
        $key = "$name $($pairs -join "`0")"
        if ($seen.ContainsKey($key)) { throw "Line ${number}: the same series again: $line" }
        $seen[$key] = $true
        [pscustomobject]@{ Name = $name; Labels = $labels; Value = [double]::Parse($value, [cultureinfo]::InvariantCulture) }
    }
}
