# Every policy over profiles that are whole, and again with each field in turn as if it had not been found out. A rule that depends on the
# field is then Unknown, with a reason; no other rule gets better.
Describe 'A policy over a profile with a gap' {
    BeforeAll {
        . $PSScriptRoot/common.ps1

        # A copy of a record with other values.
        function Copy-Record {
            param($Record, [hashtable] $Change)

            $values = @{}
            foreach ($property in $Record.GetType().GetProperties().Where{ $_.CanWrite }) {
                $values[$property.Name] = $property.GetValue($Record)
            }
            foreach ($name in $Change.Keys) { $values[$name] = $Change[$name] }
            New-Object $Record.GetType() -Property $values
        }

        function New-Fact { param([string] $Value, [string] $Reason = '') [QSslCore.SslProfileFact]@{ Value = $Value; Reason = $Reason } }

        function New-Cipher {
            param([string] $Name, [string] $KeyExchange, [int] $KeyBits, [string[]] $Weak = @())

            [QSslCore.SslProfileCipher]@{
                Name = $Name; KeyExchange = $KeyExchange; Authentication = 'RSA'; KeyBits = $KeyBits; Weak = $Weak
            }
        }

        function New-Certificate {
            param([string] $Kind, [string] $Key, [int] $Bits, [string] $Signature)

            [QSslCore.SslProfileCertificate]@{
                Kind = $Kind; Key = $Key; KeyBits = $Bits; Subject = "CN=$Kind"; Signature = $Signature; Chain = @('AAAA')
                NotBefore = [datetime] '2026-01-01'; NotAfter = [datetime] '2026-03-01'
            }
        }

        function New-Protocol {
            param([string] $Version, [QSslCore.SslProfileCipher[]] $Ciphers, [string] $Order = 'Client')

            [QSslCore.SslProfileProtocol]@{
                Version = $Version; Status = $Ciphers ? 'Accepted' : 'Refused'
                Order = $Ciphers ? $Order : 'Unknown'; Ciphers = $Ciphers ?? @()
            }
        }

        $weaknesses = (Get-SslPolicy QSslModule).Rules.Where{ $_.Check -eq 'Weaknesses' }[0].Forbidden | ForEach-Object {
            [QSslCore.SslProfileWeakness]@{ Id = $_; Status = 'NotVulnerable' }
        }
        $suites13 = 'TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256' | ForEach-Object { New-Cipher $_ any 253 }
        $old = 'SSL 2.0', 'SSL 3.0', 'TLS 1.0', 'TLS 1.1' | ForEach-Object { New-Protocol $_ }
        $yes, $no = (New-Fact Yes), (New-Fact No)
        $all = @{
            Target = 'h:443'
            Sections = 'Protocols', 'Ciphers', 'Groups', 'Signatures', 'Certificates', 'Resumption', 'Weaknesses', 'Clients'
            Compression = $no; EarlyData = $no; ExtendedMasterSecret = $yes; EncryptThenMac = New-Fact NotApplicable; Stapling = $yes
            Renegotiation = [QSslCore.SslProfileRenegotiation]@{ Secure = $yes; ClientInitiated = $no }
            PostQuantum = [QSslCore.SslProfilePostQuantum]@{ Status = 'Preferred' }
            Hsts = [QSslCore.SslProfileHsts]@{ Status = 'Yes'; MaxAgeSeconds = 63072000 }
            Weaknesses = $weaknesses
            FallbackScsv = $yes; SniRequired = $no; CertificateRequest = $no
            KeyReuse = [QSslCore.SslProfileKeyReuse]@{ FiniteField = $no; Elliptic = $no }
            Tolerance = [QSslCore.SslProfileTolerance]@{ Grease = $yes }
            Resumption = [QSslCore.SslProfileResumption]@{ Psk = $yes; Ticket = $no; TicketLifetimeSeconds = 300 }
        }

        # What no policy of the module asks for.
        $own = Join-Path $TestDrive own.json
        @{
            id = 'Own'; title = 'Ours'; rules = @(
                @{ check = 'KeyReuse'; value = 'No' }, @{ check = 'FallbackScsv'; value = 'Yes' }
                @{ check = 'SniRequired'; value = 'No' }, @{ check = 'ClientCertificate'; value = 'No' }
                @{ check = 'Grease'; value = 'Yes' }, @{ check = 'TicketLifetime'; maximum = 300 }
                @{ check = 'SignatureSchemes'; allowed = 'rsa_pss_rsae_sha256', 'ecdsa_secp256r1_sha256' }
                @{ check = 'CipherOrder'; value = 'Client'; versions = , 'TLS 1.2' }
            ) | ForEach-Object { $_ + @{ id = "Own.$($_.check)"; severity = 'Warning'; title = 't'; advice = 'a' } }
        } | ConvertTo-Json -Depth 5 | Set-Content $own
        $policies = @(Get-SslPolicy) + (Get-SslPolicy -Path $own)

        function New-Whole {
            param([hashtable] $Own)

            $values = $all.Clone()
            foreach ($name in $Own.Keys) { $values[$name] = $Own[$name] }
            [QSslCore.SslHostProfile]$values
        }

        function New-Group { param([string] $Name, [string[]] $Versions) [QSslCore.SslProfileGroup]@{ Name = $Name; Versions = $Versions } }

        function New-Scheme {
            param([string] $Name, [string] $Hash, [string[]] $Versions)

            [QSslCore.SslProfileSignatureScheme]@{ Name = $Name; Hash = $Hash; Versions = $Versions }
        }

        $both = 'TLS 1.2', 'TLS 1.3'
        $wholes = @(
            # Two versions, two certificates.
            New-Whole @{
                Protocols = $old + (New-Protocol 'TLS 1.2' @(
                    New-Cipher TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 ECDHE 253
                    New-Cipher TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 ECDHE 253)) + (New-Protocol 'TLS 1.3' $suites13)
                Groups = (New-Group X25519MLKEM768 'TLS 1.3'), (New-Group x25519 $both)
                SignatureSchemes = (New-Scheme rsa_pss_rsae_sha256 SHA256 $both), (New-Scheme ecdsa_secp256r1_sha256 SHA256 $both)
                Certificates = (New-Certificate RSA 'RSA 3072' 3072 sha256WithRSAEncryption),
                    (New-Certificate ECDSA 'EC P-256' 256 ecdsa-with-SHA256)
            }
            # TLS 1.3 alone.
            New-Whole @{
                Protocols = $old + (New-Protocol 'TLS 1.2') + (New-Protocol 'TLS 1.3' $suites13)
                Groups = (New-Group X25519MLKEM768 'TLS 1.3'), (New-Group secp256r1 'TLS 1.3')
                SignatureSchemes = , (New-Scheme ecdsa_secp256r1_sha256 SHA256 'TLS 1.3')
                Certificates = , (New-Certificate ECDSA 'EC P-256' 256 ecdsa-with-SHA256)
            }
            # CBC, Diffie-Hellman in a finite field, and the groups of NIST.
            New-Whole @{
                EncryptThenMac = $yes
                Protocols = $old + (New-Protocol 'TLS 1.2' @(
                    New-Cipher TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256 ECDHE 256 'CBC'
                    New-Cipher TLS_DHE_RSA_WITH_AES_128_GCM_SHA256 DHE 3072)) + (New-Protocol 'TLS 1.3' $suites13)
                Groups = , (New-Group secp256r1 $both)
                DiffieHellman = , [QSslCore.SslProfileDiffieHellman]@{ Bits = 3072 }
                SignatureSchemes = , (New-Scheme rsa_pss_rsae_sha256 SHA256 $both)
                Certificates = , (New-Certificate RSA 'RSA 3072' 3072 sha256WithRSAEncryption)
            }
        )

        # Each way in which a profile may have a gap: where, and the profile with it.
        function Get-Gap {
            param($Whole)

            foreach ($name in 'Compression', 'EarlyData', 'ExtendedMasterSecret', 'EncryptThenMac', 'Stapling', 'FallbackScsv',
                'SniRequired', 'CertificateRequest') {
                @{ Path = $name; Profile = Copy-Record $Whole @{ $name = New-Fact Unknown 'no answer' } }
            }
            foreach ($path in 'Renegotiation.Secure', 'Renegotiation.ClientInitiated', 'KeyReuse.FiniteField', 'KeyReuse.Elliptic',
                'Tolerance.Grease', 'Resumption.Ticket') {
                $name, $field = $path.Split('.')
                $part = Copy-Record $Whole.$name @{ $field = New-Fact Unknown 'no answer' }
                @{ Path = $path; Profile = Copy-Record $Whole @{ $name = $part } }
            }
            # Without a ticket, nothing is known of its lifetime.
            $none = Copy-Record $Whole.Resumption @{ Psk = New-Fact Unknown 'no answer'; TicketLifetimeSeconds = $null }
            @{ Path = 'Resumption.Psk'; Profile = Copy-Record $Whole @{ Resumption = $none } }
            @{ Path = 'PostQuantum'; Profile = Copy-Record $Whole @{ PostQuantum = [QSslCore.SslProfilePostQuantum]::new() } }
            @{ Path = 'Hsts'; Profile = Copy-Record $Whole @{ Hsts = [QSslCore.SslProfileHsts]::new() } }
            foreach ($section in $Whole.Sections) {
                @{ Path = "Sections.$section"; Profile = Copy-Record $Whole @{ Sections = @($Whole.Sections -ne $section) } }
            }
            foreach ($list in 'Protocols', 'Groups', 'SignatureSchemes', 'Certificates', 'DiffieHellman', 'Weaknesses') {
                if (-not $Whole.$list) { continue }
                $type = $Whole.$list.GetType().GetElementType()
                @{ Path = $list; Profile = Copy-Record $Whole @{ $list = [Array]::CreateInstance($type, 0) } }
                foreach ($row in $Whole.$list) {
                    $name = $row.Version ?? $row.Name ?? $row.Kind ?? $row.Id ?? $row.Bits
                    $rows = $Whole.$list
                    $others = [Array]::CreateInstance($type, 0) + @($rows.Where{ $_ -ne $row })
                    if ($list -in 'Protocols', 'Weaknesses') {
                        @{ Path = "$list.$name"; Profile = Copy-Record $Whole @{ $list = $others -as "$type[]" } }
                    }
                    foreach ($field in ($fields[$list])) {
                        $unknown = $field -eq 'CiphersReason' ? 'the time was up' : $type::new().$field
                        if ("$($row.$field)" -eq "$unknown") { continue }
                        $changed = @($rows.ForEach{ $_ -eq $row ? (Copy-Record $_ @{ $field = $unknown }) : $_ })
                        @{ Path = "$list.$name.$field"; Profile = Copy-Record $Whole @{ $list = $changed -as "$type[]" } }
                    }
                }
            }
            foreach ($row in $Whole.Protocols.Where{ $_.Ciphers }) {
                foreach ($field in 'KeyBits', 'KeyExchange') {
                    $ciphers = @($row.Ciphers.ForEach{ Copy-Record $_ @{ $field = [QSslCore.SslProfileCipher]::new().$field } })
                    $changed = @($Whole.Protocols.ForEach{ $_ -eq $row ? (Copy-Record $_ @{ Ciphers = $ciphers }) : $_ })
                    @{ Path = "Suites.$($row.Version).$field"; Profile = Copy-Record $Whole @{ Protocols = $changed } }
                }
            }
            foreach ($version in $Whole.Protocols.Where{ $_.Ciphers }.Version) {
                foreach ($list in 'Groups', 'SignatureSchemes') {
                    $rows = @($Whole.$list.ForEach{ Copy-Record $_ @{ Versions = @($_.Versions -ne $version) } }.Where{ $_.Versions })
                    $rows = $rows -as $Whole.$list.GetType()
                    @{ Path = "$list of $version"; Profile = Copy-Record $Whole @{ $list = $rows } }
                }
            }
            foreach ($what in 'groups of TLS 1.3', 'signature schemes of TLS 1.3', 'list of suites is not complete') {
                @{ Path = "Gaps.$what"; Profile = Copy-Record $Whole @{ Gaps = @("The $what may not be complete: it hung up.") } }
            }
            @{ Path = 'Failure'; Profile = Copy-Record $Whole @{ Failure = 'nothing answers' } }
        }

        $fields = @{
            Protocols = 'Status', 'Order', 'Ciphers', 'CiphersReason'
            Groups = 'Name'
            SignatureSchemes = 'Name', 'Hash'
            Certificates = 'Kind', 'Key', 'KeyBits', 'Signature', 'NotBefore', 'NotAfter', 'Chain'
            DiffieHellman = 'Bits'
            Weaknesses = 'Status'
        }

        # The gaps that a rule depends on, as a pattern over paths.
        function Get-Dependency {
            param($Rule, $Whole)

            $versions = $Rule.Versions ? $Rule.Versions : $Whole.Protocols.Version
            $any = ($versions | ForEach-Object { [regex]::Escape($_) }) -join '|'
            $tls = (@($versions) -like 'TLS*' | ForEach-Object { [regex]::Escape($_) }) -join '|'
            $accepted = $Whole.Protocols.Where{ $_.Ciphers -and $_.Version -in $versions }
            $known = ($accepted.Version | ForEach-Object { [regex]::Escape($_) }) -join '|'
            $open = "Protocols|Protocols\.($any)(\.Status)?"
            $openTls = "Protocols\.($tls)(\.Status)?|Gaps\..* is not complete"
            $suites = "$open|Protocols\.($known)\.(Ciphers|CiphersReason)|Sections\.Ciphers"
            $certificate = "Certificates|Certificates\.[^.]+\.Kind|Sections\.Certificates|$openTls|Gaps\.signature.*"
            $keys = $Rule.Keys ? ($Rule.Keys -join '|') : '[^.]+'
            switch ($Rule.Check) {
                'Protocols' {
                    $asked = $Whole.Protocols.Version.Where{
                        ($Rule.Allowed -and $_ -notin $Rule.Allowed) -or $_ -in $Rule.Forbidden -or $_ -in $Rule.Required
                    } | ForEach-Object { [regex]::Escape($_) }
                    "Protocols|Protocols\.($($asked -join '|'))(\.Status)?"
                }
                'Ciphers' {
                    $suites
                    if ('ShortKey' -in $Rule.Faults) { 'Suites\.TLS 1\.2\.KeyBits' }
                    if ($Rule.Faults) { "Suites\.($known)\.KeyExchange" }
                }
                'CipherOrder' { "$open|Protocols\.($known)\.Order|Sections\.Ciphers" }
                # One of those that must be there is seen, or it is not.
                { $_ -eq 'Groups' -and -not $Rule.Allowed -and -not $Rule.Forbidden } { 'Groups|Sections\.Groups'; break }
                'Groups' { "Groups|Groups of ($known)|Groups\.[^.]+\.Name|Sections\.Groups|$openTls|Gaps\.groups.*" }
                'PostQuantum' { 'PostQuantum' }
                'DiffieHellman' { "Sections\.Groups|DiffieHellman|DiffieHellman\..*|$suites|Suites\.($known)\.KeyExchange" }
                { $_ -in 'SignatureHashes', 'SignatureSchemes' } {
                    $field = $_ -eq 'SignatureHashes' ? 'Hash' : 'Name'
                    "SignatureSchemes( of ($known))?|SignatureSchemes\.[^.]+\.$field|Sections\.Signatures|$openTls|Gaps\.signature.*"
                }
                'CertificateKeys' { $certificate }
                'CertificateKeySize' { "$certificate|Certificates\.($keys)\.KeyBits" }
                'CertificateCurves' { "$certificate|Certificates\.ECDSA\.Key" }
                'CertificateSignatures' {
                    ($certificate -replace '\|Certificates\\\.\[\^\.\]\+\\\.Kind') + '|Certificates\.[^.]+\.(Signature|Chain)'
                }
                'CertificateLifetime' {
                    ($certificate -replace '\|Certificates\\\.\[\^\.\]\+\\\.Kind') + '|Certificates\.[^.]+\.Not(Before|After)'
                }
                'Stapling' { 'Stapling' }
                'Hsts' { 'Hsts' }
                'KeyReuse' { 'KeyReuse\..*' }
                'FallbackScsv' { 'FallbackScsv' }
                'SniRequired' { 'SniRequired' }
                'ClientCertificate' { 'CertificateRequest' }
                'Grease' { 'Tolerance\.Grease' }
                'TicketLifetime' { 'Resumption\..*' }
                'Compression' { 'Compression' }
                'EarlyData' { 'EarlyData' }
                'ExtendedMasterSecret' { 'ExtendedMasterSecret' }
                'SecureRenegotiation' { 'Renegotiation\.Secure' }
                'ClientRenegotiation' { 'Renegotiation\.ClientInitiated' }
                # Where no suite is in CBC mode, there is no MAC that could come first.
                'EncryptThenMac' { if ($Whole.Protocols.Ciphers.Weak -contains 'CBC') { 'EncryptThenMac' } }
                'Weaknesses' { 'Weaknesses|Weaknesses\..*|Sections\.Weaknesses' }
                default { throw "the test does not know what $_ depends on" }
            }
        }

        # The rules that are judged better than they may be.
        function Get-Fault {
            param($Policy, $Whole, $Gaps)

            $before = $Policy.Judge($Whole)
            $patterns = $Policy.Rules | ForEach-Object { '^(Failure|' + ((Get-Dependency $_ $Whole) -join '|') + ')$' }
            foreach ($gap in $Gaps) {
                $after = $Policy.Judge($gap.Profile)
                for ($i = 0; $i -lt $before.Count; $i++) {
                    $allowed = $before[$i].Status -eq 'Broken' ? @('Broken', 'Unknown')
                        : $gap.Path -match $patterns[$i] ? @('Unknown')
                        : @($before[$i].Status, 'Unknown')
                    if ($after[$i].Status -notin $allowed -or -not $after[$i].Seen) {
                        "$($before[$i].RuleId), $($gap.Path): $($before[$i].Status) became $($after[$i].Status) ($($after[$i].Seen))"
                    }
                }
            }
        }
    }

    It 'finds each rule kept by one of the whole profiles' {
        foreach ($policy in $policies) {
            $kept = $wholes | ForEach-Object { $policy.Judge($_).Where{ $_.Status -in 'Met', 'NotApplicable' }.RuleId }
            $policy.Rules.Id | Where-Object { $_ -notin $kept } | Should -BeNullOrEmpty
        }
    }

    It 'takes no rule as kept where what it depends on is not known' {
        $faults = foreach ($whole in $wholes) {
            $gaps = @(Get-Gap $whole)
            $gaps.Count | Should -BeGreaterThan 80
            foreach ($policy in $policies) { Get-Fault $policy $whole $gaps }
        }
        (@($faults) | Select-Object -Unique) -join "`n" | Should -BeNullOrEmpty
    }
}
