# Stores of authorities side by side, issuers that are fetched, and where connections come from.
Describe 'The authorities that Test-SslHost trusts' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $other = New-TestPki (Join-Path $TestDrive other)
        $server = New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key
        $expired = New-SslServer -Certificate $pki.Expired.Certificate -Key $pki.Expired.Key
        $jobs = $server, $expired | ForEach-Object {
            Register-ObjectEvent $_ PendingConnectionAvailable -Action {
                while ($taken = $Event.Sender.NextPendingConnection()) { $taken.DisconnectFromHost() }
            }
        }
        $good = "localhost:$($server.ServerPort)"
        $limits = @{ WarningDays = 1; CriticalDays = 0; TimeoutSeconds = 20 }
    }
    AfterAll {
        $jobs | Remove-Job -Force
        $server, $expired | Stop-SslServer
    }

    It 'gives each store its verdict' {
        $folder = (New-Item "$TestDrive/folder" -ItemType Directory).FullName
        Copy-Item $pki.CaCertificate $folder/ca.pem
        $report = Test-SslHost $good @limits -TrustStore System, $pki.CaCertificate, $other.CaCertificate, $folder
        $report.TrustStores.Name | Should -Be System, $pki.CaCertificate, $other.CaCertificate, $folder
        $report.TrustStores.IsTrusted | Should -Be $false, $true, $false, $true
        $report.TrustStores[0].Errors | Should -Contain UnableToGetLocalIssuerCertificate
        "$($report.TrustStores[1])" | Should -Be "$($pki.CaCertificate): trusted"
        # One of them trusts the host: it is connected to. Others do not: it is not good.
        $report.Errors | Should -BeNullOrEmpty
        $report.Protocol | Should -Not -BeNullOrEmpty
        $report.Status | Should -Be Critical
        $report.Findings.Code | Should -Be StoreDoesNotTrust, StoreDoesNotTrust
        $report.Reason[0] | Should -BeLike 'Clients with the store System refuse the host: *'
    }

    It 'is Ok where all of them trust the host' {
        (Test-SslHost $good @limits -TrustStore $pki.CaCertificate).Status | Should -Be Ok
    }

    It 'does not tell twice what is wrong for all' {
        $report = Test-SslHost "localhost:$($expired.ServerPort)" @limits -TrustStore $pki.CaCertificate
        $report.Findings.Code | Should -Be CertificateExpired
        $report.TrustStores.IsTrusted | Should -BeFalse
        $report.TrustStores.Errors | Should -Be CertificateExpired
    }

    It 'keeps the verdicts through <Way>' -TestCases @(
        @{ Way = 'JSON'; Through = { $args[0] | ConvertTo-Json -Depth 4 | ConvertFrom-Json } }
        @{
            Way = 'CLIXML'
            Through = {
                [System.Management.Automation.PSSerializer]::Deserialize(
                    [System.Management.Automation.PSSerializer]::Serialize($args[0], 4))
            }
        }
    ) {
        $report = & $Through (Test-SslHost $good @limits -TrustStore $pki.CaCertificate, $other.CaCertificate)
        ($report | ConvertTo-SslReport Json | ConvertFrom-Json)[0].TrustStores.IsTrusted | Should -Be $true, $false
        ($report | ConvertTo-SslReport Csv | ConvertFrom-Csv).TrustStores |
            Should -BeLike '*ca.pem: trusted; *ca.pem: CertificateSignatureFailed'
        "$($report | ConvertTo-SslReport Html)" | Should -Match 'Trust stores'
    }

    It 'refuses a store that cannot be read, and authorities in two ways' {
        { Test-SslHost $good -TrustStore no-such.pem } | Should -Throw -ErrorId 'SslFileNotFound,*'
        {
            Test-SslHost $good -TrustStore System -CaCertificate $pki.CaCertificate
        } | Should -Throw '*-TrustStore and -CaCertificate exclude each other*'
        {
            Test-SslHost $good -TrustStore System -IncludeSystemCaCertificate
        } | Should -Throw '*-TrustStore and -IncludeSystemCaCertificate exclude each other*'
    }

    It 'connects from -SourceAddress' {
        $from = Connect-SslHost $good -CaCertificate $pki.CaCertificate -SourceAddress 127.0.0.1
        try { "$($from.LocalAddress)", "$($from.PeerAddress)" | Should -Be '127.0.0.1', '127.0.0.1' }
        finally { $from | Remove-SslSocket }
        (Test-SslHost "127.0.0.1:$($server.ServerPort)" @limits -CaCertificate $pki.CaCertificate -SourceAddress 127.0.0.1).Status |
            Should -Be Ok
    }

    It 'says where -SourceAddress is none of this machine' {
        $report = Test-SslHost $good @limits -CaCertificate $pki.CaCertificate -SourceAddress 192.0.2.1
        $report.Status | Should -Be Unreachable
        $report.Reason | Should -Match '192\.0\.2\.1'
        {
            Connect-SslHost $good -CaCertificate $pki.CaCertificate -SourceAddress 192.0.2.1 -ErrorAction Stop
        } | Should -Throw '*was not connected to from -SourceAddress 192.0.2.1*'
        (Get-SslHostProfile $good -SourceAddress 192.0.2.1 -Section Protocols).Failure | Should -Match '192\.0\.2\.1'
    }

    It 'tests no more targets of one host at a time than it is told' {
        # Servers that say nothing: each test lasts until its limit.
        $silent = 1..3 | ForEach-Object { Start-FaultyServer Silent }
        try {
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $reports = Test-SslHost ($silent | ForEach-Object { "localhost:$($_.Port)" }) -TimeoutSeconds 0.5 -ConnectionsPerHost 1
            $inTurn = $watch.ElapsedMilliseconds
            $inTurn | Should -BeGreaterOrEqual 1450
            $reports.Status | Should -Be Critical, Critical, Critical
            $watch.Restart()
            $null = Test-SslHost ($silent | ForEach-Object { "localhost:$($_.Port)" }) -TimeoutSeconds 0.5
            $watch.ElapsedMilliseconds | Should -BeLessThan $inTurn
        }
        finally { $silent | ForEach-Object Dispose }
    }
}

Describe 'Test-SslHost -FetchIntermediate' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $root = New-TestAuthority 'Root of the issuers'
        $path = (New-Item "$TestDrive/fetch" -ItemType Directory).FullName
        Set-Content "$path/root.pem" $root.Certificate.ExportCertificatePem()
        $limits = @{ WarningDays = 1; CriticalDays = 0; TimeoutSeconds = 20; FetchIntermediate = $true }

        # A certificate with a place where its issuer is fetched from.
        function New-Issued {
            param([string] $Name, [object] $Issuer, [string] $Place, [switch] $Authority)

            $key = New-TestKey
            $request = New-TestRequest $Name $key
            if ($Authority) {
                $request.CertificateExtensions.Add(
                    [System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($true, $false, 0, $true))
            }
            else {
                $names = [System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
                $names.AddDnsName('localhost')
                $request.CertificateExtensions.Add($names.Build($false))
            }
            if ($Place) {
                $request.CertificateExtensions.Add(
                    [System.Security.Cryptography.X509Certificates.X509AuthorityInformationAccessExtension]::new(
                        [string[]]@(), [string[]]@($Place)))
            }
            $certificate = $request.Create(
                $Issuer.Certificate.SubjectName, (New-TestSigner $Issuer.Key), [DateTimeOffset]::UtcNow.AddDays(-2),
                    [DateTimeOffset]::UtcNow.AddDays(20), [guid]::NewGuid().ToByteArray())
            [pscustomobject]@{ Certificate = $certificate; Key = $key }
        }

        function Start-Web {
            param([byte[]] $Body, [string] $Status = '200 OK', [string] $More = '')

            $head = [System.Text.Encoding]::ASCII.GetBytes(
                "HTTP/1.1 $Status`r`nContent-Length: $($Body.Length)`r`nConnection: close`r`n$More`r`n")
            [QSslTest.FaultyServer]::new([byte[]]@(), 1, [byte[]]($head + $Body), $true)
        }

        # Tests a server whose intermediate is not sent, and is to be had from a web server.
        function Test-Fetch {
            param([scriptblock] $Web, [string] $Place, [hashtable] $With = @{}, [object] $Issuer = $root)

            $all = $limits.Clone()
            foreach ($name in $With.Keys) { $all[$name] = $With[$name] }

            $intermediate = New-Issued "Intermediate $([guid]::NewGuid())" $Issuer -Authority
            $site = if ($Web) { & $Web $intermediate.Certificate }
            try {
                $leaf = New-Issued localhost $intermediate ($site ? "http://127.0.0.1:$($site.Port)/ca" : $Place)
                Set-Content "$path/leaf.pem" $leaf.Certificate.ExportCertificatePem()
                Set-Content "$path/leaf.key" $leaf.Key.ExportPkcs8PrivateKeyPem()
                $server = New-SslServer -Certificate "$path/leaf.pem" -Key "$path/leaf.key"
                $job = Register-ObjectEvent $server PendingConnectionAvailable -Action {
                    while ($taken = $Event.Sender.NextPendingConnection()) { $taken.DisconnectFromHost() }
                }
                try { Test-SslHost "localhost:$($server.ServerPort)" @all }
                finally {
                    $job | Remove-Job -Force
                    $server | Stop-SslServer
                }
            }
            finally { if ($site) { $site.Dispose() } }
        }
    }

    It 'names the certificate that the host does not send' {
        $report = Test-Fetch { Start-Web $args[0].RawData } -With @{ CaCertificate = "$path/root.pem" }
        $report.Status | Should -Be Critical
        $report.Findings.Code | Should -Be UnableToGetLocalIssuerCertificate, UnableToVerifyFirstCertificate,
            MissingIntermediate -Because ($report.Reason -join '; ')
        $report.Reason[2] | Should -Match ("^The host does not send '.*CN=Intermediate .*', " +
            "which was fetched from http://127\.0\.0\.1:\d+/ca$")
    }

    It 'takes <Name>, too' -TestCases @(
        @{ Name = 'PEM'; Make = { [System.Text.Encoding]::ASCII.GetBytes($args[0].ExportCertificatePem()) } }
        @{
            Name = 'PKCS#7'
            Make = {
                Set-Content $TestDrive/one.pem $args[0].ExportCertificatePem()
                & openssl crl2pkcs7 -nocrl -certfile $TestDrive/one.pem -outform DER -out $TestDrive/one.p7b
                [System.IO.File]::ReadAllBytes("$TestDrive/one.p7b")
            }
        }
    ) {
        if ($Name -eq 'PKCS#7' -and ($why = Get-OpenSslTrouble)) { Set-ItResult -Skipped -Because $why; return }
        (Test-Fetch { Start-Web (& $Make $args[0]) } -With @{
            CaCertificate = "$path/root.pem"
        }).Reason -join "`n" | Should -Match 'was fetched from'
    }

    It 'tells a root that is not trusted' {
        # The root is named nowhere, so that it can be had from nowhere; and one that is sent is seen at once.
        $report = Test-Fetch { Start-Web $args[0].RawData }
        $report.Findings.Code | Should -Be UnableToGetLocalIssuerCertificate, UnableToVerifyFirstCertificate, MissingIntermediate,
            IntermediateUnknown
        Set-Content "$path/whole.pem" ((Get-Content "$path/leaf.pem" -Raw) + $root.Certificate.ExportCertificatePem())
        $direct = New-Issued localhost $root
        Set-Content "$path/direct.pem" ($direct.Certificate.ExportCertificatePem() + "`n" + $root.Certificate.ExportCertificatePem())
        Set-Content "$path/direct.key" $direct.Key.ExportPkcs8PrivateKeyPem()
        $server = New-SslServer -Certificate "$path/direct.pem" -Key "$path/direct.key"
        try {
            $report = Test-SslHost "localhost:$($server.ServerPort)" @limits
            $report.Findings.Code | Should -Be UntrustedRoot, SelfSignedCertificateInChain -Because ($report.Reason -join '; ')
        }
        finally { $server | Stop-SslServer }
    }

    It 'leaves it open where <Name>' -TestCases @(
        @{ Name = 'the place answers 404'; Web = { Start-Web @(1) '404 Not Found' }; Why = 'answered 404' }
        @{
            Name = 'the place sends elsewhere'
            Web = { Start-Web @(1) '302 Found' "Location: http://127.0.0.1:9/`r`n" }
            Why = 'answered 302'
        }
        @{ Name = 'something else is there'; Web = { Start-Web ([byte[]](1..99)) }; Why = 'is not in what' }
        @{ Name = 'another certificate is there'; Web = { Start-Web $root.Certificate.RawData }; Why = 'is not in what' }
        @{ Name = 'there is too much of it'; Web = { Start-Web ([byte[]]::new(300000)) }; Why = 'cannot be fetched' }
        @{ Name = 'nothing is there'; Place = 'http://127.0.0.1:1/ca'; Why = 'cannot be fetched' }
        @{ Name = 'the place is not http'; Place = 'ldap://127.0.0.1/ca'; Why = 'names no place' }
        @{ Name = 'the place is a file'; Place = 'file:///etc/hostname'; Why = 'names no place' }
        @{ Name = 'no place is named'; Place = ''; Why = 'names no place' }
    ) {
        $report = Test-Fetch $Web -Place $Place -With @{ CaCertificate = "$path/root.pem" }
        $report.Status | Should -Be Critical
        $report.Findings.Code | Should -Contain IntermediateUnknown
        ($report.Findings | Where-Object Code -EQ IntermediateUnknown).Message | Should -Match $Why
    }

    It 'does not wait longer than its limit for a place that is silent' {
        $report = Test-Fetch { Start-FaultyServer Silent } -With @{ CaCertificate = "$path/root.pem"; TimeoutSeconds = 1 }
        ($report.Findings | Where-Object Code -EQ IntermediateUnknown).Message | Should -Match 'no whole answer came within the time'
    }

    It 'asks nothing unless told' {
        $limits.Remove('FetchIntermediate')
        try {
            (Test-Fetch { Start-Web $args[0].RawData } -With @{
                CaCertificate = "$path/root.pem"
            }).Reason -join "`n" | Should -Not -Match 'fetched'
        }
        finally { $limits.FetchIntermediate = $true }
    }
}
