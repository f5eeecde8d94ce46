# Certificates and keys as pipelines bring them: text line by line, bytes one by one, bundles in any order.
Describe 'Material through the pipeline' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $trouble = Get-OpenSslTrouble
        $work = (New-Item (Join-Path $TestDrive work) -ItemType Directory).FullName
        $right = ConvertTo-SecureString 'correct horse' -AsPlainText -Force
        $root = New-SslCertificate -CertificateAuthority -Subject 'CN=Root'
        $leaf = New-SslCertificate localhost -Issuer $root
        $other = New-SslCertificate other.test
        $pem, $both, $key = 'leaf.pem', 'both.pem', 'leaf.key' | ForEach-Object { Join-Path $work $_ }
        $leaf | Export-SslCertificate $pem
        $leaf, $root | Export-SslCertificate $both -Key $leaf
        $leaf | Export-SslKey $key
        $textual = @('Certificate:', '    Data: * [x] ? C:', '') + (Get-Content $pem) + @('', 'Bag Attributes', '    localKeyID: 01') +
            ($root | Export-SslCertificate).TrimEnd().Split("`n")
    }

    Context 'lines' {
        It 'are the text that they were: <Name>' -TestCases @(
            @{ Name = 'Get-Content'; Lines = { Get-Content $pem }; Subjects = 'CN=localhost' }
            @{
                Name = 'Get-Content of several files'
                Lines = { Get-Content $pem, $both }
                Subjects = 'CN=localhost', 'CN=localhost', 'CN=Root'
            }
            @{ Name = 'text around them, as openssl x509 -text writes it'; Lines = { $textual }; Subjects = 'CN=localhost', 'CN=Root' }
            @{
                Name = 'followed by a path'
                Lines = { (Get-Content $pem) + '' + $both }
                Subjects = 'CN=localhost', 'CN=localhost', 'CN=Root'
            }
            @{ Name = 'after a path'; Lines = { @($both) + (Get-Content $pem) }; Subjects = 'CN=localhost', 'CN=Root', 'CN=localhost' }
            @{
                Name = 'between objects'
                Lines = { @($root) + (Get-Content $pem) + @($other) }
                Subjects = 'CN=Root', 'CN=localhost', 'CN=other.test'
            }
        ) {
            $found = & $Lines | Import-SslCertificate -ErrorVariable failed
            $failed | Should -BeNullOrEmpty
            @($found).Subject | Should -Be $Subjects
        }

        It 'are taken as an argument, and by every cmdlet' {
            (Import-SslCertificate (Get-Content $pem)).Subject | Should -Be 'CN=localhost'
            (Import-SslKey (Get-Content $key)).Equals($leaf.Key) | Should -BeTrue
            Get-Content $pem | Test-SslCertificate -AsChain -HostName localhost -CaCertificate ($root | Export-SslCertificate).Split(
                "`n") -Quiet | Should -BeTrue
            Get-Content $pem | Export-SslCertificate | Should -Be ($leaf | Export-SslCertificate)
            $configuration = New-SslConfiguration -Certificate (Get-Content $pem) -Key (Get-Content $key)
            $configuration.LocalCertificate.Equals($leaf.Certificate) | Should -BeTrue
            $configuration.PrivateKey.Equals($leaf.Key) | Should -BeTrue
        }

        It 'of a key are a key, also behind its certificates, and never in an error' {
            (Get-Content $key | Import-SslKey).Equals($leaf.Key) | Should -BeTrue
            (Get-Content $both | Import-SslKey).Equals($leaf.Key) | Should -BeTrue
            $lines = @(Get-Content $key | Select-Object -SkipLast 1)
            foreach ($failed in @($lines | Import-SslKey 2>&1), @(Import-SslKey $lines 2>&1)) {
                $failed.Count | Should -Be 1
                "$($failed[0] | Format-List * -Force | Out-String)" | Should -Not -Match ([regex]::Escape($lines[1]))
            }
        }

        It 'that are paths and name nothing are an error each, in their place' {
            $all = @('nothing.pem', $pem, 'nowhere.pem' | Import-SslCertificate 2>&1)
            $all.Count | Should -Be 3
            ($all[0] | Get-Summary).Id, $all[1].Subject, ($all[2] | Get-Summary).Id |
                Should -Be SslFileNotFound, 'CN=localhost', SslFileNotFound
            (Import-SslCertificate '' 2>&1 | Get-Summary).Id | Should -Be SslFileNotFound
        }

        It 'of openssl are read as they come' {
            if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
            $found = openssl x509 -in $pem -text | Import-SslCertificate -ErrorVariable failed
            $failed | Should -BeNullOrEmpty
            $found.Equals($leaf.Certificate) | Should -BeTrue
        }
    }

    Context 'bytes' {
        It 'one by one are what they were' {
            [System.IO.File]::WriteAllBytes("$work/leaf.der", $leaf.Certificate.ToDer())
            $failed = $null
            (Get-Content "$work/leaf.der" -AsByteStream | Import-SslCertificate -ErrorVariable failed).Equals($leaf.Certificate) |
                Should -BeTrue
            (Import-SslCertificate (Get-Content "$work/leaf.der" -AsByteStream) -ErrorVariable +failed).Equals($leaf.Certificate) |
                Should -BeTrue
            (Get-Content $key -AsByteStream | Import-SslKey -ErrorVariable +failed).Equals($leaf.Key) | Should -BeTrue
            $failed | Should -BeNullOrEmpty
        }
    }

    Context 'a bundle' {
        It 'gives the certificate of its key first, whatever else is in it' {
            if (($why = Get-SystemTrouble JoinedKeys)) { Set-ItResult -Skipped -Because $why }
            $bundle = Join-Path $work odd.p12
            $leaf.Certificate, $other.Certificate | Export-SslCertificate $bundle -Key $leaf.Key -Passphrase $right
            @(Import-SslCertificate $bundle -Passphrase $right).Subject | Should -Be 'CN=localhost', 'CN=other.test'
            if (-not $trouble) {
                $odd = Join-Path $work odd.pem
                $leaf.Certificate | Export-SslCertificate $odd -Key $leaf.Key
                $other | Export-SslCertificate "$work/other.pem"
                openssl pkcs12 -export -in $odd -certfile "$work/other.pem" -out $bundle -passout 'pass:correct horse'
                @(Import-SslCertificate $bundle -Passphrase $right).Subject | Should -Be 'CN=localhost', 'CN=other.test'
            }
            $server = New-SslServer -Certificate $bundle -Passphrase $right
            $server.IsListening | Should -BeTrue
            $server | Stop-SslServer
        }
    }

    Context 'what is shown' {
        It 'of names is their kind and themselves' {
            $both = New-SslCertificate a.test -IPAddress ::1 -EmailAddress me@a.test
            "$($both.Certificate.SubjectAlternativeNames)" | Should -Be 'DNS:a.test IP:::1 email:me@a.test'
            $both.Certificate | Format-List | Out-String -Width 200 |
                Should -Match ([regex]::Escape('{DNS:a.test, IP:::1, email:me@a.test}'))
        }

        It 'of a group is found by the name of TLS, too' {
            if ($why = Get-FeatureTrouble 'groups') { Set-ItResult -Skipped -Because $why; return }
            (Get-SslGroup secp256r1).NistName | Should -Be P-256
        }
    }

    It 'a key that .NET does not know is encrypted as well' {
        if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
        openssl genpkey -algorithm rsa-pss -pkeyopt rsa_keygen_bits:2048 -out "$work/pss.key" 2>$null
        Import-SslKey "$work/pss.key" | Export-SslKey "$work/pss.enc" -Passphrase $right
        (Import-SslKey "$work/pss.enc" -Passphrase $right).Equals((Import-SslKey "$work/pss.key")) | Should -BeTrue
        openssl pkey -in "$work/pss.enc" -passin 'pass:correct horse' -noout
        $LASTEXITCODE | Should -Be 0
    }
}
