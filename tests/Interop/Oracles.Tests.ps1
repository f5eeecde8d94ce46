# Profiles beside what sslscan, nmap and testssl.sh find on the same servers. Each difference is settled in docs/profile-oracles.md, or it
# is a fault. QSSL_ORACLE_SERVERS and QSSL_ORACLES take wildcards, for some of the servers or programs only.
BeforeDiscovery {
    $servers = & $PSScriptRoot/Oracles/servers.ps1 |
        Where-Object Name -Like ($env:QSSL_ORACLE_SERVERS ? $env:QSSL_ORACLE_SERVERS : '*')
}

Describe 'Profiles beside other programs' {
    BeforeAll {
        . $PSScriptRoot/../Pester/common.ps1
        . $PSScriptRoot/../Pester/Servers.ps1
        . $PSScriptRoot/Oracles/common.ps1
        $oracles = @(Get-Oracle | Where-Object Name -Like ($env:QSSL_ORACLES ? $env:QSSL_ORACLES : '*'))
        $missing = @($oracles | Where-Object { -not (Get-Command $_.Program -CommandType Application -ErrorAction Ignore) })
        foreach ($oracle in $missing) {
            Write-Information "  $($oracle.Name) is missing (package $($oracle.Package)): not compared" -InformationAction Continue
        }
        $oracles = @($oracles | Where-Object { $_.Name -notin $missing.Name })
        $isPart = $env:QSSL_ORACLE_SERVERS -or $env:QSSL_ORACLES -or $missing
        $settled = @(Get-SettledDifference (Join-Path $PSScriptRoot '../../docs/profile-oracles.md'))
        $used = [System.Collections.Generic.HashSet[string]]::new()
        $material = (Get-OpenSslTrouble) ? $null : (New-OracleMaterial $TestDrive)
    }

    It '<Name>' -ForEach $servers {
        if (-not $material -or -not $oracles) {
            Set-ItResult -Skipped -Because 'openssl or all programs to compare with are missing'
            return
        }
        $server = Start-OracleServer $_ $material (Join-Path $TestDrive ($Name -replace '\W', '-'))
        if ($server.Trouble) {
            Set-ItResult -Skipped -Because $server.Trouble
            return
        }
        try {
            $found = Get-SslHostProfile "127.0.0.1:$($server.Port)" -PeerName localhost -TimeoutSeconds 120
            $found.Failure | Should -BeNullOrEmpty
            $ours = @(Get-ProfileFact $found | Sort-Object -Unique)
            $open = foreach ($oracle in $oracles) {
                $report = Join-Path $server.Path $oracle.Report
                $null = & $oracle.Run $server.Port $report
                $theirs = @(& $oracle.Read $report | Sort-Object -Unique)
                $theirs | Should -Not -BeNullOrEmpty -Because "$($oracle.Name) found nothing"
                foreach ($difference in Compare-Object @($ours -match $oracle.Domain) @($theirs -match $oracle.Domain)) {
                    $words = "$($difference.SideIndicator -eq '<=' ? 'ours only' : 'theirs only'): $($difference.InputObject)"
                    $row = $settled | Where-Object {
                        $oracle.Name -like $_.Program -and $Name -like $_.Server -and $words -like $_.Difference
                    } | Select-Object -First 1
                    if ($row) { $null = $used.Add($row.Key) } else { "$($oracle.Name); $words" }
                }
            }
            $open | Should -BeNullOrEmpty
        }
        finally { Stop-OracleServer $server }
    }

    It 'settles nothing that is not there' {
        if ($isPart) {
            Set-ItResult -Skipped -Because 'not all programs and servers were asked'
            return
        }
        $settled | Where-Object { -not $used.Contains($_.Key) } | ForEach-Object Key | Should -BeNullOrEmpty
    }
}
