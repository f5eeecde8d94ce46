# What other users own, may write or have planted is not taken, and not written through.
Describe 'Files of other users' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $isRoot = -not $IsWindows -and (id -u) -eq 0
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $root = Import-SslCertificate $pki.CaCertificate
        # The key of exported sessions, for these tests alone.
        $data = $env:XDG_DATA_HOME
        $env:XDG_DATA_HOME = Join-Path $TestDrive data
        function Skip-WithoutRoot {
            if (-not $isRoot) { Set-ItResult -Skipped -Because 'files of another user can only be made by root' }
        }
    }
    AfterAll { $env:XDG_DATA_HOME = $data }

    It 'are no plug-ins, and Get-SslBackend says why' {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'files have no mode on Windows'; return }
        $module = Join-Path $TestDrive module
        Copy-Item $PackagePath $module -Recurse
        $null = New-Item -ItemType Directory "$module/plugins/Above", "$module/bin/plugins/Open" -Force
        chmod 777 "$module/bin/plugins/Open"
        $said = pwsh -NoProfile -NonInteractive -Command "Import-Module '$module/QSslModule.psd1'; Get-SslBackend | ForEach-Object { '{0}: {1}' -f `$_.Name, `$_.Reason }"
        $said -match '^open: ' | Should -Match "is not loaded: other users may write '.*/bin/plugins/Open' \(its mode is 777\)"
        "$said" | Should -Not -Match 'Above'
    }

    Context 'Links' {
        BeforeEach {
            if (-not $isRoot) { return }
            $shared = Join-Path $TestDrive shared
            $null = New-Item -ItemType Directory $shared -Force
            chmod 1777 $shared
            $precious = Join-Path $TestDrive precious
            Set-Content $precious untouched
            $link = Join-Path $shared link.pem
            $null = New-Item -ItemType SymbolicLink $link -Value $precious -Force
            chown -h nobody $link
        }

        It 'are not followed by <Name>' -TestCases @(
            @{ Name = 'Export-SslCertificate'; Code = { $root | Export-SslCertificate $link } }
            @{ Name = 'Export-SslKey'; Code = { New-SslCertificate localhost | Export-SslKey $link -Force } }
            @{ Name = 'Export-SslReport'; Code = { Test-SslHost localhost:1 -TimeoutSeconds 1 | Export-SslReport $link -Format Json } }
            @{ Name = 'New-SslCertificate'; Code = { New-SslCertificate localhost -Path $link } }
        ) {
            Skip-WithoutRoot
            $said = try { & $Code 2>&1 } catch { $_ }
            "$said" | Should -Match 'is a link that belongs to another user'
            Get-Content $precious | Should -Be untouched
            (Get-Item $link).LinkTarget | Should -Be $precious
        }

        It 'are not followed where they are directories' {
            Skip-WithoutRoot
            $null = New-Item -ItemType SymbolicLink "$shared/way" -Value $TestDrive -Force
            chown -h nobody "$shared/way"
            $said = $root | Export-SslCertificate "$shared/way/precious" 2>&1
            "$said" | Should -Match 'is a link that belongs to another user'
            Get-Content $precious | Should -Be untouched
        }

        It 'do not lend their mode to what replaces a file of theirs' {
            Skip-WithoutRoot
            Set-Content "$shared/theirs.pem" x
            chmod 666 "$shared/theirs.pem"
            chown nobody "$shared/theirs.pem"
            $root | Export-SslCertificate "$shared/theirs.pem"
            (Get-Item "$shared/theirs.pem").UnixFileMode.HasFlag([System.IO.UnixFileMode]::OtherWrite) | Should -BeFalse
        }
    }

    Context 'Sessions' {
        BeforeAll {
            $server = New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key
            $socket = Connect-SslHost localhost $server.ServerPort -CaCertificate $pki.CaCertificate -KeepSession -TimeoutSeconds 30
            $exported = [byte[]]($socket | Export-SslSession -TimeoutSeconds 30)
        }
        AfterAll { foreach ($one in $socket, $server) { if ($one) { $one.Dispose() } } }
        BeforeEach {
            $file = Join-Path $TestDrive session.tls
            Remove-Item $file -Force -ErrorAction Ignore
            [System.IO.File]::WriteAllBytes($file, $exported)
        }

        It 'say whose they are, and have a key of mode 600' {
            (Import-SslSession $file).PeerName | Should -Be localhost
            if (-not $IsWindows) { (Get-Item "$env:XDG_DATA_HOME/QSslModule/session.key").UnixMode | Should -Be '-rw-------' }
        }

        It 'are refused when others may write them, and taken with a switch' {
            if ($IsWindows) { Set-ItResult -Skipped -Because 'files have no mode on Windows'; return }
            chmod 602 $file
            foreach ($what in { Import-SslSession $file }, { Connect-SslHost localhost 1 -Session $file }) {
                $record = @(& $what 2>&1)
                ($record | Get-Summary).Id | Should -Be SslUntrustedFile
                "$record" | Should -Match 'other users may write .*its mode is 602'
                $record.ErrorDetails.RecommendedAction | Should -Match 'AllowUntrustedFile'
            }
            "$(Import-SslSession $file -AllowUntrustedFile)" | Should -Match '^TLS session'
        }

        It 'are refused when another user owns them' {
            Skip-WithoutRoot
            chown nobody $file
            $record = @(Import-SslSession $file 2>&1)
            ($record | Get-Summary).Id | Should -Be SslUntrustedFile
            "$record" | Should -Match 'belongs to another user'
        }

        It 'are refused when they were changed, with the switch, too' {
            foreach ($at in 20, ($exported.Length / 2), ($exported.Length - 1)) {
                $changed = [byte[]]$exported.Clone()
                $changed[$at] = $changed[$at] -bxor 1
                [System.IO.File]::WriteAllBytes($file, $changed)
                foreach ($switch in $false, $true) {
                    $record = @(Import-SslSession $file -AllowUntrustedFile:$switch 2>&1)
                    ($record | Get-Summary).Id | Should -BeIn SslUntrustedFile, SslUnsupportedInput -Because "the byte at $at"
                }
            }
            "$record" | Should -Match 'it was changed after it was exported'
        }

        It 'are refused without a proof of who exported them, and taken with a switch' {
            [System.IO.File]::WriteAllBytes($file, $socket.SslConfiguration.SessionTicket)
            $record = @(Import-SslSession $file 2>&1)
            ($record | Get-Summary).Id | Should -Be SslUntrustedFile
            "$record" | Should -Match 'nothing in it shows who exported it'
            "$(Import-SslSession $file -AllowUntrustedFile)" | Should -Match '^TLS session'
        }

        It 'of another user are refused, and taken with a switch' {
            $own = $env:XDG_DATA_HOME
            try {
                $env:XDG_DATA_HOME = Join-Path $TestDrive other
                $record = @(Import-SslSession $file 2>&1)
                ($record | Get-Summary).Id | Should -Be SslUntrustedFile
                "$record" | Should -Match "it was exported by $([regex]::Escape([Environment]::UserName)) on "
                "$(Import-SslSession $file -AllowUntrustedFile)" | Should -Match '^TLS session'
            }
            finally { $env:XDG_DATA_HOME = $own }
        }

        It 'make no key with -WhatIf' {
            $own = $env:XDG_DATA_HOME
            try {
                $env:XDG_DATA_HOME = Join-Path $TestDrive none
                $socket | Export-SslSession "$TestDrive/none.tls" -WhatIf
                "$TestDrive/none", "$TestDrive/none.tls" | Should -Not -Exist
            }
            finally { $env:XDG_DATA_HOME = $own }
        }

        It 'are not exported under a key that others may write' {
            if ($IsWindows) { Set-ItResult -Skipped -Because 'files have no mode on Windows'; return }
            $own = $env:XDG_DATA_HOME
            try {
                $env:XDG_DATA_HOME = (New-Item -ItemType Directory "$TestDrive/open").FullName
                chmod 777 $env:XDG_DATA_HOME
                $record = @($socket | Export-SslSession "$TestDrive/open.tls" 2>&1)
                ($record | Get-Summary).Id | Should -Be SslFileNotWritten
                "$record" | Should -Match 'The key of exported sessions cannot be trusted: other users may write'
                "$TestDrive/open.tls" | Should -Not -Exist
            }
            finally { $env:XDG_DATA_HOME = $own }
        }
    }
}
