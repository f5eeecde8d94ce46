# A new field of a report appears in every view of reports, or it is named here as left out, with the reason.
Describe 'The fields of a report' {
    BeforeDiscovery {
        # A field whose value another field shows in the same view, or that a summary has no room for.
        $summary = 'Address', 'StartTls', 'AllAddresses', 'Cipher', 'Group', 'Alpn',
            'SubjectAlternativeNames', 'Key', 'Signature', 'NotBefore', 'WarningDays', 'CriticalDays', 'LifetimeUsedPercent', 'Thumbprint',
            'Pin', 'ChainFaults', 'Errors',
            'Stapling', 'Revocation', 'ClientCertificate', 'Dane', 'DaneValidated', 'TlsaRecords', 'TrustStores', 'Backend', 'At',
            'Explanation', 'Policy'
        $views = @(
            @{ View = 'Json'; LeftOut = @() }
            @{ View = 'Csv'; LeftOut = @() }
            # The page names the policy with its verdicts.
            @{ View = 'Html'; LeftOut = 'Policy' }
            # A table of one line for each host.
            @{ View = 'Markdown'; LeftOut = $summary }
            # Labels are kept few and stable: each new one makes new series of every host.
            @{ View = 'Prometheus'; LeftOut = 'Address', 'WarningDays', 'CriticalDays', 'Group', 'Alpn', 'SubjectAlternativeNames',
                'Signature', 'Pin', 'ChainFaults', 'Errors',
                'Stapling', 'Revocation', 'ClientCertificate', 'Dane', 'DaneValidated', 'TlsaRecords', 'TrustStores', 'At', 'AllAddresses',
                'Tags', 'Explanation', 'Policy' }
        )
    }

    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Reports.ps1
        # Shown by other fields that are made of them: the target's name, and the lists, which have tests of their own.
        $composed = 'Target', 'HostName', 'Port', 'Status', 'Reason', 'Findings', 'Chain', 'VerifiedChain', 'Timings', 'DaysLeft',
            'Timestamp', 'PolicyVerdicts', 'Profile'
        $fields = [QSslModule.SslHostReport].GetProperties() | Where-Object Name -notin $composed

        # A value that stands for the field and for nothing else in the report, and the text that shows it.
        function Get-Mark {
            param([System.Reflection.PropertyInfo] $Field)

            $mark = "Mark$($Field.Name)"
            switch ([Nullable]::GetUnderlyingType($Field.PropertyType) ?? $Field.PropertyType) {
                ([string]) { @{ Value = $mark; Pattern = $mark } }
                ([QSslModule.SslTextList]) { @{ Value = [string[]]@($mark); Pattern = $mark } }
                ([QSslModule.SslReportList[QSslModule.SslReportTrustStore]]) {
                    @{ Value = @([pscustomobject]@{ Name = $mark; IsTrusted = $true; Errors = @() }); Pattern = $mark }
                }
                ([int]) { @{ Value = 77; Pattern = '\b77\b' } }
                ([double]) { @{ Value = 77.25; Pattern = '77\.25|0\.7725' } }
                ([bool]) { @{ Value = $true; Pattern = '(?i)yes|true' } }
                ([System.Collections.Generic.IReadOnlyDictionary[string, string]]) {
                    @{ Value = [pscustomobject]@{ Owner = $mark }; Pattern = $mark }
                }
                ([datetime]) { @{ Value = [datetime]::new(2031, 5, 17, 1, 2, 3, [DateTimeKind]::Utc); Pattern = '2031-05-17|1936746123' } }
                default { throw "The test has no value for a field of the type $_." }
            }
        }
    }

    It 'are all in <View>, or named as left out' -TestCases $views {
        $plain = New-TestReport | ConvertTo-SslReport $View | Out-String
        $shown = foreach ($field in $fields) {
            $mark = Get-Mark $field
            $text = New-TestReport -With @{ $field.Name = $mark.Value } | ConvertTo-SslReport $View | Out-String
            if ($text -cne $plain -and $text -match $mark.Pattern) { $field.Name }
        }
        ($fields.Name | Where-Object { $_ -notin $shown } | Sort-Object) -join ' ' | Should -Be (($LeftOut | Sort-Object) -join ' ')
    }

    It 'are compared, or named as left out' {
        # What changes with each test, what is set for it, and what follows from a field that is compared.
        $leftOut = 'Address', 'StartTls', 'PeerName', 'Proxy', 'AllAddresses', 'PSComputerName', 'Alpn', 'Subject',
            'SubjectAlternativeNames',
            'Key', 'Signature', 'NotBefore', 'WarningDays', 'CriticalDays', 'LifetimeUsedPercent', 'Pin', 'ChainFaults', 'Errors',
            'Stapling', 'Revocation',
            'ClientCertificate', 'Dane', 'DaneValidated', 'TlsaRecords', 'TrustStores', 'Backend', 'At', 'Tags', 'Explanation', 'Policy'
        $compared = foreach ($field in $fields) {
            $value = (Get-Mark $field).Value
            # An expiry that is later is no loss.
            if ($field.Name -eq 'NotAfter') { $value = [datetime]::new(2026, 12, 1, 0, 0, 0, [DateTimeKind]::Utc) }
            $changes = New-TestReport -With @{ $field.Name = $value } | Compare-SslReport (New-TestReport)
            if ($changes | Where-Object Kind -notlike 'Target*') { $field.Name }
        }
        ($fields.Name | Where-Object { $_ -notin $compared } | Sort-Object) -join ' ' | Should -Be (($leftOut | Sort-Object) -join ' ')
    }
}
