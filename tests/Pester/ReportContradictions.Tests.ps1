# Reports that were saved, and edited: a status that the facts contradict is not believed.
Describe 'A report that contradicts itself' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Reports.ps1
    }

    It 'is not good if its facts are those of no good host: <_>' -ForEach @(
        @{ DaysLeft = -1 }, @{ Chain = @([pscustomobject]@{ Subject = 'a'; DaysLeft = -1 }) }
        @{ Revocation = 'Revoked' }, @{ Stapling = 'revoked' }, @{ Dane = 'Mismatch' }, @{ Dane = 'Unknown' }
        @{ PolicyVerdicts = @([pscustomobject]@{ RuleId = 'a'; Status = 'Broken'; Severity = 'Critical' }) }
        @{ PolicyVerdicts = @([pscustomobject]@{ RuleId = 'a'; Status = 'Perhaps' }) }
        @{ Policy = 'Own'; Profile = [pscustomobject]@{ Protocols = @(); Sections = @(); Failure = 'nothing answers' } }
        @{ Findings = @($null) }
    ) {
        $text = New-TestReport -With $_ | ConvertTo-SslReport Nagios
        $text.ExitCode | Should -Be 3
        $text | Should -Match 'contradicts itself|cannot be read'
    }

    It 'believes that what was accepted by name is good' {
        $accepted = New-TestReport -DaysLeft -1 -With @{ Errors = @('CertificateExpired') }
        ($accepted | ConvertTo-SslReport Nagios).ExitCode | Should -Be 0
    }

    It 'is not good if a property of it fails' {
        foreach ($name in 'Findings', 'Reason', 'Revocation') {
            $failing = New-TestReport
            $failing.psobject.Properties.Remove($name)
            $failing | Add-Member ScriptProperty $name { throw 'no' }
            ($failing | ConvertTo-SslReport Nagios) | Should -Match "UNKNOWN.*The property $name of the report cannot be read"
        }
    }
}
