BeforeDiscovery {
    $formats = [xml](Get-Content (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'src/QSslModule/QSslModule.Format.ps1xml') -Raw)
    # Each view for each of its types: a view that is added is looked at without being named here.
    $views = foreach ($view in $formats.Configuration.ViewDefinitions.View) {
        foreach ($type in $view.ViewSelectedBy.TypeName) {
            $kind = $view.TableControl ? 'Table' : $view.ListControl ? 'List' : 'Custom'
            @{
                View = $view.Name
                Kind = $kind
                Type = $type
                Sample = $type -replace '^Deserialized\.' -replace '^.*\.(?=\w+$)'
                IsDeserialized = $type -like 'Deserialized.*'
            }
        }
    }
    # A cell of a view that does not read through SslShown may have nothing of a peer in it.
    $cells = foreach ($view in $formats.Configuration.ViewDefinitions.View | Where-Object { $_.TableControl -or $_.ListControl }) {
        foreach ($cell in $view.SelectNodes('.//TableColumnItem | .//ListItem')) {
            @{ View = $view.Name; Cell = "$($cell.ScriptBlock)$($cell.PropertyName)" }
        }
    }
}

Describe 'Control characters of a peer' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        . $PSScriptRoot/HostilePeer.ps1

        $hostProfile = Get-SslHostProfile $target -TimeoutSeconds 30
        $policy = Get-SslPolicy QSslModule
        $samples = @{
            SslHostProfile = $hostProfile
            SslProfileProtocol = @($hostProfile.Protocols)
            SslProfileCipher = @($hostProfile.Protocols[-1].Ciphers)
            SslProfileWeakness = @($hostProfile.Weaknesses)
            SslPolicy = $policy
            SslPolicyRule = @($policy.Rules)
            SslPolicyVerdict = @($policy.Judge($hostProfile))
            QSslSocket = $socket
            QTcpServer = $server
            QSslCertificate = $certificate
            QSslKey = Import-SslKey $keyFile
            SslBackend = (Get-SslBackend)[0]
            QSslCipher = $socket.SessionCipher
            QSslEllipticCurve = @(Get-SslGroup)[0]
            QSslError = [QSslCore.QSslError]::new('HostNameMismatch', $certificate, $Hostile)
            SslPeerError = @($paused | Get-SslError)
            SslPeerCertificate = @($socket | Get-SslPeerChain)
            SslHostReport = $report
            SslReportCertificate = $report.Chain
            SslReportFinding = $report.Findings
            SslReportTimings = $report.Timings
            SslReportChange = @(Compare-SslReport $report $foreign)
            QSslConfiguration = $socket.SslConfiguration
            SslCertificateVerdict = $certificate | Test-SslCertificate -AsChain -HostName other.example
            AlternativeName = @($certificate.SubjectAlternativeNames)
            QSslCertificateExtension = @($certificate.Extensions)
            SslIdentity = New-SslCertificate localhost -Subject 'CN=localhost' -Issuer (New-SslCertificate -CertificateAuthority)
            SslSession = $($socket | Export-SslSession (Join-Path $TestDrive 'a.session') -TimeoutSeconds 20 -ErrorAction Stop |
                Out-Null; Import-SslSession (Join-Path $TestDrive 'a.session'))
            QSslHandshakeMessage = @($socket.HandshakeMessages)
        }
        while ($other = $server | Receive-SslConnection -TimeoutSeconds 1 -ErrorAction Ignore) { $other.Dispose() }
        $watched = Connect-SslHost $target -SkipCertificateCheck -TimeoutSeconds 20
        ($server | Receive-SslConnection -TimeoutSeconds 20).Dispose()
        $events = @($watched | Watch-SslSocket -TimeoutSeconds 20)
    }
    AfterAll {
        @($socket, $paused, $watched, $server).ForEach({ if ($_) { $_.Dispose() } })
    }

    It 'are kept in the values' {
        $certificate.SubjectDisplayName | Should -BeExactly $Hostile
        $certificate.SubjectAlternativeNames[0].Value | Should -Match "`e\[31m"
        $report.SubjectAlternativeNames[0] | Should -BeExactly $certificate.SubjectAlternativeNames[0].Value
        ($report | ConvertTo-Json -Depth 4 | ConvertFrom-Json).SubjectAlternativeNames[0] |
            Should -BeExactly $report.SubjectAlternativeNames[0]
        foreach ($all in ($report | Select-Object *), ($report | ConvertTo-Json -Depth 4 | ConvertFrom-Json),
            ($report | ConvertTo-Csv | ConvertFrom-Csv),
            [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($report, 3))) {
            $all.PSObject.Properties.Name | Should -Not -Contain 'SslShown'
        }
        $report | Get-Member | ForEach-Object Name | Should -Not -Contain 'SslShown'
    }

    It 'are not seen in the <Kind> <View> of <Type>' -TestCases $views {
        if ($Kind -eq 'Custom') {
            $record = $null
            Connect-SslHost $target -TimeoutSeconds 20 -ErrorAction SilentlyContinue -ErrorVariable record
            Assert-Visible ($record | Format-Custom -View $View | Out-String -Width 20000) $View
            return
        }
        if ($Sample -eq 'SslSocketEvent') { $value = $events }
        elseif ($Sample -eq 'SslServerErrorEventArgs') {
            $value = [QSslCore.SslServerErrorEventArgs]::new($socket, 'SslHandshakeFailedError', $Hostile)
        }
        else { $value = $samples[$Sample] }
        $value | Should -Not -BeNullOrEmpty -Because "there has to be a sample of $Type"
        if ($IsDeserialized) {
            $value = $value | ForEach-Object {
                [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_, 3))
            }
        }
        $Error.Clear()
        $text = $Kind -eq 'Table' ? ($value | Format-Table -View $View | Out-String -Width 20000) : (
            $value | Format-List -View $View | Out-String -Width 20000)
        Assert-Visible $text "$View of $Type"
        Assert-Visible ($value | Out-String -Width 20000) "the usual view of $Type"
        Assert-Visible (-join ($value | ForEach-Object { "$_`n" })) "$Type as text"
        $Error.Count | Should -Be 0
        if ($Sample -in 'SslHostReport', 'SslReportCertificate') {
            $text | Should -Match ($Kind -eq 'Table' -and $Sample -eq 'SslHostReport' ? 'localhost:\d+ +Critical' : 'CN=ok\\1B\[31mred')
        }
    }

    It 'cannot come through the cell <Cell> of <View>' -TestCases $cells {
        $constant = "'SslSession'", '$_.ToString()'
        $count = '^(\$_\.\w+|@\(\$_\.\w+\))\.(Count|Length)$'
        $time = '^(\(\$_\.\w+ -as \[datetimeoffset\]\)\?|\$_\.Timestamp)\.ToString\(''[-:.\w]+''(, \[cultureinfo\]::InvariantCulture)?\)$' +
            '|^''\{0:0\.00\}'' -f \$_\.\w+\.TotalMilliseconds$'
        if ($Cell -in $constant -or $Cell -match $count -or $Cell -match $time -or $Cell -match '^if \(\$_\.IsSent\)') { return }
        # All that is read besides is looked at and not shown.
        $Cell | Should -Match '\.SslShown'
        ($Cell -replace '\$_\.(?:\w+\.)?PSObject\.Properties\[''\w+''\]\.SslShown' -replace '\(\$_\.Errors \| ForEach-Object' -replace
            '^\(\$_\.\w+ \| Where-Object Status -eq ''\w+''\)\.ForEach\{' -replace
            '\$_\.(PeerName|Reason|IsEncrypted|IsPaused|PeerPort) \?|\$_\.PeerPort :') |
            Should -Not -Match '\$_\.'
    }
}
