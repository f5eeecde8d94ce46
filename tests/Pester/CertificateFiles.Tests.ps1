# Test-SslCertificate: certificates wherever they lie, each with the report that hosts get.
Describe 'Certificates in files' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $root = New-SslCertificate -CertificateAuthority -Subject 'CN=Root,O=Test only' -Days 3650
        $middle = New-SslCertificate -CertificateAuthority -Subject 'CN=Middle,O=Test only' -Issuer $root -Days 3650
        $good = New-SslCertificate good.test -Issuer $middle -Days 90 -KeyKind Rsa2048
        $soon = New-SslCertificate soon.test -Issuer $root -Days 20
        $expired = New-SslCertificate old.test -Issuer $root -Fault Expired
        $phrase = ConvertTo-SecureString 'changeit' -AsPlainText -Force
        $folder = (New-Item (Join-Path $TestDrive certs) -ItemType Directory).FullName
        $deep = (New-Item (Join-Path $folder deep) -ItemType Directory).FullName
        $good | Export-SslCertificate (Join-Path $folder a-chain.pem)
        $soon.Certificate | Export-SslCertificate (Join-Path $folder b-soon.der)
        $expired.Certificate | Export-SslCertificate (Join-Path $deep c-expired.crt)
        $good | Export-SslCertificate (Join-Path $deep d-bundle.p7b)
        $lack = Get-SystemTrouble JoinedKeys
        if (-not $lack) { $good | Export-SslCertificate (Join-Path $deep e-locked.p12) -Passphrase $phrase }
        $good.Key | Export-SslKey (Join-Path $folder good.key)
        $good.Key | Export-SslKey (Join-Path $folder key.pem)
        Set-Content (Join-Path $folder readme.txt) 'nothing to see'
        $judge = @{ CaCertificate = $root }
    }

    It 'judges each certificate of a file, and says where it lies' {
        $reports = @(Test-SslCertificate (Join-Path $folder a-chain.pem) @judge)
        $reports | Should -BeOfType QSslModule.SslHostReport
        $reports.Target | Should -Be "$(Join-Path $folder a-chain.pem)#1", "$(Join-Path $folder a-chain.pem)#2"
        $reports.Status | Should -Be Ok, Ok
        $reports[0].Subject | Should -Be 'CN=good.test'
        # The issuer lies in the same file.
        @($reports[0].VerifiedChain).Count | Should -Be 3
    }

    It 'looks into a folder, and with -Recurse into those in it' {
        if ($lack) { Set-ItResult -Skipped -Because $lack; return }
        $reports = @(Test-SslCertificate $folder @judge)
        $reports.Target | ForEach-Object { Split-Path $_ -Leaf } | Should -Be 'a-chain.pem#1', 'a-chain.pem#2', 'b-soon.der'
        $reports.Status | Should -Be Ok, Ok, Warning
        $all = @(Test-SslCertificate $folder -Recurse @judge)
        $all.Target | ForEach-Object { Split-Path $_ -Leaf } |
            Should -Be 'a-chain.pem#1', 'a-chain.pem#2', 'b-soon.der', 'c-expired.crt', 'd-bundle.p7b#1', 'd-bundle.p7b#2', 'e-locked.p12'
        $all[3].Status | Should -Be Critical
        $all[3].Errors | Should -Contain CertificateExpired
    }

    It 'never passes over what it cannot open' {
        if ($lack) { Set-ItResult -Skipped -Because $lack; return }
        $locked = Test-SslCertificate (Join-Path $deep e-locked.p12) @judge
        $locked.Status | Should -Be Unknown
        $locked.Findings.Code | Should -Be CertificateUnreadable
        "$($locked.Reason)" | Should -Match 'pass phrase'
        $opened = @(Test-SslCertificate (Join-Path $deep e-locked.p12) -Passphrase $phrase @judge)
        $opened.Status | Select-Object -Unique | Should -Be Ok
        $opened[0].Subject | Should -Be 'CN=good.test'
        Set-Content (Join-Path $TestDrive damaged.crt) 'garbage'
        (Test-SslCertificate (Join-Path $TestDrive damaged.crt) @judge).Status | Should -Be Unknown
        $missing = Test-SslCertificate (Join-Path $TestDrive nothing.pem) @judge -ErrorAction SilentlyContinue -ErrorVariable record
        $missing.Status | Should -Be Unknown
        $record[0].FullyQualifiedErrorId | Should -Match SslFileNotFound
    }

    It 'goes on behind a file that it cannot open' {
        if ($lack) { Set-ItResult -Skipped -Because $lack; return }
        $reports = @((Join-Path $deep e-locked.p12), (Join-Path $folder b-soon.der) | Test-SslCertificate @judge)
        $reports.Status | Should -Be Unknown, Warning
    }

    It 'takes <Name>' -TestCases @(
        @{ Name = 'files of Get-ChildItem'; Run = { Get-ChildItem $folder -Filter *.der | Test-SslCertificate @judge }; Count = 1 }
        @{ Name = 'certificates'; Run = { $soon.Certificate, $good.Certificate | Test-SslCertificate @judge }; Count = 2 }
        @{ Name = 'an identity with its chain'; Run = { $good | Test-SslCertificate @judge }; Count = 1 }
        @{ Name = 'an X509Certificate2'; Run = { $soon.ToX509Certificate2() | Test-SslCertificate @judge }; Count = 1 }
        @{ Name = 'lines of PEM text'; Run = { Get-Content (Join-Path $folder a-chain.pem) | Test-SslCertificate @judge }; Count = 2 }
        @{ Name = 'a wildcard'; Run = { Test-SslCertificate (Join-Path $folder '*.der') @judge }; Count = 1 }
        @{ Name = 'a folder of a drive of PowerShell'; Run = { Test-SslCertificate TestDrive:/certs @judge }; Count = 3 }
    ) {
        if ($lack -and $Name -eq 'an X509Certificate2') { Set-ItResult -Skipped -Because $lack; return }
        $reports = @(& $Run)
        $reports.Count | Should -Be $Count
        $reports | Should -BeOfType QSslModule.SslHostReport
    }

    It 'reads a <Name>' -TestCases @(
        @{
            Name = 'kubeconfig'
            File = 'config'
            Text = {
                "apiVersion: v1`nclusters:`n- cluster:`n    certificate-authority-data: $(& $base64 $root.Certificate)`n" +
                    "  name: one`nusers:`n- name: me`n  user:`n    client-certificate-data: $(& $base64 $soon.Certificate)`n" +
                    "    client-key-data: LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCg==`n"
            }
            Names = 'certificate-authority-data', 'client-certificate-data'
        }
        @{
            Name = 'secret in YAML'
            File = 'secret.yaml'
            Text = { "kind: Secret`ndata:`n  tls.crt: $(& $base64 $soon.Certificate)`n  tls.key: `"`"`n" }
            Names = @('tls.crt')
        }
        @{
            Name = 'secret in JSON'
            File = 'secret.json'
            Text = { @{ kind = 'Secret'; data = @{ 'tls.crt' = & $base64 $soon.Certificate } } | ConvertTo-Json -Compress }
            Names = @('tls.crt')
        }
        @{
            Name = 'secret with DER'
            File = 'der.yaml'
            Text = { "data:`n  tls.key: MC4CAQAwBQYDK2VwBCIEIA==`n  ca.der: $([Convert]::ToBase64String($soon.Certificate.ToDer()))`n" }
            Names = @('ca.der')
        }
        @{
            Name = 'secret with PEM'
            File = 'plain.yaml'
            Text = {
                "stringData:`n  tls.crt: |`n" + (($soon.Certificate.ToPem().TrimEnd() -split "`n" | ForEach-Object { "    $_" }) -join "`n")
            }
            Names = @('')
        }
    ) {
        $base64 = { param($certificate) [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes($certificate.ToPem())) }
        $path = Join-Path $TestDrive $File
        Set-Content $path (& $Text)
        $reports = @(Test-SslCertificate $path @judge)
        $reports.Target | Should -Be @($Names | ForEach-Object { $_ ? "$path#$_" : $path })
        $reports[-1].Subject | Should -Be 'CN=soon.test'
        $reports[-1].Status | Should -Be Warning
    }

    It 'opens a key store in a secret, or says that it could not' {
        $store = Join-Path $TestDrive store.p12
        $phrase = ConvertTo-SecureString 'secret' -AsPlainText -Force
        $soon | Export-SslCertificate $store -Passphrase $phrase
        $secret = Join-Path $TestDrive store.yaml
        "data:`n  tls.crt: $([Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes($good.Certificate.ToPem())))`n" +
            "  keystore.p12: $([Convert]::ToBase64String([IO.File]::ReadAllBytes($store)))`n" | Set-Content $secret
        $closed = @(Test-SslCertificate $secret @judge -ErrorAction SilentlyContinue)
        $closed.Status | Should -Be Unknown
        $closed.Reason | Should -Match 'keystore.p12: .*pass phrase'
        $open = @(Test-SslCertificate $secret @judge -Passphrase $phrase)
        $open.Subject | Select-Object -Unique | Should -Contain 'CN=soon.test'
        $open.Target | Should -Contain "$secret#tls.crt"
        $open.Status | Should -Not -Contain Unknown
    }

    Context 'What a folder holds' {
        BeforeAll {
            $pem = $soon.Certificate.ToPem().TrimEnd() -replace "`r"
            $base64 = [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes("$pem`n"))
            $wrapped = ($base64 -split '(.{76})' | Where-Object { $_ }) -join "`n"
            $utf8 = [System.Text.UTF8Encoding]::new($false)
            $wide = [System.Text.UnicodeEncoding]::new($false, $true)

            # Judges a folder that has this one file.
            function Test-Folder([string] $Name, [byte[]] $Bytes) {
                $place = (New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory).FullName
                [System.IO.File]::WriteAllBytes((Join-Path $place $Name), $Bytes)
                Test-SslCertificate $place @judge -WarningAction SilentlyContinue
            }
            function Add-Blanks([string] $Text) { ($Text -split "`n" | ForEach-Object { "    $_" }) -join "`n" }
        }

        It 'is seen: <Name>' -TestCases @(
            @{ Name = 'YAML in UTF-16'; File = 'a.yaml'; Text = { "data:`r`n  tls.crt: $base64`r`n" }; IsWide = $true; Count = 1 }
            @{ Name = 'PEM in UTF-16, without an extension'; File = 'a'; Text = { $pem }; IsWide = $true; Count = 1 }
            @{
                Name = 'base64 in several lines of YAML'
                File = 'a.yml'
                Text = { "data:`n  tls.crt: |`n$(Add-Blanks $wrapped)`n" }
                Count = 1
            }
            @{
                Name = 'base64 in several lines of JSON'
                File = 'a.json'
                Text = { @{ data = @{ 'tls.crt' = $wrapped } } | ConvertTo-Json -Compress }
                Count = 1
            }
            @{
                Name = 'base64 of text in front of PEM'
                File = 'a.yaml'
                Text = { "tls.crt: $([Convert]::ToBase64String($utf8.GetBytes("subject=CN = soon.test`n$pem`n")))" }
                Count = 1
            }
            @{
                Name = 'base64 beside PEM'
                File = 'a.yaml'
                Text = { "data:`n  tls.crt: $base64`n---`nstringData:`n  tls.crt: |`n$(Add-Blanks $pem)`n" }
                Count = 2
            }
        ) {
            $reports = @(Test-Folder $File ($IsWide ? $wide.GetPreamble() + $wide.GetBytes((& $Text)) : $utf8.GetBytes((& $Text))))
            $reports.Subject | Should -Be (@('CN=soon.test') * $Count)
            @($reports.Target | Sort-Object -Unique).Count | Should -Be $Count
        }

        It 'is seen: DER without an extension' {
            (Test-Folder a $soon.Certificate.ToDer()).Subject | Should -Be CN=soon.test
        }

        It 'is Unknown where it cannot be read: <Name>' -TestCases @(
            @{ Name = 'a damaged certificate beside a good one'; Text = { "a.crt: $base64`nb.crt: $($base64.Remove(400))`n" } }
            @{ Name = 'a damaged one alone'; Text = { "b.crt: $($base64.Remove(401))`n" } }
            @{
                Name = 'a form that is not read'
                Text = { "a: |`n$(Add-Blanks $pem)`nb: |`n$(Add-Blanks ($pem -creplace 'CERT', 'TRUSTED CERT'))" }
            }
        ) {
            $report = Test-Folder a.yaml $utf8.GetBytes((& $Text))
            $report.Status | Should -Be Unknown
            $report.Reason | Should -Match 'damaged|TRUSTED'
        }

        It 'is not only what lies beside its subfolders, with -Recurse and a wildcard' {
            $names = { $_.Target | Split-Path -Leaf }
            $all = @(Test-SslCertificate (Join-Path $folder '*') -Recurse @judge | ForEach-Object $names)
            $all | Should -Contain c-expired.crt
            $all | Should -Contain b-soon.der
            Test-SslCertificate (Join-Path $folder '*') @judge -WarningAction SilentlyContinue | ForEach-Object $names |
                Should -Not -Contain c-expired.crt
            Test-SslCertificate (Join-Path $folder '*.der') -Recurse @judge | ForEach-Object $names | Should -Be b-soon.der
        }
    }

    It 'holds the name against an authority that names hosts, as a server that signs for itself does, and against no other' {
        $key = New-TestKey
        $made = foreach ($names in @(, 'own.test'), @()) {
            $request = New-TestRequest -Subject 'CN=own.test' -Key $key
            $request.CertificateExtensions.Add(
                [System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($true, $false, 0, $true))
            $builder = [System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
            foreach ($name in $names) { $builder.AddDnsName($name) }
            if ($names) { $request.CertificateExtensions.Add($builder.Build()) }
            $now = [DateTimeOffset]::UtcNow
            (New-TestSelfSigned $request $key $now.AddDays(-1) $now.AddDays(99)).ExportCertificatePem()
        }
        $made.Count | Should -Be 2
        (Test-SslCertificate $made[0] own.test -CaCertificate $made[0]).Status | Should -Be Ok
        $other = Test-SslCertificate $made[0] other.test -CaCertificate $made[0]
        $other.Status | Should -Be Critical
        $other.Errors | Should -Be HostNameMismatch
        # An authority has no host name. The name that was given must not look good for that.
        $alone = Test-SslCertificate $made[1] other.test, own.test -CaCertificate $made[1]
        $alone.Status | Should -Be Ok, Ok, Unknown, Unknown
        $alone[2..3].Target | Should -Be other.test, own.test
        $alone[2..3].Findings.Code | Should -Be NameNotJudged, NameNotJudged
        (Test-SslCertificate $made own.test -CaCertificate $made).Status | Should -Be Ok, Ok
        (Test-SslCertificate $made[1] -CaCertificate $made[1]).Status | Should -Be Ok
    }

    It 'has a row for $null and for an empty text, and writes an error' {
        $soonFile = Join-Path $folder b-soon.der
        foreach ($nothing in $null, '') {
            $reports = @($soonFile, $nothing | Test-SslCertificate @judge -ErrorAction SilentlyContinue -ErrorVariable failed)
            $reports.Status | Should -Be Warning, Unknown
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'Ssl*,QSslModule.TestSslCertificateCommand'
            $soonFile, $nothing | Test-SslCertificate @judge -AsChain -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            { Test-SslCertificate $nothing @judge } | Should -Throw
            { Test-SslCertificate $soonFile, $nothing @judge } | Should -Throw
        }
        { Test-SslCertificate @() @judge } | Should -Throw
        # A file may have empty lines.
        $lines = @($soon.Certificate.ToPem().TrimEnd() -split "`n") + '' + @($good.Certificate.ToPem().TrimEnd() -split "`n") + ''
        @($lines | Test-SslCertificate @judge).Count | Should -Be 2
    }

    It 'has a row for a name that is none, beside those of the others' {
        $given = @{ Certificate = Join-Path $folder b-soon.der; HostName = 'soon.test', 'no host'; ErrorAction = 'SilentlyContinue' }
        $reports = @(Test-SslCertificate @given @judge -WarningDays 9)
        $reports.Status | Should -Be Critical, Ok
        $reports[0].Findings.Code | Should -Be InvalidTarget
        Test-SslCertificate @given @judge -Quiet | Should -Be $false, $true
        Test-SslCertificate @given @judge -Quiet -AsChain | Should -BeNullOrEmpty
    }

    It 'says that a folder holds no certificate, and does not wait for a pipe in one' {
        $empty = (New-Item (Join-Path $TestDrive empty) -ItemType Directory).FullName
        Set-Content (Join-Path $empty notes.yaml) 'a: b'
        if (-not $IsWindows) { mkfifo (Join-Path $empty pipe.pem) }
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        Test-SslCertificate $empty @judge -WarningVariable warned -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warned" | Should -Match 'No certificate was found'
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 8
        # Beside others it must not look good.
        $both = @(Test-SslCertificate (Join-Path $folder b-soon.der), $empty @judge -WarningDays 1 -CriticalDays 0)
        $both.Status | Should -Be Ok, Unknown
        $both[1].Target, $both[1].Findings.Code | Should -Be $empty, NothingTested
        @(Test-SslCertificate $empty, $folder @judge).Target | Should -Contain $empty
        # Get-ChildItem gives folders along with what is in them.
        $things = Get-Item $empty, (Join-Path $folder b-soon.der)
        @($things | Test-SslCertificate @judge -WarningDays 1 -CriticalDays 0).Status | Should -Be Ok
    }

    It 'judges by the thresholds' {
        (Test-SslCertificate (Join-Path $folder b-soon.der) @judge -WarningDays 10).Status | Should -Be Ok
        (Test-SslCertificate (Join-Path $folder b-soon.der) @judge -CriticalDays 25).Status | Should -Be Critical
        (Test-SslCertificate (Join-Path $folder b-soon.der) @judge -WarningDays 1 -CriticalDays 0 -At (Get-Date).AddDays(30)).Errors |
            Should -Contain CertificateExpired
        (Test-SslCertificate (Join-Path $folder b-soon.der) other.test @judge).Errors | Should -Contain HostNameMismatch
    }

    It 'writes true or false with -Quiet' {
        Test-SslCertificate (Join-Path $folder b-soon.der) @judge -Quiet | Should -BeExactly $true
        Test-SslCertificate (Join-Path $deep c-expired.crt) @judge -Quiet | Should -BeExactly $false
        Test-SslCertificate (Join-Path $deep e-locked.p12) @judge -Quiet | Should -BeExactly $false
    }

    It 'gives reports that are written and compared as those of hosts are' {
        $reports = Test-SslCertificate $folder -Recurse @judge
        foreach ($format in [Enum]::GetNames([QSslModule.SslReportFormat])) {
            "$($reports | ConvertTo-SslReport -Format $format)" | Should -Match 'b-soon'
        }
        $later = Test-SslCertificate $folder -Recurse @judge -At (Get-Date).AddDays(30)
        (Compare-SslReport $reports $later).Target | Should -Contain (Join-Path $folder b-soon.der)
    }

    It 'judges 10,000 files in <Seconds> seconds' -TestCases @{ Seconds = 30 } {
        $many = (New-Item (Join-Path $TestDrive many) -ItemType Directory).FullName
        $der = $soon.Certificate.ToDer()
        foreach ($i in 0..9999) { [System.IO.File]::WriteAllBytes("$many/$i.der", $der) }
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        @(Test-SslCertificate $many @judge).Count | Should -Be 10000
        $clock.Elapsed.TotalSeconds | Should -BeLessThan $Seconds
    }
}
