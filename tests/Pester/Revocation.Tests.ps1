# Test-SslHost: what a host staples, and what the issuers say when they are asked.
Describe 'What Test-SslHost says of revocation' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $trouble = Get-OpenSslTrouble
        $now = [DateTimeOffset]::UtcNow
        $open = [System.Collections.Generic.List[object]]::new()

        function New-Request([string] $Name, $Key) {
            $request = New-TestRequest -Subject "CN=$Name" -Key $Key
            $request.CertificateExtensions.Add(
                [System.Security.Cryptography.X509Certificates.X509SubjectKeyIdentifierExtension]::new($request.PublicKey, $false))
            $request
        }

        # An authority: certificate, key, and where its certificate is.
        function New-Authority([string] $Name) {
            $key = New-TestKey
            $request = New-Request $Name $key
            $request.CertificateExtensions.Add(
                [System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($true, $false, 0, $true))
            $request.CertificateExtensions.Add(
                [System.Security.Cryptography.X509Certificates.X509KeyUsageExtension]::new('KeyCertSign, CrlSign', $true))
            $certificate = New-TestSelfSigned $request $key $now.AddDays(-10) $now.AddDays(100)
            $path = Join-Path $TestDrive "$([guid]::NewGuid().ToString('N')).pem"
            Set-Content $path $certificate.ExportCertificatePem()
            [pscustomobject]@{ Certificate = $certificate; Key = $key; Path = $path }
        }

        # A server's identity, as the cmdlets take it.
        function New-Leaf($Authority, [byte[]] $Serial, [string] $CrlUrl, [switch] $MustStaple) {
            $key = New-TestKey
            $request = New-Request localhost $key
            $names = [System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
            $names.AddDnsName('localhost')
            $request.CertificateExtensions.Add($names.Build())
            $request.CertificateExtensions.Add(
                [System.Security.Cryptography.X509Certificates.X509AuthorityKeyIdentifierExtension]::CreateFromCertificate(
                    $Authority.Certificate, $true, $false))
            if ($CrlUrl) {
                $request.CertificateExtensions.Add(
                    [System.Security.Cryptography.X509Certificates.CertificateRevocationListBuilder]::BuildCrlDistributionPointExtension(
                        [string[]] @($CrlUrl)))
            }
            if ($MustStaple) {
                $request.CertificateExtensions.Add(
                    [System.Security.Cryptography.X509Certificates.X509Extension]::new(
                        '1.3.6.1.5.5.7.1.24', [byte[]] (0x30, 3, 2, 1, 5), $false))
            }
            $generator = New-TestSigner $Authority.Key
            $certificate = $request.Create($Authority.Certificate.SubjectName, $generator, $now.AddDays(-5), $now.AddDays(90), $Serial)
            $path = Join-Path $TestDrive "$([guid]::NewGuid().ToString('N')).pem"
            Set-Content $path $certificate.ExportCertificatePem(), $key.ExportPkcs8PrivateKeyPem()
            @{ Certificate = $path; Key = $path }
        }

        # Serves a list over HTTP, whatever is asked; its address is one that nobody has seen before.
        function Start-List($Authority, [byte[]] $Revoked, [int] $Since = -1, [int] $Until = 3) {
            $list = [System.Security.Cryptography.X509Certificates.CertificateRevocationListBuilder]::new()
            if ($Revoked) { $list.AddEntry($Revoked, $now.AddHours(-1)) }
            $identifier = [System.Security.Cryptography.X509Certificates.X509AuthorityKeyIdentifierExtension]::CreateFromCertificate(
                $Authority.Certificate, $true, $false)
            $generator = New-TestSigner $Authority.Key
            $body = $list.Build($Authority.Certificate.SubjectName, $generator, 1, $now.AddDays($Until),
                'SHA256', $identifier, $now.AddDays($Since))
            $head = [Text.Encoding]::ASCII.GetBytes("HTTP/1.1 200 OK`r`nContent-Length: $($body.Length)`r`nConnection: close`r`n`r`n")
            $server = [QSslTest.FaultyServer]::new([byte[]] @(), 1, [byte[]] ($head + $body), $true)
            $open.Add($server)
            "http://127.0.0.1:$($server.Port)/$([guid]::NewGuid().ToString('N')).crl"
        }

        function Start-Host([hashtable] $Identity, [hashtable] $More = @{}) {
            $server = New-SslServer @Identity @More
            $open.Add($server)
            $open.Add((Register-ObjectEvent $server PendingConnectionAvailable -Action {
                while ($taken = $Event.Sender.NextPendingConnection()) { $taken.Dispose() }
            }))
            "localhost:$($server.ServerPort)"
        }

        $authority = New-Authority 'Revocation CA'
        $limits = @{ CaCertificate = $authority.Path; TimeoutSeconds = 20 }
    }
    AfterAll {
        foreach ($one in $open) {
            if ($one -is [System.Management.Automation.Job]) { $one | Remove-Job -Force } else { $one.Dispose() }
        }
    }

    Context 'The issuers' {
        It 'are not asked unless told so' {
            $target = Start-Host (New-Leaf $authority (1, 1) 'http://127.0.0.1:9/none.crl')
            $report = Test-SslHost $target @limits
            $report.Status | Should -Be Ok
            $report.Revocation | Should -BeNullOrEmpty
            $report.Timings.Revocation | Should -BeNullOrEmpty
        }

        It 'say that nothing was revoked' {
            $target = Start-Host (New-Leaf $authority (1, 2) (Start-List $authority (9, 9)))
            $report = Test-SslHost $target @limits -CheckRevocation
            $report.Status | Should -Be Ok -Because ($report.Reason -join '; ')
            $report.Revocation | Should -Be Good
            $report.Timings.Total | Should -BeGreaterThan $report.Timings.Revocation
        }

        It 'say that the certificate was revoked' {
            $target = Start-Host (New-Leaf $authority (1, 3) (Start-List $authority (1, 3)))
            $report = Test-SslHost $target @limits -CheckRevocation
            $report.Status | Should -Be Critical
            $report.Revocation | Should -Be Revoked
            $report.Findings[0].Code | Should -Be CertificateRevoked
            $report.Reason | Should -Be "'localhost' was revoked by its issuer"
        }

        It 'cannot be reached, or name no place to ask' {
            $gone = Test-SslHost (Start-Host (New-Leaf $authority (1, 4) 'http://127.0.0.1:9/none.crl')) @limits -CheckRevocation
            $none = Test-SslHost (Start-Host (New-Leaf $authority (1, 5))) @limits -CheckRevocation
            foreach ($report in $gone, $none) {
                $report.Status | Should -Be Warning
                $report.Revocation | Should -Be Unknown
                $report.Findings.Code | Should -Be RevocationUnknown
            }
            $gone.Reason | Should -Match 'no usable answer from http://127.0.0.1:9/none.crl'
            $none.Reason | Should -Match 'names neither a responder'
        }

        It 'have a list that is of no use, and what is the case is said' {
            $why = $trouble ? $trouble : (Get-WineTrouble 'revocation lists that the system verifies')
            if ($why) { Set-ItResult -Skipped -Because $why; return }
            $old = Test-SslHost (Start-Host (New-Leaf $authority (1, 7) (Start-List $authority (9, 9) -Since -9 -Until -3))) @limits `
                -CheckRevocation
            $other = Test-SslHost (Start-Host (New-Leaf $authority (1, 8) (Start-List (New-Authority 'Another CA') (9, 9)))) @limits `
                -CheckRevocation
            $old.Revocation, $other.Revocation | Should -Be Unknown, Unknown
            $old.Reason | Should -Match 'outdated since .* UTC: its issuer has to publish a new one'
            $other.Reason | Should -Match "is one of 'CN=Another CA', and not of the issuer 'CN=Revocation CA'"
        }

        It 'are never asked about a host that is not known as good' {
            $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
            $listener.Start()
            try {
                $target = Start-Host (New-Leaf (New-Authority 'Somebody') (1, 6) "http://127.0.0.1:$($listener.LocalEndpoint.Port)/x.crl")
                $refused = Test-SslHost $target @limits -CheckRevocation
                $skipped = Test-SslHost $target @limits -CheckRevocation -SkipCertificateCheck
                $refused.Revocation, $skipped.Revocation | Should -Be Unknown, Unknown
                # What was asked for and not found out is no good end, whatever else was accepted.
                $refused.Status, $skipped.Status | Should -Be Critical, Warning
                $refused.Findings.Code | Should -Not -Contain RevocationUnknown
                $skipped.Findings.Code | Should -Contain RevocationUnknown
                $refused.Errors | Should -Contain UnableToGetLocalIssuerCertificate
                $listener.Pending() | Should -BeFalse
            }
            finally {
                $listener.Stop()
            }
        }
    }

    Context 'The staple' {
        BeforeAll {
            function New-Staple([hashtable] $Identity, [byte[]] $Serial, [switch] $Revoked) {
                $here = (New-Item (Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))) -ItemType Directory).FullName
                Set-Content $here/ca.key $authority.Key.ExportPkcs8PrivateKeyPem()
                $line = if ($Revoked) { "R`t491231235959Z`t250101000000Z,keyCompromise`t" } else { "V`t491231235959Z`t`t" }
                Set-Content $here/index.txt "$line$([Convert]::ToHexString($Serial))`tunknown`t/CN=localhost"
                openssl ocsp -index $here/index.txt -rsigner $authority.Path -rkey $here/ca.key -CA $authority.Path `
                    -issuer $authority.Path -cert $Identity.Certificate -respout $here/staple.der -ndays 1 *> $null
                @{ Configuration = New-SslConfiguration -StapledOcspResponse $here/staple.der }
            }
        }

        It 'is told, good or bad, and its absence is no fault' {
            if ($why = Get-FeatureTrouble 'OCSP stapling') { Set-ItResult -Skipped -Because $why; return }
            if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
            $leaf, $other, $revoked = (2, 1), (2, 2), (2, 3) | ForEach-Object { New-Leaf $authority $_ }
            $none = Test-SslHost (Start-Host $leaf) @limits
            $good = Test-SslHost (Start-Host $leaf (New-Staple $leaf (2, 1))) @limits
            $wrong = Test-SslHost (Start-Host $leaf (New-Staple $other (2, 2))) @limits
            $bad = Test-SslHost (Start-Host $revoked (New-Staple $revoked (2, 3) -Revoked)) @limits
            $none.Stapling, $good.Stapling, $wrong.Stapling, $bad.Stapling | Should -Be None, Good, Invalid, Revoked
            $none.Status, $good.Status, $wrong.Status, $bad.Status | Should -Be Ok, Ok, Warning, Critical
            $none.Errors + $good.Errors + $wrong.Errors | Should -BeNullOrEmpty
            $wrong.Findings.Code | Should -Be StapleInvalid
            $wrong.Cipher | Should -Not -BeNullOrEmpty
            $bad.Errors | Should -Be CertificateRevoked
        }

        It 'is missed where the certificate promises it, with <Backend> and <Protocol>' -TestCases @(
            foreach ($backend in 'openssl', 'bouncycastle') {
                foreach ($protocol in 'TlsV1_2', 'TlsV1_3') { @{ Backend = $backend; Protocol = $protocol } }
            }
        ) {
            if ($Backend -notin (Get-SslBackend).Name) { Set-ItResult -Skipped -Because "there is no backend $Backend"; return }
            if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
            $leaf = New-Leaf $authority (2, 4) -MustStaple
            # One that asks for a certificate and hangs up is another matter: not every backend hears in TLS 1.3 what it makes of none.
            $quiet = @{ PeerVerifyMode = 'VerifyNone' }
            $missed = Test-SslHost (Start-Host $leaf $quiet) @limits -Backend $Backend -Protocol $Protocol
            $missed.Status | Should -Be Warning -Because ($missed.Reason -join '; ')
            $missed.Stapling | Should -Be None
            $missed.Findings.Code | Should -Be StapleMissing
            $kept = Test-SslHost (Start-Host $leaf ($quiet + (New-Staple $leaf (2, 4)))) @limits -Backend $Backend -Protocol $Protocol
            $kept.Status | Should -Be Ok -Because ($kept.Reason -join '; ')
            $kept.Stapling | Should -Be Good
        }

        It 'is unknown where the certificate promises it and the backend cannot ask' {
            $backend = (Get-SslBackend).Name | Where-Object { $_ -in 'sslstream', 'schannel', 'securetransport' } | Select-Object -First 1
            if (-not $backend) { Set-ItResult -Skipped -Because 'the platform has no TLS of its own'; return }
            if ($why = Get-PlatformTrouble) { Set-ItResult -Skipped -Because $why }
            $report = Test-SslHost (Start-Host (New-Leaf $authority (2, 7) -MustStaple)) @limits -Backend $backend
            $report.Status | Should -Be Warning
            $report.Stapling | Should -BeNullOrEmpty
            $report.Findings.Code | Should -Be StapleUnknown
            $report.Reason | Should -Match "the backend '$backend' cannot ask for one"
            $report = Test-SslHost (Start-Host (New-Leaf $authority (2, 8))) @limits -Backend $backend
            $report.Status | Should -Be Ok
        }

        It 'hides nothing else that is wrong' {
            if ($why = Get-FeatureTrouble 'OCSP stapling') { Set-ItResult -Skipped -Because $why; return }
            $report = Test-SslHost (Start-Host (New-Leaf (New-Authority 'Somebody') (2, 5))) @limits
            $report.Status | Should -Be Critical
            $report.Errors | Should -Contain UnableToGetLocalIssuerCertificate
            $report.Errors | Should -Not -Contain OcspNoResponseFound
            $report.Stapling | Should -Be None
        }

        It 'is insisted on by a configuration that wants it' {
            if ($why = Get-FeatureTrouble 'OCSP stapling') { Set-ItResult -Skipped -Because $why; return }
            $report = Test-SslHost (Start-Host (New-Leaf $authority (2, 6))) @limits -Configuration (
                New-SslConfiguration -OcspStaplingEnabled)
            $report.Status | Should -Be Critical
            $report.Errors | Should -Be OcspNoResponseFound
        }
    }
}
