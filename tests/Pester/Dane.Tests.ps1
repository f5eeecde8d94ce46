# TLSA records that are held against hosts, and the mail hosts of domains. The resolver is the tests' own.
Describe 'Test-SslHost -Dane' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Dns.ps1
        $pki = New-TestPki (Join-Path $TestDrive pki)
        # With its authority sent along, as a server of usage 2 must.
        Set-Content "$TestDrive/chain.pem" ((Get-Content $pki.Good.Certificate -Raw) + (Get-Content $pki.CaCertificate -Raw))
        $servers = @{
            Good = New-SslServer -Certificate "$TestDrive/chain.pem" -Key $pki.Good.Key
            SelfSigned = New-SslServer -Certificate $pki.SelfSigned.Certificate -Key $pki.SelfSigned.Key
            Expired = New-SslServer -Certificate $pki.Expired.Certificate -Key $pki.Expired.Key
        }
        $jobs = $servers.Values | ForEach-Object {
            Register-ObjectEvent $_ PendingConnectionAvailable -Action {
                while ($taken = $Event.Sender.NextPendingConnection()) { $taken.DisconnectFromHost() }
            }
        }
        $stranger = New-TestLeaf -Path "$TestDrive/stranger"
        $limits = @{ WarningDays = 1; CriticalDays = 0; TimeoutSeconds = 20; Dane = $true }

        # Tests one of the servers with the records, in a zone of its own.
        function Test-Dane {
            param([string] $Server = 'Good', [string[]] $Record = @(), [switch] $Validated, [hashtable] $With = @{})

            $dns = [QSslTest.DnsServer]::new()
            try {
                $dns.IsValidating = $Validated
                foreach ($one in $Record) { $dns.Add("_$($servers.$Server.ServerPort)._tcp.localhost", 'TLSA', $one) }
                Test-SslHost "localhost:$($servers.$Server.ServerPort)" @limits @With -DnsServer "127.0.0.1:$($dns.Port)"
            }
            finally { $dns.Dispose() }
        }
    }
    AfterAll {
        $jobs | Remove-Job -Force
        $servers.Values | Stop-SslServer
    }

    It 'takes a validated record of usage <Usage>, selector <Selector>, type <Type> that holds' -TestCases @(
        foreach ($usage in 0..3) {
            foreach ($selector in 0, 1) { foreach ($type in 0..2) { @{ Usage = $usage; Selector = $selector; Type = $type } } }
        }
    ) {
        $of = $Usage -in 0, 2 ? $pki.CaCertificate : $pki.Good.Certificate
        $with = $Usage -lt 2 ? @{ CaCertificate = $pki.CaCertificate } : @{}
        $report = Test-Dane Good (Get-TlsaData $of $Usage $Selector $Type) -Validated -With $with
        $report.Status | Should -Be Ok -Because ($report.Reason -join '; ')
        $report.Dane, $report.DaneValidated | Should -Be Match, $true
        $report.TlsaRecords[0] | Should -BeLike "$Usage $Selector $Type *"
    }

    It 'does not let usage <Usage> make up for <Why>' -TestCases @(
        @{ Usage = 0; Server = 'Good'; Of = 'Ca'; Why = 'an unknown authority' }
        @{ Usage = 1; Server = 'Good'; Of = 'Good'; Why = 'an unknown authority' }
        @{ Usage = 2; Server = 'Expired'; Of = 'Ca'; Why = 'an expired certificate' }
        @{ Usage = 2; Server = 'Good'; Of = 'Good'; Why = 'the place of the certificate' }
    ) {
        $report = Test-Dane $Server (Get-TlsaData ($Of -eq 'Ca' ? $pki.CaCertificate : $pki.Good.Certificate) $Usage) -Validated
        $report.Status, $report.Dane | Should -Be Critical, Mismatch
        $report.Findings.Code | Should -Contain DaneMismatch
    }

    It 'makes up for <Server> with usage 3 only where it was validated' -TestCases @(@{ Server = 'SelfSigned' }, @{ Server = 'Expired' }) {
        $record = Get-TlsaData $pki.$Server.Certificate
        $with = @{ CaCertificate = $pki.CaCertificate }
        (Test-Dane $Server $record -Validated -With $with).Status | Should -Be Ok
        $doubtful = Test-Dane $Server $record -With $with
        $doubtful.Status, $doubtful.Dane, $doubtful.DaneValidated | Should -Be Critical, Match, $false
        $doubtful.Findings.Code | Should -Contain DaneNotValidated
        (Test-SslHost "localhost:$($servers.$Server.ServerPort)" @with -TimeoutSeconds 20).Status | Should -Be Critical
    }

    It 'is a warning with -CheckRevocation for <Server>, which was not asked about' -TestCases @(
        @{ Server = 'SelfSigned' }, @{ Server = 'Expired' }
    ) {
        $report = Test-Dane $Server (Get-TlsaData $pki.$Server.Certificate) -Validated -With @{
            CaCertificate = $pki.CaCertificate
            CheckRevocation = $true
        }
        $report.Dane, $report.Revocation | Should -Be Match, Unknown
        $report.Status | Should -Be Warning
        $report.Findings.Code | Should -Be RevocationUnknown
    }

    It 'does not make up for <Server> at a store that does not trust it' -TestCases @(@{ Server = 'SelfSigned' }, @{ Server = 'Expired' }) {
        $report = Test-Dane $Server (Get-TlsaData $pki.$Server.Certificate) -Validated -With @{ TrustStore = $pki.CaCertificate }
        $report.Dane, $report.DaneValidated, $report.TrustStores[0].IsTrusted | Should -Be Match, $true, $false
        $report.Status | Should -Be Critical
        $report.Findings.Code | Should -Be StoreDoesNotTrust
    }

    It 'is never Ok for <Name>' -TestCases @(
        @{
            Name = 'a record that was not validated'
            Record = { Get-TlsaData $pki.Good.Certificate }
            Validated = $false
            Status = 'Warning'
            Dane = 'Match'
            Code = 'DaneNotValidated'
        }
        @{
            Name = 'another key'
            Record = { Get-TlsaData $stranger.Certificate }
            Validated = $true
            Status = 'Critical'
            Dane = 'Mismatch'
            Code = 'DaneMismatch'
        }
        @{
            Name = 'another key in a record that was not validated'
            Record = { Get-TlsaData $stranger.Certificate }
            Validated = $false
            Status = 'Warning'
            Dane = 'Mismatch'
            Code = 'DaneMismatch'
        }
        @{ Name = 'no record'; Record = { }; Validated = $true; Status = 'Warning'; Dane = 'None'; Code = 'DaneMissing' }
        @{
            Name = 'records of unknown kinds'
            Record = { '4 1 1 00'; '3 2 1 00'; '3 1 3 00'; '3 1 1 00' }
            Validated = $true
            Status = 'Warning'
            Dane = 'Unusable'
            Code = 'DaneUnusable'
        }
    ) {
        $report = Test-Dane Good @(& $Record) -Validated:$Validated -With @{ CaCertificate = $pki.CaCertificate }
        $report.Status, $report.Dane | Should -Be $Status, $Dane
        $report.Findings.Code | Should -Be $Code
    }

    It 'takes one record of several, as in a change of keys' {
        (Test-Dane Good (Get-TlsaData $stranger.Certificate), '9 9 9 00', (Get-TlsaData $pki.Good.Certificate) -Validated -With @{
            CaCertificate = $pki.CaCertificate
        }).Status | Should -Be Ok
    }

    It 'follows an alias, and passes over records of other names' {
        $dns = [QSslTest.DnsServer]::new()
        try {
            $dns.IsValidating = $true
            $name = "_$($servers.Good.ServerPort)._tcp.localhost"
            $dns.Add($name, 'CNAME', 'tlsa.other.test')
            $dns.Add('tlsa.other.test', 'TLSA', (Get-TlsaData $pki.Good.Certificate))
            $report = Test-SslHost "localhost:$($servers.Good.ServerPort)" @limits -CaCertificate $pki.CaCertificate `
                -DnsServer "127.0.0.1:$($dns.Port)"
            $report.Status | Should -Be Ok -Because ($report.Reason -join '; ')
        }
        finally { $dns.Dispose() }
    }

    It 'is Unknown with a reason where the resolver answers with <Fault>' -TestCases @(
        @{ Fault = 'ServFail'; Why = 'ServerFailure' }, @{ Fault = 'Refused'; Why = 'Refused' }, @{
            Fault = 'Silent'
            Why = 'no answer of 127.0.0.1:\d+ could be used'
        }
        @{ Fault = 'Cut'; Why = 'no answer of 127.0.0.1:\d+ could be used' }, @{
            Fault = 'NotADatagram'
            Why = 'no answer of 127.0.0.1:\d+ could be used'
        }
    ) {
        $dns = [QSslTest.DnsServer]::new()
        try {
            $dns.IsValidating = $true
            $name = "_$($servers.Good.ServerPort)._tcp.localhost"
            $dns.Add($name, 'TLSA', (Get-TlsaData $pki.Good.Certificate))
            $dns.Break($name, $Fault)
            $report = Test-SslHost "localhost:$($servers.Good.ServerPort)" @limits -CaCertificate $pki.CaCertificate `
                -DnsServer "127.0.0.1:$($dns.Port)" -TimeoutSeconds 2
            $report.Status, $report.Dane, $report.DaneValidated | Should -Be Warning, Unknown, $false
            $report.Findings.Code | Should -Be DaneUnknown
            $report.Reason | Should -Match "^The lookup of TLSA records of _\d+\._tcp\.localhost failed: .*$Why"
        }
        finally { $dns.Dispose() }
    }

    It 'asks again by TCP where the answer is too long for UDP' {
        $dns = [QSslTest.DnsServer]::new()
        try {
            $dns.IsValidating = $true
            $name = "_$($servers.Good.ServerPort)._tcp.localhost"
            $dns.Add($name, 'TLSA', (Get-TlsaData $pki.Good.Certificate 3 0 0))
            $dns.Break($name, 'LongUdp')
            $report = Test-SslHost "localhost:$($servers.Good.ServerPort)" @limits -CaCertificate $pki.CaCertificate `
                -DnsServer "127.0.0.1:$($dns.Port)"
            $report.Status | Should -Be Ok
            @($dns.Questions) | Should -Be "$name TLSA", "$name TLSA tcp"
        }
        finally { $dns.Dispose() }
    }

    It 'needs a name for DANE' {
        $report = Test-SslHost "127.0.0.1:$($servers.Good.ServerPort)" @limits -CaCertificate $pki.CaCertificate -DnsServer 127.0.0.1:1
        $report.Status, $report.Dane | Should -Be Warning, Unknown
        $report.Reason | Should -Match 'An address has no TLSA records'
    }

    It 'refuses -DnsServer <Value>' -TestCases @(@{
        Value = 'resolver.example'
    }, @{ Value = '127.1' }, @{ Value = '127.0.0.1:0' }, @{ Value = '127.0.0.1:x' }, @{ Value = '' }) {
        { Test-SslHost localhost -Dane -DnsServer $Value } | Should -Throw '*is not a valid resolver*'
    }

    It 'takes -DnsServer <Value>' -TestCases @(
        @{ Value = '::1'; Is = '[::1]:53' }, @{ Value = '[::1]:5353'; Is = '[::1]:5353' }, @{ Value = '192.0.2.53'; Is = '192.0.2.53:53' }
    ) {
        $attribute = [QSslModule.SslDnsServerTransformationAttribute]::new()
        "$($attribute.Transform($ExecutionContext, $Value))" | Should -Be $Is
    }

    It 'says where -DnsServer is of no use' {
        { Test-SslHost localhost -DnsServer 127.0.0.1 } | Should -Throw '*-DnsServer is only for -Dane and -Mx*'
    }
}

Describe 'Test-SslHost -Mx' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Dns.ps1
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $mail = New-SslServer -StartTls smtp -Certificate $pki.Good.Certificate -Key $pki.Good.Key
        $job = Register-ObjectEvent $mail PendingConnectionAvailable -Action {
            while ($taken = $Event.Sender.NextPendingConnection()) { $taken.DisconnectFromHost() }
        }
        $dns = [QSslTest.DnsServer]::new()
        $dns.Add('mail.test', 'MX', '20 localhost')
        $dns.Add('mail.test', 'MX', '10 first.invalid')
        $dns.Add('nomail.test', 'MX', '0 .')
        $dns.Add('localhost', 'A', '127.0.0.1')
        $dns.Add('odd.test', 'MX', '10 bad_name!.test')
        foreach ($i in 1..51) { $dns.Add('many.test', 'MX', "10 m$i.invalid") }
        $dns.Break('broken.test', 'ServFail')
        $dns.Break('silent.test', 'Silent')
        $known = @{
            Mx = $true
            Port = $mail.ServerPort
            CaCertificate = $pki.CaCertificate
            WarningDays = 1
            CriticalDays = 0
            TimeoutSeconds = 20
            DnsServer = "127.0.0.1:$($dns.Port)"
        }
    }
    AfterAll {
        $job | Remove-Job -Force
        $mail | Stop-SslServer
        $dns.Dispose()
    }

    It 'tests each mail host, the preferred one first' {
        $reports = Test-SslHost mail.test @known
        $reports.HostName | Should -Be first.invalid, localhost
        $reports.Status | Should -Be Unreachable, Ok
        $reports.StartTls | Should -Be smtp, smtp
        $reports.Tags.MailDomain | Should -Be mail.test, mail.test
        $reports.Tags.MxPreference | Should -Be 10, 20
    }

    It 'knocks at port 25 unless told' {
        $rest = $known.Clone()
        $rest.Remove('Port')
        (Test-SslHost odd.test, nomail.test, missing.test @rest).Port | Sort-Object -Unique | Should -Be 25
    }

    It 'takes a domain without MX records for its own mail host' {
        $report = Test-SslHost localhost @known
        $report.HostName, $report.Status, $report.Tags.MailDomain | Should -Be localhost, Ok, localhost
    }

    It 'tells <Domain> as <Status>' -TestCases @(
        @{ Domain = 'nomail.test'; Status = 'Warning'; Code = 'NoMailHost'; Why = 'takes no mail' }
        @{ Domain = 'missing.test'; Status = 'Unreachable'; Code = 'Unreachable'; Why = 'does not exist' }
        @{ Domain = 'broken.test'; Status = 'Unknown'; Code = 'MailHostsUnknown'; Why = 'ServerFailure' }
        @{ Domain = 'silent.test'; Status = 'Unknown'; Code = 'MailHostsUnknown'; Why = 'no answer of 127.0.0.1' }
        @{ Domain = 'odd.test'; Status = 'Critical'; Code = 'InvalidTarget'; Why = 'not a valid host name' }
        @{ Domain = 'many.test'; Status = 'Unknown'; Code = 'MailHostsUnknown'; Why = 'more than 50' }
        @{ Domain = '127.0.0.1'; Status = 'Critical'; Code = 'InvalidTarget'; Why = 'is an address' }
    ) {
        $known.TimeoutSeconds = 2
        $report = Test-SslHost $Domain @known
        $report.Count | Should -Be 1
        $report.Status, $report.Findings.Code | Should -Be $Status, $Code
        $report.Reason | Should -Match $Why
    }

    It 'holds the TLSA records of the mail host against it, and trusts them only where the MX records are validated, too' {
        $both = [QSslTest.DnsServer]::new()
        try {
            $both.Add('mail.test', 'MX', '10 localhost')
            $both.Add("_$($mail.ServerPort)._tcp.localhost", 'TLSA', (Get-TlsaData $pki.Good.Certificate))
            $both.IsValidating = $true
            $known.DnsServer = "127.0.0.1:$($both.Port)"
            (Test-SslHost mail.test @known -Dane).Status | Should -Be Ok
            @($both.Questions) | Should -Be 'mail.test MX', "_$($mail.ServerPort)._tcp.localhost TLSA"
            $both.IsValidating = $false
            $report = Test-SslHost mail.test @known -Dane
            $report.Status, $report.Findings.Code | Should -Be Warning, DaneNotValidated
        }
        finally {
            $known.DnsServer = "127.0.0.1:$($dns.Port)"
            $both.Dispose()
        }
    }

    It 'refuses another way to TLS' {
        { Test-SslHost mail.test @known -StartTls imap } | Should -Throw '*-StartTls and -Mx exclude each other*'
    }

    It 'carries the owner of a domain into the reports of its mail hosts' {
        [pscustomobject]@{
            HostName = 'mail.test'
            Owner = 'Mail team'
        } | Test-SslHost @known | ForEach-Object { $_.Tags.Owner } | Should -Be 'Mail team', 'Mail team'
    }
}
