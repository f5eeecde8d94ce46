# Policies: those that come along, those of one's own, and what they say of a profile. Nothing is connected here.
Describe 'Get-SslPolicy' {
    BeforeAll {
        . $PSScriptRoot/common.ps1

        # A file with a policy: a rule that is good, unless told.
        function New-PolicyFile {
            param([string] $Json, [string] $Name = "$([guid]::NewGuid()).json")

            $path = Join-Path $TestDrive $Name
            [System.IO.File]::WriteAllText($path, $Json)
            $path
        }

        function New-PolicyJson {
            param([string] $Rule = '', [string] $More = '')

            $good = '{ "id": "Own.Protocols", "severity": "Critical", "title": "t", "advice": "a", ' +
                '"check": "Protocols", "allowed": ["TLS 1.3"] }'
            "{ ""id"": ""Own"", ""title"": ""Ours"", $More ""rules"": [ $($Rule ? $Rule : $good) ] }"
        }

        function Get-PolicyError {
            param([string] $Json)

            $path = New-PolicyFile $Json
            $found = Get-SslPolicy -Path $path -ErrorAction SilentlyContinue -ErrorVariable errors
            $found | Should -BeNullOrEmpty
            $errors.Count | Should -Be 1
            $errors[0].FullyQualifiedErrorId | Should -Match '^SslPolicyUnreadable,'
            $errors[0].ErrorDetails.RecommendedAction | Should -Match 'Nothing of it was applied'
            "$($errors[0])"
        }
    }

    It 'comes with <_>' -ForEach 'Mozilla-Modern', 'Mozilla-Intermediate', 'NIST-SP800-52r2', 'NCSC-NL-2025', 'PCI-DSS-4.0.1',
        'QSslModule' {
        $policy = Get-SslPolicy $_
        $policy.Id | Should -BeExactly $_
        $policy.Title, $policy.Version, $policy.Source | ForEach-Object { $_ | Should -Not -BeNullOrEmpty }
        $policy.Source | Should -Match '^https://'
        $policy.Rules.Count | Should -BeGreaterThan 5
        foreach ($rule in $policy.Rules) {
            $rule.Id | Should -Match "^$([regex]::Escape($policy.Id))\."
            $rule.Severity | Should -BeIn 'Critical', 'Warning'
            $rule.Title, $rule.Advice | ForEach-Object { $_ | Should -Match '\.$' }
        }
        ($policy.Rules.Id | Sort-Object -Unique).Count | Should -Be $policy.Rules.Count
    }

    It 'takes wildcards, any case, and Default for the module''s own' {
        (Get-SslPolicy 'mozilla-*').Id | Should -Be 'Mozilla-Intermediate', 'Mozilla-Modern'
        (Get-SslPolicy DEFAULT).Id | Should -BeExactly 'QSslModule'
        Get-SslPolicy 'none-*' | Should -BeNullOrEmpty
        { Get-SslPolicy Nonesuch -ErrorAction Stop } | Should -Throw -ErrorId 'SslPolicyNotFound,QSslModule.GetSslPolicyCommand'
    }

    It 'shows what -Policy completes, with words for each' {
        $line = 'Test-SslHost localhost -Policy Mozilla-I'
        $found = (TabExpansion2 $line $line.Length).CompletionMatches
        $found.CompletionText | Should -Be 'Mozilla-Intermediate'
        $found.ToolTip | Should -Match 'intermediate'
    }

    Context 'of a file' {
        It 'reads one, with comments and a mark before it' {
            $policy = Get-SslPolicy -Path (New-PolicyFile ([char] 0xFEFF + "// ours`n" + (New-PolicyJson)))
            $policy.Id | Should -Be 'Own'
            $policy.Rules.Allowed | Should -Be 'TLS 1.3'
            $policy.Path | Should -Match '\.json$'
        }

        It 'extends another one: a rule of the same id replaces, others are added, and some go' {
            $path = New-PolicyFile @'
{ "id": "Ours", "title": "Intermediate, but TLS 1.3 only", "extends": "Mozilla-Intermediate", "remove": ["Mozilla-Intermediate.Hsts"],
  "rules": [
  { "id": "mozilla-intermediate.protocols", "severity": "Warning", "title": "t", "advice": "a",
     "check": "Protocols", "allowed": ["TLS 1.3"] },
  { "id": "Ours.Authority", "severity": "Critical", "title": "t", "advice": "a",
     "check": "CertificateAuthorities", "allowed": ["sha256/x"] } ] }
'@
            $base = Get-SslPolicy Mozilla-Intermediate
            $policy = Get-SslPolicy -Path $path
            $policy.Rules.Count | Should -Be $base.Rules.Count
            $policy.Rules[0].Severity | Should -Be 'Warning'
            $policy.Rules[-1].Id | Should -Be 'Ours.Authority'
            $policy.Rules.Id | Should -Not -Contain 'Mozilla-Intermediate.Hsts'
            $policy.Extends | Should -Be 'Mozilla-Intermediate'
        }

        It 'extends a file beside it' {
            $null = New-PolicyFile (New-PolicyJson) -Name 'base.json'
            $child = New-PolicyFile '{ "id": "Child", "title": "t", "extends": "base.json", "rules": [] }'
            (Get-SslPolicy -Path $child).Rules.Id | Should -Be 'Own.Protocols'
        }

        It 'tells the place of <Fault>' -TestCases @(
            @{ Fault = 'an unknown member'; Json = '{ "id": "O", "title": "t", "rulez": [] }'; Match = 'rulez: There is no such member' }
            @{
                Fault = 'an unknown member of a rule'
                Rule = '{ "id": "O.A", "severity": "Critical", "title": "t", "advice": "a", "check": "Protocols", "alowed": ["TLS 1.3"] }'
                Match = 'rules\[0\]\.alowed: There is no such member'
            }
            @{
                Fault = 'a wrong type'
                Rule = '{ "id": "O.A", "severity": "Critical", "title": "t", "advice": "a", "check": "Protocols", "allowed": "TLS 1.3" }'
                Match = 'rules\[0\]\.allowed: This must be an array, and is a text'
            }
            @{
                Fault = 'a number for a text'
                Rule = '{ "id": "O.A", "severity": 1, "title": "t", "advice": "a", "check": "Protocols", "allowed": ["TLS 1.3"] }'
                Match = 'rules\[0\]\.severity: This must be a text, and is a number'
            }
            @{
                Fault = 'null in a list'
                Rule = '{ "id": "O.A", "severity": "Critical", "title": "t", "advice": "a", ' +
                    '"check": "Protocols", "allowed": ["TLS 1.3", null] }'
                Match = 'rules\[0\]\.allowed\[1\]: This must be a text, and is null'
            }
            @{
                Fault = 'an unknown severity'
                Rule = '{ "id": "O.A", "severity": "Grave", "title": "t", "advice": "a", "check": "Protocols", "allowed": ["TLS 1.3"] }'
                Match = "rules\[0\]\.severity: 'Grave' is not known here; use one of Critical, Warning"
            }
            @{
                Fault = 'an unknown check'
                Rule = '{ "id": "O.A", "severity": "Critical", "title": "t", "advice": "a", "check": "Protocol", "allowed": ["TLS 1.3"] }'
                Match = "rules\[0\]\.check: 'Protocol' is not known here"
            }
            @{
                Fault = 'a slip in the name of a version'
                Rule = '{ "id": "O.A", "severity": "Critical", "title": "t", "advice": "a", "check": "Protocols", "forbidden": ["TLS1.0"] }'
                Match = "rules\[0\]\.forbidden: 'TLS1\.0' is not a name"
            }
            @{
                Fault = 'a slip in the name of a suite'
                Rule = '{ "id": "O.A", "severity": "Critical", "title": "t", "advice": "a", ' +
                    '"check": "Ciphers", "forbidden": ["TLS_RSA_WITH_RC4_128_SHA1"] }'
                Match = 'is not a name that Ciphers knows'
            }
            @{
                Fault = 'a pattern that no group fits'
                Rule = '{ "id": "O.A", "severity": "Critical", "title": "t", "advice": "a", "check": "Groups", "forbidden": ["secp1*1x"] }'
                Match = 'is not a name that Groups knows'
            }
            @{
                Fault = 'a rule without a condition'
                Rule = '{ "id": "O.A", "severity": "Critical", "title": "t", "advice": "a", "check": "Protocols" }'
                Match = 'rules\[0\]: Nothing says what must hold'
            }
            @{
                Fault = 'a condition that the check does not use'
                Rule = '{ "id": "O.A", "severity": "Critical", "title": "t", "advice": "a", ' +
                    '"check": "Protocols", "allowed": ["TLS 1.3"], "minimum": 3 }'
                Match = 'rules\[0\]\.minimum: Protocols does not use this'
            }
            @{
                Fault = 'a value that the check does not know'
                Rule = '{ "id": "O.A", "severity": "Critical", "title": "t", "advice": "a", "check": "Compression", "value": "no" }'
                Match = "rules\[0\]\.value: 'no' is not known here; use one of Yes, No"
            }
            @{
                Fault = 'a negative number'
                Rule = '{ "id": "O.A", "severity": "Critical", "title": "t", "advice": "a", "check": "DiffieHellman", "minimum": -1 }'
                Match = 'rules\[0\]\.minimum: The number must be'
            }
            @{
                Fault = 'half a number'
                Rule = '{ "id": "O.A", "severity": "Critical", "title": "t", "advice": "a", "check": "DiffieHellman", "minimum": 2048.5 }'
                Match = 'rules\[0\]\.minimum: The number must be'
            }
            @{
                Fault = 'an empty list'
                Rule = '{ "id": "O.A", "severity": "Critical", "title": "t", "advice": "a", "check": "Protocols", "allowed": [] }'
                Match = 'rules\[0\]\.allowed: The list is empty'
            }
            @{
                Fault = 'a member that is missing'
                Rule = '{ "id": "O.A", "title": "t", "advice": "a", "check": "Protocols", "allowed": ["TLS 1.3"] }'
                Match = "rules\[0\]: The member 'severity' is missing"
            }
            @{
                Fault = 'a member that is there twice'
                Json = '{ "id": "O", "id": "P", "title": "t", "rules": [] }'
                Match = 'A member is there twice'
            }
            @{
                Fault = 'an id of the module'
                Rule = '{ "id": "ExpiresSoon", "severity": "Critical", "title": "t", "advice": "a", ' +
                    '"check": "Protocols", "allowed": ["TLS 1.3"] }'
                Match = "rules\[0\]\.id: 'ExpiresSoon' is a code of the module's own"
            }
            @{
                Fault = 'an id that is none'
                Rule = '{ "id": "a b", "severity": "Critical", "title": "t", "advice": "a", "check": "Protocols", "allowed": ["TLS 1.3"] }'
                Match = 'rules\[0\]\.id: An id begins with a letter'
            }
            @{ Fault = 'no rule'; Json = '{ "id": "O", "title": "t", "rules": [] }'; Match = 'There is no rule: every host would follow' }
            @{ Fault = 'what is no JSON'; Json = '{ "id": "O", '; Match = 'line 1, byte \d+: It is not valid JSON' }
            @{ Fault = 'an empty file'; Json = ''; Match = 'It is not valid JSON' }
            @{ Fault = 'a list instead of a policy'; Json = '[]'; Match = 'This must be an object, and is an array' }
            @{
                Fault = 'characters that cannot be seen'
                Json = '{ "id": "O", "title": "a\u001b[31mb", "rules": [] }'
                Match = 'title: The text has characters that cannot be seen'
            }
            @{ Fault = 'half a character'; Json = '{ "id": "O", "title": "\ud800", "rules": [] }'; Match = 'title: ' }
            @{
                Fault = 'a policy that is not there'
                Json = '{ "id": "O", "title": "t", "extends": "nonesuch.json", "rules": [] }'
                Match = "extends: 'nonesuch.json' is neither a policy of the module"
            }
            @{
                Fault = 'a rule to remove that is not there'
                Json = '{ "id": "O", "title": "t", "extends": "QSslModule", "remove": ["QSslModule.Nope"], "rules": [] }'
                Match = "remove: QSslModule has no rule 'QSslModule.Nope'"
            }
        ) {
            Get-PolicyError ($Json ? $Json : $Rule ? (New-PolicyJson $Rule) : '') | Should -Match $Match
        }

        It 'refuses deep nesting, a circle, and a large file, at once' {
            Get-PolicyError ('[' * 100000) | Should -Match 'nested more than 8 levels'
            $null = New-PolicyFile '{ "id": "A", "title": "t", "extends": "b.json", "rules": [] }' -Name 'a.json'
            $b = New-PolicyFile '{ "id": "B", "title": "t", "extends": "a.json", "rules": [] }' -Name 'b.json'
            { Get-SslPolicy -Path $b -ErrorAction Stop } | Should -Throw '*extend each other in a circle*'
            $self = New-PolicyFile '{ "id": "S", "title": "t", "extends": "self.json", "rules": [] }' -Name 'self.json'
            { Get-SslPolicy -Path $self -ErrorAction Stop } | Should -Throw '*extend each other in a circle*'
            foreach ($i in 1..10) {
                $null = New-PolicyFile "{ ""id"": ""L$i"", ""title"": ""t"", ""extends"": ""l$($i + 1).json"", ""rules"": [] }" `
                    -Name "l$i.json"
            }
            { Get-SslPolicy -Path (Join-Path $TestDrive 'l1.json') -ErrorAction Stop } | Should -Throw '*extend each other*'
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            Get-PolicyError ('{ "id": "' + 'x' * 10MB + '" }') | Should -Match 'The file has \d+ bytes'
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
        }

        It 'does not show a secret that was given for a policy' {
            # The parser's own message has the word that it did not understand.
            $null = Get-SslPolicy -Path (New-PolicyFile '{ "id": tMIIEvQIBADANBgkqhkiG9w0 }') -ErrorAction SilentlyContinue `
                -ErrorVariable errors
            for ($e = $errors[0].Exception; $e; $e = $e.InnerException) { "$e" | Should -Not -Match 'MIIEv' }
            Get-PolicyError "-----BEGIN PRIVATE KEY-----`nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC`n-----END PRIVATE KEY-----" |
                Should -Not -Match 'MIIEv'
        }

        It 'refuses a folder and a file that is not there' {
            Get-SslPolicy -Path $TestDrive -ErrorAction SilentlyContinue -ErrorVariable errors | Should -BeNullOrEmpty
            Get-SslPolicy -Path (Join-Path $TestDrive 'nope.json') -ErrorAction SilentlyContinue -ErrorVariable +errors |
                Should -BeNullOrEmpty
            $errors.Count | Should -Be 2
        }
    }
}

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
            Change = { @{ Certificates = @([QSslCore.SslProfileCertificate]@{ Kind = 'RSA'; Subject = 'CN=h' }) } }
        }
        @{
            Name = 'the signature'
            Rule = 'CertificateSignatures'
            Change = { @{ Certificates = @([QSslCore.SslProfileCertificate]@{ Kind = 'RSA'; Subject = 'CN=h' }) } }
        }
        @{
            Name = 'the lifetime'
            Rule = 'CertificateLifetime'
            Change = { @{ Certificates = @([QSslCore.SslProfileCertificate]@{ Kind = 'RSA'; Subject = 'CN=h' }) } }
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
            Change = { @{ Certificates = @([QSslCore.SslProfileCertificate]@{ Kind = 'RSA'; KeyBits = 1024; Subject = 'CN=h' }) } }
        }
        @{
            Name = 'another curve'
            Rule = 'CertificateCurves'
            Change = {
                @{
                    Certificates = @([QSslCore.SslProfileCertificate]@{
                        Kind = 'ECDSA'
                        Key = 'EC secp256k1'
                        KeyBits = 256
                        Subject = 'CN=h'
                    })
                }
            }
        }
        @{
            Name = 'SHA-1'
            Rule = 'CertificateSignatures'
            Change = {
                @{
                    Certificates = @([QSslCore.SslProfileCertificate]@{
                        Kind = 'RSA'
                        Signature = 'sha1WithRSAEncryption'
                        Subject = 'CN=h'
                    })
                }
            }
        }
        @{
            Name = 'ten years'
            Rule = 'CertificateLifetime'
            Change = {
                @{
                    Certificates = @([QSslCore.SslProfileCertificate]@{
                        Kind = 'RSA'
                        Subject = 'CN=h'
                        NotBefore = [datetime] '2026-01-01'
                        NotAfter = [datetime] '2036-01-01'
                    })
                }
            }
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
