# Get-SslError, Approve-SslError and Deny-SslError: the decision about a peer that was not accepted.
Describe 'The decision about a paused handshake' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $trouble = Get-OpenSslTrouble
        $pki = New-TestPki (Join-Path $TestDrive pki)
        if (-not $trouble) {
            $selfSigned = Start-OpenSslServer $pki.SelfSigned $pki.Path
            $another = Start-OpenSslServer $pki.SelfSigned $pki.Path
            $wrongName = Start-OpenSslServer $pki.WrongName $pki.Path
        }
        $target = "localhost:$($selfSigned.Port)"
    }
    BeforeEach {
        if ($trouble) { Set-ItResult -Skipped -Because $trouble }
        $sockets = @()
    }
    AfterEach { $sockets | Where-Object { $_ } | ForEach-Object Dispose }
    AfterAll { $selfSigned, $another, $wrongName | Stop-OpenSslServer }

    Context 'Get-SslError' {
        It 'writes each error with its certificate, its socket and its target' {
            $sockets = Connect-SslHost $target -PauseOnSslErrors
            $errors = @($sockets | Get-SslError)
            $errors.Error | Should -Contain SelfSignedCertificate
            $errors[0] | Should -BeOfType QSslModule.SslPeerError
            [object]::ReferenceEquals($errors[0].Socket, $sockets) | Should -BeTrue
            $errors[0].Target | Should -Be $target
            $errors[0].Thumbprint | Should -Be $pki.SelfSigned.Thumbprint
            $errors[0].Message | Should -Not -BeNullOrEmpty
        }

        It 'writes nothing where nothing is wrong' {
            New-SslSocket | Get-SslError | Should -BeNullOrEmpty
        }
    }

    Context 'Approve-SslError' {
        It 'goes on with the errors piped in, resumes once, and writes nothing unless told' {
            $sockets = Connect-SslHost $target -PauseOnSslErrors
            $sockets | Get-SslError | Where-Object Error -EQ SelfSignedCertificate | Approve-SslError | Should -BeNullOrEmpty
            $sockets.IsEncrypted | Should -BeTrue
            $sockets | Send-SslData HELLO -Line -PassThru | Receive-SslData -Line | Should -Be OLLEH
        }

        It 'takes the code and the thumbprint, and writes the socket when told' {
            $sockets = Connect-SslHost $target -PauseOnSslErrors
            $approved = $sockets | Approve-SslError -Error SelfSignedCertificate -Thumbprint $pki.SelfSigned.Thumbprint.ToLowerInvariant(
                ) -PassThru
            [object]::ReferenceEquals($approved, $sockets) | Should -BeTrue
            $sockets.IsEncrypted | Should -BeTrue
        }

        It 'takes a thumbprint with colons' {
            $sockets = Connect-SslHost $target -PauseOnSslErrors
            $colons = ($pki.SelfSigned.Thumbprint -split '(..)' | Where-Object { $_ }) -join ':'
            ($sockets | Approve-SslError -Thumbprint $colons -PassThru).IsEncrypted | Should -BeTrue
        }

        It 'drops the connection when the thumbprint is another' {
            $sockets = Connect-SslHost $target -PauseOnSslErrors
            $record = $null
            $sockets | Approve-SslError -Error SelfSignedCertificate -Thumbprint (
                '0' * 64) -PassThru -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslPeerNotAccepted
            "$record" | Should -Match SelfSignedCertificate
            $sockets.State | Should -Be UnconnectedState
        }

        It 'finds no error by the thumbprint "<Thumbprint>", not even one that is of no certificate' -TestCases @(
            @{ Thumbprint = ':' }, @{ Thumbprint = ' ' }
        ) {
            $server = New-SslServer -NoEncryption
            $client = Start-OpenSslClient $server.ServerPort
            try {
                $sockets = $server | Receive-SslConnection -TimeoutSeconds 10 |
                    Start-SslServerEncryption -Certificate $pki.Good.Certificate -Key $pki.Good.Key -PeerVerifyMode VerifyPeer `
                        -PauseOnSslErrors -TimeoutSeconds 10
                ($sockets | Get-SslError).Error | Should -Be NoPeerCertificate
                $record = $null
                $sockets | Approve-SslError -Thumbprint $Thumbprint -PassThru -ErrorAction SilentlyContinue -ErrorVariable record |
                    Should -BeNullOrEmpty
                ($record | Get-Summary).Id | Should -Be SslPeerNotAccepted
                $sockets.IsEncrypted | Should -BeFalse
            }
            finally {
                $client | Stop-OpenSslClient | Out-Null
                $server | Stop-SslServer
            }
        }

        It 'drops the connection when not all errors are approved' {
            $sockets = Connect-SslHost "localhost:$($wrongName.Port)" -PauseOnSslErrors
            ($sockets | Get-SslError).Error | Should -Contain HostNameMismatch
            $record = $null
            $sockets | Get-SslError | Where-Object Error -EQ HostNameMismatch |
                Approve-SslError -ErrorAction SilentlyContinue -ErrorVariable record
            $record.Count | Should -Be 1
            "$record" | Should -Match 'UnableToGetLocalIssuerCertificate'
            $record[0].CategoryInfo.Category | Should -Be SecurityError
            $sockets.IsEncrypted | Should -BeFalse
            $sockets.State | Should -Be UnconnectedState
        }

        It 'accepts everything with -All' {
            $sockets = Connect-SslHost "localhost:$($wrongName.Port)" -PauseOnSslErrors
            ($sockets | Approve-SslError -All -PassThru).IsEncrypted | Should -BeTrue
        }

        It 'decides about several sockets, each by its own errors' {
            $sockets = @($target, "localhost:$($another.Port)" | Connect-SslHost -PauseOnSslErrors)
            $sockets.Count | Should -Be 2
            $sockets | Get-SslError | Approve-SslError
            $sockets.IsEncrypted | Should -Be $true, $true
        }

        It 'decides nothing with -WhatIf' {
            $sockets = Connect-SslHost $target -PauseOnSslErrors
            $sockets | Approve-SslError -All -WhatIf
            $sockets.IsPaused | Should -BeTrue
        }

        It 'decides nothing where a preference stands for -WhatIf' {
            $sockets = Connect-SslHost $target -PauseOnSslErrors
            $WhatIfPreference = $true
            $sockets | Approve-SslError -All
            $WhatIfPreference = $false
            $sockets.IsPaused | Should -BeTrue
            ($sockets | Approve-SslError -All -PassThru).IsEncrypted | Should -BeTrue
        }

        It 'takes a socket without a choice neither for a yes nor for a no' {
            $sockets = Connect-SslHost $target -PauseOnSslErrors
            $record = $null
            $sockets | Approve-SslError -ErrorAction SilentlyContinue -ErrorVariable record
            ($record | Get-Summary).Id | Should -Be SslUnsupportedInput
            ($record | Get-Summary).Advice | Should -Match '-Error.*-All'
            $sockets.IsEncrypted | Should -BeFalse
            $sockets.IsPaused | Should -BeTrue
        }

        It 'approves for this connection only' {
            $sockets = Connect-SslHost $target -PauseOnSslErrors
            $sockets | Get-SslError | Approve-SslError
            $sockets | Disconnect-SslHost
            $record = $null
            $sockets.PauseMode = 'PauseNever'
            Connect-SslHost $target -InputObject $sockets -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
            ($record | Get-Summary).Id | Should -Be SslSelfSignedCertificate
        }

        It 'leaves the caller''s own list of errors as it was' {
            $list = [QSslCore.QSslSocket].GetField('_ignoreList', [System.Reflection.BindingFlags]'Instance, NonPublic')
            $own = [QSslCore.QSslError]::new('CertificateExpired', (Import-SslCertificate $pki.Expired.Certificate))
            foreach ($how in { $sockets | Get-SslError | Approve-SslError }, { $sockets | Approve-SslError -All }, {
                $sockets | Approve-SslError -Error HostNameMismatch -ErrorAction Ignore
            }) {
                $sockets = Connect-SslHost $target -PauseOnSslErrors
                $sockets.IgnoreSslErrors([QSslCore.QSslError[]]@($own))
                & $how
                @($list.GetValue($sockets)) | Should -Be @($own) -Because "$how"
                $sockets.Dispose()
            }
        }

        It 'refuses <Name>' -TestCases @(
            @{ Name = 'a socket that is not paused'; Make = { New-SslSocket }; Id = 'SslSocketNotPaused' }
            @{ Name = 'something else'; Make = { 42 }; Id = 'SslUnsupportedInput' }
        ) {
            $record = $null
            & $Make | Approve-SslError -All -ErrorAction SilentlyContinue -ErrorVariable record
            ($record | Get-Summary).Id | Should -Be $Id
        }
    }

    Context 'Deny-SslError' {
        It 'drops the connection' {
            $sockets = Connect-SslHost $target -PauseOnSslErrors
            $sockets | Deny-SslError
            $sockets.IsPaused | Should -BeFalse
            $sockets.State | Should -Be UnconnectedState
        }

        It 'leaves the caller''s own list of errors as it was' {
            $list = [QSslCore.QSslSocket].GetField('_ignoreList', [System.Reflection.BindingFlags]'Instance, NonPublic')
            $own = [QSslCore.QSslError]::new('CertificateExpired', (Import-SslCertificate $pki.Expired.Certificate))
            $sockets = Connect-SslHost $target -PauseOnSslErrors
            $sockets.IgnoreSslErrors([QSslCore.QSslError[]]@($own))
            $sockets | Deny-SslError
            @($list.GetValue($sockets)) | Should -Be @($own)
        }

        It 'refuses a socket that is not paused' {
            $record = $null
            New-SslSocket | Deny-SslError -ErrorAction SilentlyContinue -ErrorVariable record
            ($record | Get-Summary).Id | Should -Be SslSocketNotPaused
        }

        It 'takes errors, too' {
            $sockets = Connect-SslHost $target -PauseOnSslErrors
            $sockets | Get-SslError | Deny-SslError
            $sockets.State | Should -Be UnconnectedState
        }
    }

    It 'is what every other cmdlet asks for meanwhile: <Name>' -TestCases @(
        @{ Name = 'Send-SslData'; Command = { $sockets | Send-SslData x } }
        @{ Name = 'Receive-SslData'; Command = { $sockets | Receive-SslData -Line } }
        @{ Name = 'Wait-SslSocket'; Command = { $sockets | Wait-SslSocket -Until Encrypted } }
    ) {
        $sockets = Connect-SslHost $target -PauseOnSslErrors
        $record = & $Command 2>&1
        ($record | Get-Summary).Id | Should -Be SslSocketPaused
        ($record | Get-Summary).Advice | Should -Match 'Approve-SslError'
        $sockets.IsPaused | Should -BeTrue
    }
}
