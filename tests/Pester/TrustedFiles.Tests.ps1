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
        $said = pwsh -NoProfile -NonInteractive `
            -Command "Import-Module '$module/QSslModule.psd1'; Get-SslBackend | ForEach-Object { '{0}: {1}' -f `$_.Name, `$_.Reason }"
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
            # A bit that no umask takes away.
            chmod 777 "$shared/theirs.pem"
            chown nobody "$shared/theirs.pem"
            $root | Export-SslCertificate "$shared/theirs.pem"
            (Get-Item "$shared/theirs.pem").UnixFileMode.HasFlag([System.IO.UnixFileMode]::UserExecute) | Should -BeFalse
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
            if ($why = Get-UnixTrouble) { Set-ItResult -Skipped -Because $why }
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

    # Processes of two users, and not files that were given away: the one works, the other has been there before.
    Context 'of a process of another user' {
        BeforeAll {
            $shell = (Get-Command pwsh -CommandType Application | Select-Object -First 1).Source
            function Get-UserTrouble {
                if ($IsWindows -or -not $isRoot) { return 'only root can start a process of another user' }
                if (-not (Get-Command setpriv -CommandType Application -ErrorAction Ignore)) {
                    return 'the program setpriv is missing (package util-linux)'
                }
                setpriv --reuid=65534 --regid=65534 --clear-groups test -x $shell
                if ($LASTEXITCODE -ne 0) { return 'other users cannot start the PowerShell of this test' }
            }
            $trouble = Get-UserTrouble
            if ($trouble) { return }

            # Runs a program as a user, with some variables.
            function Invoke-AsUser([int] $User, [hashtable] $Environment, [string[]] $Command) {
                $variables = foreach ($name in $Environment.Keys) { "$name=$($Environment[$name])" }
                setpriv "--reuid=$User" "--regid=$User" --clear-groups env @variables @Command
            }

            $victimScript = Join-Path $TestDrive victim.ps1
            Set-Content $victimScript @'
param($Module, $Place)
Import-Module $Module/QSslModule.psd1
$said = [ordered]@{ User = [int](id -u) }
$said.Plugin = "$((Get-SslBackend | Where-Object Name -EQ theirs).Reason)"
$identity = New-SslCertificate localhost
$server = New-SslServer -Certificate $identity
$address = "localhost:$($server.ServerPort)"
$socket = Connect-SslHost $address -SkipCertificateCheck -KeepSession -TimeoutSeconds 30
$ways = [ordered]@{
    Certificate = { $identity.Certificate | Export-SslCertificate $Place/certificate }
    Key = { $identity.Key | Export-SslKey $Place/key -Force }
    Report = { Test-SslHost $address -SkipCertificateCheck -TimeoutSeconds 30 | Export-SslReport $Place/report -Format Json -Force }
    Session = { $socket | Export-SslSession $Place/session -TimeoutSeconds 30 -Force }
    Import = { Import-SslSession $Place/import }
    LinkedLog = {
        Connect-SslHost $address -SkipCertificateCheck -TimeoutSeconds 30 `
            -Configuration (New-SslConfiguration -KeyLogFile $Place/linkedlog) |
            Remove-SslSocket
    }
    PipedLog = {
        Connect-SslHost $address -SkipCertificateCheck -TimeoutSeconds 30 `
            -Configuration (New-SslConfiguration -KeyLogFile $Place/pipedlog) |
            Remove-SslSocket
    }
    TheirLog = {
        Connect-SslHost $address -SkipCertificateCheck -TimeoutSeconds 30 `
            -Configuration (New-SslConfiguration -KeyLogFile $Place/theirlog) |
            Remove-SslSocket
    }
    OwnLog = {
        Connect-SslHost $address -SkipCertificateCheck -TimeoutSeconds 30 -Configuration (New-SslConfiguration -KeyLogFile $Place/ownlog) |
            Remove-SslSocket
    }
}
foreach ($way in $ways.Keys) { $said[$way] = try { "$(& $ways[$way] *>&1)" } catch { "$_" } }
$socket, $server | ForEach-Object Dispose
$said | ConvertTo-Json
'@
            chmod 755 $TestDrive
            chmod 644 $victimScript
            $module = Join-Path $TestDrive users
            Copy-Item $PackagePath $module -Recurse
            chmod -R a+rX $module
            $null = New-Item -ItemType Directory "$module/bin/plugins/Theirs" -Force
        }
        BeforeEach { if ($trouble) { Set-ItResult -Skipped -Because $trouble } }

        It 'are neither taken nor written through, <Name>' -TestCases @(
            @{ Name = 'as any user'; Victim = 65534; Thief = 65533; Sudo = @{} }
            @{ Name = 'as root with sudo'; Victim = 0; Thief = 65534; Sudo = @{ SUDO_UID = 65534; SUDO_GID = 65534; SUDO_USER = 'nobody' } }
        ) {
            if ($trouble) { return }
            $place, $own = "shared$Victim", "own$Victim" | ForEach-Object {
                (New-Item -ItemType Directory (Join-Path $TestDrive $_)).FullName
            }
            chmod 1777 $place
            Set-Content "$own/precious" untouched -NoNewline
            chown -R "${Victim}:$Victim" $own
            chown "${Thief}:$Thief" "$module/bin/plugins/Theirs"
            foreach ($name in 'certificate', 'key', 'report', 'session', 'linkedlog') {
                Invoke-AsUser $Thief @{} ln, -s, "$own/precious", "$place/$name"
            }
            Invoke-AsUser $Thief @{} mkfifo, -m, 666, "$place/pipedlog"
            Invoke-AsUser $Thief @{} touch, "$place/theirlog", "$place/import"
            Invoke-AsUser $Thief @{} chmod, 666, "$place/theirlog", "$place/import"

            $said = Invoke-AsUser $Victim ($Sudo + @{
                HOME = $own
                XDG_DATA_HOME = "$own/data"
                XDG_CACHE_HOME = "$own/cache"
            }) $shell, -NoProfile, -NonInteractive, -File, $victimScript, $module, $place | Out-String | ConvertFrom-Json
            $said.User | Should -Be $Victim
            $said.Plugin | Should -Match "is not loaded: '.*/bin/plugins/Theirs' belongs to another user \(number $Thief\)"
            foreach ($way in 'Certificate', 'Key', 'Report', 'Session', 'LinkedLog') {
                $said.$way | Should -Match "is a link that belongs to another user \(number $Thief\), and is not followed" -Because $way
            }
            $said.Import | Should -Match "belongs to another user \(number $Thief\)"
            $said.PipedLog, $said.TheirLog | Should -Match "belongs to another user \(number $Thief\)"
            $said.OwnLog | Should -Not -Match 'cannot be written'
            Get-Content "$own/precious" -Raw | Should -Be untouched
            (Get-Item "$place/theirlog").Length | Should -Be 0
            foreach ($name in 'certificate', 'key', 'report', 'session', 'linkedlog') {
                (Get-Item "$place/$name").LinkTarget | Should -Be "$own/precious"
            }
            (Get-Item "$place/ownlog").UnixMode | Should -Be '-rw-------'
        }

        It 'are not loaded by <Variable>, <Name>' -TestCases @(
            foreach ($variable in 'QSSL_OPENSSL_LIBRARY', 'OPENSSL_CONF') {
                @{ Variable = $variable; Name = 'as any user'; Victim = 65534; Thief = 65533; Sudo = @{} }
                @{ Variable = $variable; Name = 'as root with sudo'; Victim = 0; Thief = 65534; Sudo = @{ SUDO_UID = 65534 } }
            }
        ) {
            if ($trouble) { return }
            $folder = "$TestDrive/$Variable$Victim"
            $null = New-Item -ItemType Directory $folder
            Set-Content "$folder/libssl.so.3", "$folder/libcrypto.so.3", "$folder/openssl.cnf" ''
            chown -R "${Thief}:$Thief" $folder
            $named = $Variable -eq 'OPENSSL_CONF' ? "$folder/openssl.cnf" : $folder
            $reason = Invoke-AsUser $Victim ($Sudo + @{
                HOME = $TestDrive
                XDG_CACHE_HOME = '/nonexistent'
                $Variable = $named
            }) $shell, -NoProfile, -NonInteractive, -Command, "Import-Module '$module/QSslModule.psd1'; (Get-SslBackend openssl).Reason"
            "$reason" | Should -Match "belongs to another user \(number $Thief\)"
            "$reason" | Should -Match "environment variable $Variable names"
        }

        It 'are no authorities' {
            if ($trouble) { return }
            $Variable = 'SSL_CERT_FILE'
            $folder = (New-Item -ItemType Directory "$TestDrive/$Variable").FullName
            Copy-Item $pki.CaCertificate "$folder/ca.pem"
            $named = "$folder/ca.pem"
            $command = "Import-Module '$module/QSslModule.psd1'; `$warned = `$null; " +
                "(Get-SslCaCertificate -WarningVariable warned -WarningAction SilentlyContinue).Subject -match 'Test CA'; `"`$warned`""
            chown -R 65534:65534 $folder
            (Invoke-AsUser 65534 @{
                HOME = $TestDrive
                $Variable = $named
            } $shell, -NoProfile, -NonInteractive, -Command, $command) -join ' ' | Should -Match '^CN=Test CA'
            chown -R 65533:65533 $folder
            $said = (Invoke-AsUser 65534 @{
                HOME = $TestDrive
                $Variable = $named
            } $shell, -NoProfile, -NonInteractive, -Command, $command) -join ' '
            $said | Should -Not -Match 'Test CA'
            $said | Should -Match ("No authority is taken from '$named', which the environment variable $Variable names: " +
                ".* belongs to another user \(number 65533\)")
        }
    }
}
