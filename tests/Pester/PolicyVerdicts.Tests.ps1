# What a policy says of profiles whose every fact is given.
Describe 'A policy judges a profile' {
    BeforeAll {
        . $PSScriptRoot/common.ps1

        function New-Cipher {
            param([string] $Name, [string] $KeyExchange = 'ECDHE', [string[]] $Weak = @())

            [QSslCore.SslProfileCipher]@{ Name = $Name; KeyExchange = $KeyExchange; Authentication = 'RSA'; Weak = $Weak }
        }

        $yes = [QSslCore.SslProfileFact]@{ Value = 'Yes' }
        $no = [QSslCore.SslProfileFact]@{ Value = 'No' }

        # A profile with everything that Mozilla's intermediate level asks for, changed by what is given.
        function New-GoodProfile {
            param([hashtable] $Change = @{})

            $suites13 = 'TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256' | ForEach-Object { New-Cipher $_ any }
            $suites12 = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384' | ForEach-Object { New-Cipher $_ }
            $protocols = 'SSL 2.0', 'SSL 3.0', 'TLS 1.0', 'TLS 1.1' | ForEach-Object {
                [QSslCore.SslProfileProtocol]@{ Version = $_; Status = 'Refused' }
            }
            $protocols += [QSslCore.SslProfileProtocol]@{ Version = 'TLS 1.2'; Status = 'Accepted'; Order = 'Client'; Ciphers = $suites12 }
            $protocols += [QSslCore.SslProfileProtocol]@{ Version = 'TLS 1.3'; Status = 'Accepted'; Order = 'Client'; Ciphers = $suites13 }
            $values = @{
                Target = 'h:443'
                Sections = 'Protocols', 'Ciphers', 'Groups', 'Signatures', 'Certificates', 'Resumption', 'Weaknesses', 'Clients'
                Protocols = $protocols
                Groups = 'X25519MLKEM768', 'x25519' | ForEach-Object {
                    [QSslCore.SslProfileGroup]@{ Name = $_; Versions = 'TLS 1.2', 'TLS 1.3' }
                }
                SignatureSchemes = @([QSslCore.SslProfileSignatureScheme]@{
                    Name = 'rsa_pss_rsae_sha256'
                    Hash = 'SHA256'
                    Versions = 'TLS 1.3'
                })
                Certificates = @([QSslCore.SslProfileCertificate]@{
                    Kind = 'RSA'
                    Key = 'RSA 2048'
                    KeyBits = 2048
                    Subject = 'CN=h'
                    Signature = 'sha256WithRSAEncryption'
                    Chain = @('AAAA')
                    NotBefore = [datetime] '2026-01-01'
                    NotAfter = [datetime] '2026-03-01'
                })
                Stapling = $yes
                Hsts = [QSslCore.SslProfileHsts]@{ Status = 'Yes'; MaxAgeSeconds = 63072000 }
            }
            foreach ($name in $Change.Keys) { $values[$name] = $Change[$name] }
            [QSslCore.SslHostProfile]$values
        }

        # The change to a profile whose host shows one certificate, of which no more is known.
        function New-CertificateChange {
            param([hashtable] $Fact)

            @{ Certificates = @([QSslCore.SslProfileCertificate]($Fact + @{ Subject = 'CN=h' })) }
        }

        function Get-Verdict {
            param([hashtable] $Change, [string] $Rule, [string] $Policy = 'Mozilla-Intermediate')

            (Get-SslPolicy $Policy).Judge((New-GoodProfile $Change)) | Where-Object RuleId -EQ "$Policy.$Rule"
        }
    }

    It 'finds nothing wrong with a good one' {
        $verdicts = (Get-SslPolicy Mozilla-Intermediate).Judge((New-GoodProfile))
        $verdicts.RuleId | Should -Be (Get-SslPolicy Mozilla-Intermediate).Rules.Id
        ($verdicts | Where-Object Status -NotIn 'Met', 'NotApplicable' | Out-String) | Should -BeNullOrEmpty
        @($verdicts | Where-Object Status -EQ 'Met').Count | Should -BeGreaterThan 8
    }

    It 'finds a version that is too old, and one that is missing' {
        $old = (New-GoodProfile).Protocols | ForEach-Object {
            $_.Version -eq 'TLS 1.0' ? [QSslCore.SslProfileProtocol]@{
                Version = 'TLS 1.0'
                Status = 'Accepted'
                Order = 'Server'
                Ciphers = @(New-Cipher TLS_RSA_WITH_AES_128_CBC_SHA RSA 'CBC', 'NoForwardSecrecy')
            } : $_
        }
        (Get-Verdict @{ Protocols = $old } Protocols).Status | Should -Be 'Broken'
        (Get-Verdict @{ Protocols = $old } Protocols).Seen | Should -Be 'the host accepts TLS 1.0'
        $suites = Get-Verdict @{ Protocols = $old } Ciphers
        $suites.Status | Should -Be 'Broken'
        $suites.Seen | Should -Match 'TLS_RSA_WITH_AES_128_CBC_SHA'
        $only12 = (New-GoodProfile).Protocols | ForEach-Object {
            $_.Version -eq 'TLS 1.3' ? [QSslCore.SslProfileProtocol]@{ Version = 'TLS 1.3'; Status = 'Refused' } : $_
        }
        (Get-Verdict @{ Protocols = $only12 } Tls13).Status | Should -Be 'Broken'
    }

    It 'says Unknown, never Met, where <Name> is not known' -TestCases @(
        @{
            Name = 'a version'
            Rule = 'Protocols'
            Change = {
                @{
                    Protocols = (New-GoodProfile).Protocols | ForEach-Object {
                        $_.Version -eq 'SSL 3.0' ? [QSslCore.SslProfileProtocol]@{
                            Version = 'SSL 3.0'
                            Status = 'Unknown'
                            Reason = 'silence'
                        } : $_
                    }
                }
            }
        }
        @{
            Name = 'a version that is not in the profile'
            Rule = 'Protocols'
            Change = { @{ Protocols = (New-GoodProfile).Protocols | Where-Object Version -NE 'SSL 2.0' } }
        }
        @{
            Name = 'the rest of the suites'
            Rule = 'Ciphers'
            Change = {
                @{
                    Protocols = (New-GoodProfile).Protocols | ForEach-Object {
                        $_.Version -eq 'TLS 1.2' ? [QSslCore.SslProfileProtocol]@{
                            Version = 'TLS 1.2'
                            Status = 'Accepted'
                            Order = 'Client'
                            Ciphers = $_.Ciphers
                            CiphersReason = 'the time was up'
                        } : $_
                    }
                }
            }
        }
        @{
            Name = 'the order'
            Rule = 'Order'
            Change = {
                @{
                    Protocols = (New-GoodProfile).Protocols | ForEach-Object {
                        $_.Version -eq 'TLS 1.2' ? [QSslCore.SslProfileProtocol]@{
                            Version = 'TLS 1.2'
                            Status = 'Accepted'
                            Ciphers = $_.Ciphers
                        } : $_
                    }
                }
            }
        }
        @{ Name = 'any group'; Rule = 'Groups'; Change = { @{ Groups = @() } } }
        @{
            Name = 'the rest of the groups'
            Rule = 'Groups'
            Change = { @{ Gaps = @('The groups of TLS 1.2 may not be complete: the host hung up.') } }
        }
        @{ Name = 'the certificate'; Rule = 'CertificateKeySize'; Change = { @{ Certificates = @() } } }
        @{
            Name = 'the size of a key'
            Rule = 'CertificateKeySize'
            Change = { New-CertificateChange @{ Kind = 'RSA' } }
        }
        @{
            Name = 'the signature'
            Rule = 'CertificateSignatures'
            Change = { New-CertificateChange @{ Kind = 'RSA' } }
        }
        @{
            Name = 'the lifetime'
            Rule = 'CertificateLifetime'
            Change = { New-CertificateChange @{ Kind = 'RSA' } }
        }
        @{ Name = 'stapling'; Rule = 'Stapling'; Change = { @{ Stapling = [QSslCore.SslProfileFact]@{ Reason = 'no answer' } } } }
        @{ Name = 'HSTS'; Rule = 'Hsts'; Change = { @{ Hsts = [QSslCore.SslProfileHsts]@{} } } }
        @{ Name = 'a section'; Rule = 'Groups'; Change = { @{ Sections = @('Protocols', 'Ciphers') } } }
        @{ Name = 'the host'; Rule = 'Protocols'; Change = { @{ Failure = 'nothing answers' } } }
        @{ Name = 'the word for a fact'; Rule = 'Stapling'; Change = { @{ Stapling = [QSslCore.SslProfileFact]@{ Value = 'Perhaps' } } } }
    ) {
        $verdict = Get-Verdict (& $Change) $Rule
        $verdict.Status | Should -Be 'Unknown'
        $verdict.Seen | Should -Not -BeNullOrEmpty
    }

    It 'breaks <Rule> for <Name>' -TestCases @(
        @{
            Name = 'another group'
            Rule = 'Groups'
            Change = { @{ Groups = @([QSslCore.SslProfileGroup]@{ Name = 'secp521r1'; Versions = 'TLS 1.3' }) } }
        }
        @{
            Name = 'a small key'
            Rule = 'CertificateKeySize'
            Change = { New-CertificateChange @{ Kind = 'RSA'; KeyBits = 1024 } }
        }
        @{
            Name = 'another curve'
            Rule = 'CertificateCurves'
            Change = { New-CertificateChange @{ Kind = 'ECDSA'; Key = 'EC secp256k1'; KeyBits = 256 } }
        }
        @{
            Name = 'SHA-1'
            Rule = 'CertificateSignatures'
            Change = { New-CertificateChange @{ Kind = 'RSA'; Signature = 'sha1WithRSAEncryption' } }
        }
        @{
            Name = 'ten years'
            Rule = 'CertificateLifetime'
            Change = { New-CertificateChange @{ Kind = 'RSA'; NotBefore = [datetime] '2026-01-01'; NotAfter = [datetime] '2036-01-01' } }
        }
        @{
            Name = 'an end before the beginning'
            Rule = 'CertificateLifetime'
            Change = { New-CertificateChange @{ Kind = 'RSA'; NotBefore = [datetime] '2026-03-01'; NotAfter = [datetime] '2026-01-01' } }
        }
        @{ Name = 'no staple'; Rule = 'Stapling'; Change = { @{ Stapling = $no } } }
        @{
            Name = 'a short HSTS'
            Rule = 'Hsts'
            Change = { @{ Hsts = [QSslCore.SslProfileHsts]@{ Status = 'Yes'; MaxAgeSeconds = 300 } } }
        }
        @{
            Name = 'a small prime'
            Rule = 'DiffieHellman'
            Change = { @{ DiffieHellman = @([QSslCore.SslProfileDiffieHellman]@{ Bits = 1024 }) } }
        }
    ) {
        (Get-Verdict (& $Change) $Rule).Status | Should -Be 'Broken'
    }

    It 'judges the signature of an issuer that the host does not send, and that was found here' {
        $root = New-SslCertificate 'CN=Root' -CertificateAuthority -KeyKind Rsa2048
        $middle = New-SslCertificate 'CN=Middle' -CertificateAuthority -Issuer $root
        $leaf = New-SslCertificate localhost -Issuer $middle
        $server = New-SslServer -Certificate $leaf.Certificate -Key $leaf.Key
        try {
            $rule = @{ id = 'Own.Signatures'; severity = 'Critical'; title = 'SHA-256'; advice = 'Issue it anew.' }
            $rule.check = 'CertificateSignatures'
            $rule.allowed = @('ecdsa-with-SHA256')
            ConvertTo-Json @{ id = 'Own'; title = 'Own'; rules = @($rule) } -Depth 5 | Set-Content "$TestDrive/own.json"
            $report = Test-SslHost "localhost:$($server.ServerPort)" -CaCertificate $root.Certificate, $middle.Certificate `
                -Policy "$TestDrive/own.json" -TimeoutSeconds 60
            $report.VerifiedChain.Count | Should -Be 3
            $report.PolicyVerdicts.Status | Should -Be Broken
            $report.PolicyVerdicts.Seen | Should -Match "'CN=Middle' is signed with sha256WithRSAEncryption"
        }
        finally { $server | Stop-SslServer }
    }

    It 'takes a weakness that was not looked for as unknown, and one that works as broken' {
        (Get-Verdict @{} Weaknesses QSslModule).Status | Should -Be 'Unknown'
        $all = (Get-SslPolicy QSslModule).Rules.Where{ $_.Check -eq 'Weaknesses' }[0].Forbidden
        $safe = $all | ForEach-Object { [QSslCore.SslProfileWeakness]@{ Id = $_; Status = 'NotVulnerable' } }
        (Get-Verdict @{ Weaknesses = $safe } Weaknesses QSslModule).Status | Should -Be 'Met'
        $bad = @($safe | Select-Object -Skip 1) + [QSslCore.SslProfileWeakness]@{
            Id = $all[0]
            Status = 'Vulnerable'
            Evidence = 'it answered'
        }
        $verdict = Get-Verdict @{ Weaknesses = $bad } Weaknesses QSslModule
        $verdict.Status | Should -Be 'Broken'
        $verdict.Seen | Should -Match 'it answered'
    }

    It 'does not apply where there is nothing to judge' {
        (Get-Verdict @{} DiffieHellman).Status | Should -Be 'NotApplicable'
        (Get-Verdict @{} CertificateCurves).Status | Should -Be 'NotApplicable'
        (Get-Verdict @{ Hsts = [QSslCore.SslProfileHsts]@{ Status = 'NotApplicable' } } Hsts).Status | Should -Be 'NotApplicable'
    }

    It 'needs a profile' { { (Get-SslPolicy QSslModule).Judge($null) } | Should -Throw }
}
