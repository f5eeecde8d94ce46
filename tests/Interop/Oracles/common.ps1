# What a profile and the reports of sslscan, nmap and testssl.sh say of a host, as facts in the same words, such as:
#   version TLS 1.2            suite TLS 1.2 0xC02F       order TLS 1.2 server      group TLS 1.3 0x001D
#   dh 2048                    compression                secure renegotiation      weakness Heartbleed
# Each reader gives the facts; what its program looks at is in Get-Oracle: a difference is one only there.

# Our profile.
function Get-ProfileFact {
    param([Parameter(Mandatory)] [object] $HostProfile)

    foreach ($row in $HostProfile.Protocols | Where-Object Status -EQ Accepted) {
        "version $($row.Version)"
        foreach ($cipher in $row.Ciphers) { 'suite {0} 0x{1:X4}' -f $row.Version, $cipher.Code }
        if ($row.Order -in 'Server', 'Client') { "order $($row.Version) $($row.Order.ToLowerInvariant())" }
    }
    foreach ($group in $HostProfile.Groups) { foreach ($version in $group.Versions) { 'group {0} 0x{1:X4}' -f $version, $group.Code } }
    foreach ($field in $HostProfile.DiffieHellman) { "dh $($field.Bits)" }
    if ($HostProfile.Compression.IsYes()) { 'compression' }
    if ($HostProfile.Renegotiation.Secure.IsYes()) { 'secure renegotiation' }
    if ($HostProfile.FallbackScsv.IsYes()) { 'fallback' }
    foreach ($weakness in $HostProfile.Weaknesses | Where-Object Status -EQ Vulnerable) { "weakness $($weakness.Id)" }
}

# The numbers of suites by IANA's name. The catalog's own table has them.
function Get-SuiteNumber {
    $numbers = @{}
    foreach ($line in Get-Content $PSScriptRoot/../../../src/QSslCore/Probing/Catalog/suites.tsv) {
        $code, $name, $null = $line -split "`t"
        if ($code -match '^[0-9A-F]{4}$') { $numbers[$name] = "0x$code" }
    }
    $numbers
}

function ConvertTo-HexNumber {
    param([string] $Text)

    '0x' + ($Text -replace '^0?x').ToUpperInvariant().PadLeft(4, '0')
}

# sslscan --xml
function Get-SslscanFact {
    param([Parameter(Mandatory)] [string] $Path)

    $test = ([xml](Get-Content $Path -Raw)).document.ssltest
    foreach ($protocol in $test.protocol | Where-Object enabled -EQ 1) {
        "version $($protocol.type -eq 'ssl' ? "SSL $($protocol.version).0" : "TLS $($protocol.version)")"
    }
    foreach ($cipher in $test.cipher) {
        "suite $($cipher.sslversion -replace '^TLSv', 'TLS ') $(ConvertTo-HexNumber $cipher.id)"
        if ($cipher.dhebits) { "dh $($cipher.dhebits)" }
    }
    foreach ($group in $test.group) { "group $($group.sslversion -replace '^TLSv', 'TLS ') $(ConvertTo-HexNumber $group.id)" }
    if ($test.renegotiation.secure -eq 1) { 'secure renegotiation' }
    # This is in what it prints, and not in the report.
    if (Select-String -Path "$Path.txt" -Pattern 'Server supports TLS Fallback SCSV' -Quiet) { 'fallback' }
    if (@($test.heartbleed | Where-Object vulnerable -EQ 1)) { 'weakness Heartbleed' }
}

# nmap --script ssl-enum-ciphers -oX
function Get-NmapFact {
    param([Parameter(Mandatory)] [string] $Path)

    $numbers = Get-SuiteNumber
    $script = ([xml](Get-Content $Path -Raw)).SelectSingleNode("//script[@id='ssl-enum-ciphers']")
    foreach ($table in $script.SelectNodes('table')) {
        $version = $table.key -replace '^(TLS|SSL)v(\d)$', '$1 $2.0' -replace '^TLSv', 'TLS '
        "version $version"
        foreach ($cipher in $table.SelectNodes("table[@key='ciphers']/table")) {
            $name = $cipher.SelectSingleNode("elem[@key='name']").InnerText -replace '^TLS_AKE_WITH_', 'TLS_'
            "suite $version $($numbers[$name] ?? $name)"
            if ($cipher.SelectSingleNode("elem[@key='kex_info']").InnerText -match '^dh (\d+)$') { "dh $($Matches[1])" }
        }
        if (@($table.SelectNodes("table[@key='compressors']/elem") | Where-Object InnerText -NE NULL)) { 'compression' }
        $order = $table.SelectSingleNode("elem[@key='cipher preference']").InnerText
        if ($order -in 'server', 'client') { "order $version $order" }
    }
}

# testssl --jsonfile
function Get-TestsslFact {
    param([Parameter(Mandatory)] [string] $Path)

    $versions = @{
        sslv2 = 'SSL 2.0'; sslv3 = 'SSL 3.0'; ssl3 = 'SSL 3.0'
        tls1 = 'TLS 1.0'; tls1_1 = 'TLS 1.1'; tls1_2 = 'TLS 1.2'; tls1_3 = 'TLS 1.3'
    }
    $weaknesses = @{
        heartbleed = 'Heartbleed'; CCS = 'CcsInjection'; ticketbleed = 'Ticketbleed'; ROBOT = 'Robot'
        secure_client_renego = 'ClientRenegotiation'; CRIME_TLS = 'Crime'; POODLE_SSL = 'Poodle'; SWEET32 = 'Sweet32'; FREAK = 'Freak'
        DROWN = 'Drown'; LOGJAM = 'Logjam'; 'LOGJAM-common_primes' = 'CommonPrime'; BEAST = 'Beast'; LUCKY13 = 'Lucky13'; RC4 = 'Rc4'
    }
    foreach ($entry in Get-Content $Path -Raw | ConvertFrom-Json) {
        switch -Regex ($entry.id) {
            '^(SSLv[23]|TLS1(_[123])?)$' { if ($entry.finding -match '^(offered|vulnerable)') { "version $($versions[$entry.id])" }; break }
            '^cipher-(ssl3|tls1(_[123])?)_(x[0-9a-f]+)$' { "suite $($versions[$Matches[1]]) $(ConvertTo-HexNumber $Matches[3])"; break }
            '^secure_renego$' { if ($entry.severity -eq 'OK') { 'secure renegotiation' }; break }
            '^fallback_SCSV$' { if ($entry.finding -match '^supported') { 'fallback' }; break }
            default {
                $isBad = $entry.severity -in 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'
                if ($isBad -and $weaknesses[$entry.id]) { "weakness $($weaknesses[$entry.id])" }
            }
        }
    }
}

# The programs: how each is run, and what it looks at. What testssl.sh finds by asking for each suite in a process of its own takes minutes
# a server, and sslscan and nmap have listed the suites: it is compared where QSSL_ORACLE_SUITES is 1.
function Get-Oracle {
    @{
        Name = 'sslscan'; Program = 'sslscan'; Package = 'sslscan'; Report = 'sslscan.xml'; Read = { Get-SslscanFact $args[0] }
        Domain = '^(version|suite|group|dh|secure renegotiation|fallback|weakness Heartbleed$)'
        Run = { sslscan "--xml=$($args[1])" --no-colour --sni-name=localhost "127.0.0.1:$($args[0])" > "$($args[1]).txt" 2>&1 }
    }
    @{
        Name = 'nmap'; Program = 'nmap'; Package = 'nmap'; Report = 'nmap.xml'; Read = { Get-NmapFact $args[0] }
        Domain = '^(version|suite|order|dh|compression)'
        Run = {
            nmap -Pn -n -p $args[0] --script ssl-enum-ciphers --script-args tls.servername=localhost -oX $args[1] 127.0.0.1 2>&1
        }
    }
    $isLong = $env:QSSL_ORACLE_SUITES -eq '1'
    $looked = @(
        'Heartbleed', 'CcsInjection', 'Ticketbleed', 'Robot', 'ClientRenegotiation', 'Crime', 'Poodle', 'Freak', 'Drown', 'Logjam'
        'CommonPrime', 'Rc4'
        if ($isLong) { 'Sweet32', 'Beast', 'Lucky13' }
    )
    @{
        Name = 'testssl.sh'; Program = 'testssl'; Package = 'testssl.sh'; Report = 'testssl.json'; Read = { Get-TestsslFact $args[0] }
        Domain = "^(version|secure renegotiation|fallback$($isLong ? '|suite' : '')|weakness ($($looked -join '|'))`$)"
        Run = {
            $tests = @('-p', '-H', '-I', '-T', '-BB', '-R', '-C', '-O', '-Z', '-F', '-D', '-J', '-4')
            if ($env:QSSL_ORACLE_SUITES -eq '1') { $tests += '-E', '-W', '-A', '-L' }
            $quiet = '--warnings', 'off', '--color', '0', '--quiet', '--nodns', 'none', '--ip', '127.0.0.1'
            testssl --jsonfile $args[1] @quiet @tests "localhost:$($args[0])" 2>&1
        }
    }
}

# The rows of the table in docs/profile-oracles.md: program, server and difference may have wildcards.
function Get-SettledDifference {
    param([Parameter(Mandatory)] [string] $Path)

    foreach ($line in Get-Content $Path | Where-Object { $_ -match '^\| .* \| .* \| `(ours|theirs) only' }) {
        $program, $server, $difference, $null = $line.Trim('|', ' ') -split ' \| '
        [pscustomobject]@{
            Program = $program; Server = $server; Difference = $difference.Trim('`'); Key = "$program | $server | $difference"
        }
    }
}

# Certificates with keys, and parameters, for the servers. The primes are those of RFC 5114 and RFC 3526: to make one takes minutes.
function New-OracleMaterial {
    param([Parameter(Mandatory)] [string] $Path)

    $made = @{}
    $kinds = @{ Rsa = @('-newkey', 'rsa:2048'); Ec = @('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256') }
    foreach ($kind in $kinds.Keys) {
        $made["${kind}Certificate"] = Join-Path $Path "$kind.pem"
        $made["${kind}Key"] = Join-Path $Path "$kind.key"
        $key, $certificate, $options = $made["${kind}Key"], $made["${kind}Certificate"], $kinds[$kind]
        $null = openssl req -x509 @options -nodes -keyout $key -out $certificate -days 90 -subj /CN=localhost 2>&1
    }
    $groups = @{
        Dh1024 = @('-algorithm', 'DHX', '-pkeyopt', 'group:dh_1024_160'); Dh2048 = @('-algorithm', 'DH', '-pkeyopt', 'group:modp_2048')
    }
    foreach ($group in $groups.Keys) {
        $made[$group] = Join-Path $Path "$group.pem"
        $options = $groups[$group]
        $null = openssl genpkey -genparam @options -out $made[$group] 2>&1
    }
    $made
}

# Starts a server of servers.ps1; its Trouble says why it cannot run here.
function Start-OracleServer {
    param([Parameter(Mandatory)] [object] $Server, [Parameter(Mandatory)] [hashtable] $Material, [Parameter(Mandatory)] [string] $Path)

    $null = New-Item $Path -ItemType Directory -Force
    $started = [pscustomobject]@{ Port = Get-ClosedPort; Path = $Path; Trouble = ''; Process = $null }
    if (-not (Get-Command $Server.Program -CommandType Application -ErrorAction Ignore)) {
        $started.Trouble = "needs the program $($Server.Program)"
        return $started
    }
    $options = $Server.Options
    foreach ($name in $Material.Keys) { $options = $options.Replace("{$name}", $Material[$name]) }
    $words = switch ($Server.Program) {
        'openssl' {
            's_server', '-accept', "127.0.0.1:$($started.Port)", '-cert', $Material.RsaCertificate, '-key', $Material.RsaKey, '-www'
            $options -split ' ' | Where-Object Length
        }
        'gnutls-serv' {
            '--http', '--quiet', '-p', $started.Port, '--x509certfile', $Material.RsaCertificate, '--x509keyfile', $Material.RsaKey
            '--priority', $options
        }
        'nginx' {
            Write-NginxSetting $started.Port $Path $Material $options
            '-p', $Path, '-c', "$Path/nginx.conf", '-e', 'stderr'
        }
    }
    $output = @{ RedirectStandardOutput = "$Path/out"; RedirectStandardError = "$Path/err" }
    $started.Process = Start-Process $Server.Program $words -PassThru @output
    Wait-Until {
        if ($started.Process.HasExited) { throw "$($Server.Name) ended: $(Get-Content "$Path/err" -Raw)" }
        try { [System.Net.Sockets.TcpClient]::new('127.0.0.1', $started.Port).Dispose(); $true } catch { $false }
    } "$($Server.Name) at port $($started.Port)"
    $started
}

function Write-NginxSetting {
    param([int] $Port, [string] $Path, [hashtable] $Material, [string] $Lines)

    Set-Content "$Path/nginx.conf" @"
daemon off; master_process off; pid $Path/nginx.pid; error_log $Path/error.log;
events { worker_connections 64; }
http {
  access_log off; client_body_temp_path $Path/b; proxy_temp_path $Path/p; fastcgi_temp_path $Path/f;
  uwsgi_temp_path $Path/u; scgi_temp_path $Path/s;
  server {
    listen 127.0.0.1:$Port ssl; ssl_certificate $($Material.RsaCertificate); ssl_certificate_key $($Material.RsaKey);
    $Lines
    return 204;
  }
}
"@
}

function Stop-OracleServer {
    param([Parameter(Mandatory)] [object] $Server)

    if (-not $Server.Process.HasExited) { $Server.Process.Kill($true) }
    $Server.Process.WaitForExit()
    $Server.Process.Dispose()
}
