# What Test-SslHost says of the certificates that a host sends, and which of their keys count for a pin.
Describe 'Test-SslHost and the chain of a host' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        function New-Authority {
            param([string] $Name, [hashtable] $With = @{}) New-SslCertificate -Subject "CN=$Name" -CertificateAuthority -Days 365 @With
        }
        $root = New-Authority 'Chain Root'
        $between = New-Authority 'Chain Intermediate' @{ Issuer = $root }
        $leaf = New-SslCertificate -DnsName localhost -Issuer $between
        $other = New-Authority 'Other Root'
        $stranger = New-SslCertificate -DnsName localhost -Issuer $other
        $late = New-Authority 'Late Root' @{ NotAfter = [DateTimeOffset]::UtcNow.AddDays(3.5) }
        $under = New-SslCertificate -DnsName localhost -Issuer $late

        # The report on a server that sends these certificates.
        function Get-ChainReport {
            param([object[]] $Sent, [object] $Key, [object[]] $Known, [hashtable] $With = @{})

            $server = New-SslServer -Certificate $Sent -Key $Key
            try { Test-SslHost localhost $server.ServerPort -CaCertificate $Known -TimeoutSeconds 10 @With }
            finally { $server | Stop-SslServer }
        }
        $own, $middle, $top = $leaf.Certificate, $between.Certificate, $root.Certificate
        $foreign, $foreignTop = $stranger.Certificate, $other.Certificate
        $expired = (New-Authority 'Old Cross' @{ Issuer = $other; Fault = 'Expired' }).Certificate
    }

    It 'finds no fault in a whole chain, with its root or without' {
        (Get-ChainReport $own, $middle $leaf.Key $top).Status | Should -Be Ok
        (Get-ChainReport $own, $middle, $top $leaf.Key $top).ChainFaults | Should -BeNullOrEmpty
    }

    It 'misses an intermediate also where it is at hand here' {
        $report = Get-ChainReport $own $leaf.Key $top, $middle
        $report.VerifiedChain.Count | Should -Be 3
        $report.Status | Should -Be Warning
        $report.ChainFaults | Should -Be MissingIntermediate
        $report.Reason | Should -Match 'not everywhere'
        $report = Get-ChainReport $own $leaf.Key $top
        $report.Status | Should -Be Critical
        $report.ChainFaults | Should -Be MissingIntermediate
    }

    It 'tells order, and what does not belong there, apart' {
        (Get-ChainReport $own, $top, $middle $leaf.Key $top).ChainFaults | Should -Be WrongOrder
        (Get-ChainReport $own, $middle, $foreignTop $leaf.Key $top).ChainFaults | Should -Be ExtraCertificate
        (Get-ChainReport $own, $middle, $own $leaf.Key $top).ChainFaults | Should -Be ExtraCertificate -Because 'it is there twice'
    }

    It 'warns of what has expired beside the path' {
        $report = Get-ChainReport $own, $middle, $expired $leaf.Key $top
        $report.Status | Should -Be Warning
        $report.Findings.Code | Should -Contain ExpiredInChain
        $report.Errors | Should -BeNullOrEmpty
    }

    It 'warns of a root that expires soon, though it is not sent' {
        $report = Get-ChainReport $under.Certificate $under.Key $late.Certificate @{ CriticalDays = 5 }
        $report.Status | Should -Be Critical
        $report.Reason | Should -Be 'CN=Late Root expires in 3 days'
        $report = Get-ChainReport $under.Certificate $under.Key $late.Certificate @{ At = [DateTimeOffset]::UtcNow.AddDays(2) }
        $report.Reason | Should -Be 'CN=Late Root expires in 1 day'
    }

    It 'counts the keys of the verified path for a pin, sent or not' {
        foreach ($pinned in $own, $middle, $top) {
            (Get-ChainReport $own, $middle $leaf.Key $top @{ Pin = $pinned.SpkiPin }).Status | Should -Be Ok
        }
        (Get-ChainReport $own, $middle $leaf.Key $top @{ Pin = $foreignTop.SpkiPin }).Findings.Code | Should -Be PinMismatch
    }

    It 'is not deceived by a pinned certificate that lies beside another chain' {
        # The key of neither is there: whoever has seen it can send it along.
        foreach ($stolen in $own, $middle) {
            $report = Get-ChainReport $foreign, $stolen $stranger.Key $top, $foreignTop @{ Pin = $stolen.SpkiPin }
            $report.Status | Should -Be Critical
            $report.Findings.Code | Should -Contain PinMismatch
            $report = Get-ChainReport $foreign, $stolen $stranger.Key $top @{ Pin = $stolen.SpkiPin; SkipCertificateCheck = $true }
            $report.Findings.Code | Should -Contain PinMismatch
        }
    }

    It 'is not deceived by a certificate that only says who signed it' {
        $forged = New-SslCertificate -DnsName localhost -Issuer (New-Authority 'Chain Intermediate')
        $report = Get-ChainReport $forged.Certificate, $middle $forged.Key $top @{ Pin = $middle.SpkiPin; SkipCertificateCheck = $true }
        $report.Status | Should -Be Critical
        $report.Findings.Code | Should -Contain PinMismatch
    }

    It 'counts what is signed well for a pin where the root is not known' {
        $with = @{ ExpectedError = 'UnableToGetLocalIssuerCertificate' }
        (Get-ChainReport $own, $middle $leaf.Key $foreignTop ($with + @{ Pin = $middle.SpkiPin })).Status | Should -Be Ok
    }
}
