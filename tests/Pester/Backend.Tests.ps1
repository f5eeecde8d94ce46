Describe 'TLS backends' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $platform = if ($IsWindows) { 'schannel' } elseif ($IsMacOS) { 'securetransport' } else { 'sslstream' }
        # A backend is settled by its first use, so what is chosen is chosen in a process of its own.
        function Invoke-Fresh {
            param([string] $Script, [hashtable] $Environment = @{})

            $before = @{}
            foreach ($name in $Environment.Keys) {
                $before[$name] = [Environment]::GetEnvironmentVariable($name)
                [Environment]::SetEnvironmentVariable($name, $Environment[$name])
            }
            try {
                $all = "`$ErrorActionPreference = 'Continue'; Import-Module '$PackagePath/QSslModule.psd1'; $Script"
                (pwsh -NoProfile -NonInteractive -Command $all | Out-String).Trim()
            }
            finally { foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) } }
        }
        $root = New-SslCertificate -CertificateAuthority -Subject 'CN=Backend tests'
        $identity = New-SslCertificate localhost -Issuer $root
        $server = New-SslServer -Certificate $identity
    }
    AfterAll { $server | Stop-SslServer }

    It 'are listed, the preferred one first, those without TLS last' {
        $backends = @(Get-SslBackend | Where-Object Available)
        $backends.Name | Should -Be ([QSslCore.QSslSocket]::AvailableBackends)
        @($backends | Where-Object Active).Name | Should -Be ([QSslCore.QSslSocket]::ActiveBackend)
        $backends[-1].Name | Should -Be 'cert-only'
        $backends[-1].Reason | Should -Not -BeNullOrEmpty
        (Get-SslBackend $platform).Protocols | Should -Contain 'TlsV1_2'
        (Get-SslBackend cert*).Name | Should -Be 'cert-only'
    }

    It 'that are not there are told with those that are' {
        Get-SslBackend no-such -ErrorVariable trouble -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $trouble[0].FullyQualifiedErrorId | Should -BeLike 'SslNoBackend,*'
        "$($trouble[0])" | Should -Match "'no-such'.*cert-only"
        Connect-SslHost localhost $server.ServerPort -Backend no-such -ErrorVariable trouble -ErrorAction SilentlyContinue |
            Should -BeNullOrEmpty
        $trouble[0].FullyQualifiedErrorId | Should -BeLike 'SslNoBackend,*'
    }

    It 'are chosen for one connection' {
        if ($missed = Get-PlatformTrouble) { Set-ItResult -Skipped -Because $missed }
        $socket = Connect-SslHost localhost $server.ServerPort -Backend $platform -CaCertificate $root -TimeoutSeconds 10
        try {
            $socket.SslConfiguration.Backend | Should -Be $platform
            $socket.IsEncrypted | Should -BeTrue
            $peer = $server | Receive-SslConnection -TimeoutSeconds 10
            $socket | Send-SslData 'from the platform' -Line
            $peer | Receive-SslData -Line -TimeoutSeconds 10 | Should -Be 'from the platform'
        }
        finally { $socket, $peer | Remove-SslSocket }
        {
            Connect-SslHost localhost $server.ServerPort -Backend $platform -ErrorAction Stop -TimeoutSeconds 10
        } | Should -Throw -ErrorId 'SslUnknownIssuer,*'
    }

    It 'without TLS say so in a sentence' {
        {
            Connect-SslHost localhost $server.ServerPort -Backend cert-only -ErrorAction Stop -TimeoutSeconds 10
        } | Should -Throw '*certificates and keys but no TLS*'
    }

    It 'are set before the first use, and not after' {
        Invoke-Fresh ("(Set-SslBackend $platform -PassThru).Active; (Get-SslBackend $platform).Active; " +
            "[QSslCore.QSslSocket]::ActiveBackend") |
            Should -Be "True`nTrue`n$platform".ReplaceLineEndings()
        Invoke-Fresh "Set-SslBackend cert-only -WhatIf; (Get-SslBackend cert-only).Active" | Should -Match "cert-only.*`nFalse$"
        $null = New-SslSocket | Remove-SslSocket
        Set-SslBackend cert-only -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].FullyQualifiedErrorId | Should -BeLike 'SslBackendInUse,*'
        Set-SslBackend no-such -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].FullyQualifiedErrorId | Should -BeLike 'SslNoBackend,*'
    }

    It 'are not settled by a press of Tab' {
        $asked = 'Set-SslBackend ', 'Connect-SslHost x -Cipher ', 'Connect-SslHost x -Group ', 'Connect-SslHost x -Backend '
        $tab = $asked | ForEach-Object { "`$null = TabExpansion2 '$_' $($_.Length); " }
        Invoke-Fresh "$tab Set-SslBackend $platform; [QSslCore.QSslSocket]::ActiveBackend" | Should -Be $platform
    }

    It 'go on without OpenSSL, and say why' {
        $said = Invoke-Fresh ("[QSslCore.QSslSocket]::ActiveBackend; (Get-SslBackend openssl).Reason; " +
            "(New-SslCertificate localhost -KeyKind Rsa2048).Subject") @{
            QSSL_OPENSSL_LIBRARY = '/nonexistent'
        }
        ($said -split '\r?\n')[0] | Should -Be $platform
        $said | Should -Match "No OpenSSL could be loaded from '/nonexistent'"
        $said | Should -Match 'localhost'
    }

    Context 'with an OpenSSL that cannot be used' {
        BeforeAll {
            # What a library is, is told by a few of its functions; these are made to lie.
            function New-FakeOpenSsl {
                param([string] $Folder, [string] $Number, [string] $Text, [int] $Major = 3)

                $null = New-Item -ItemType Directory $Folder -Force
                Set-Content "$Folder/crypto.c" ("unsigned long OpenSSL_version_num(void) { return $Number; } " +
                    "const char *OpenSSL_version(int t) { return ""$Text""; }")
                Set-Content "$Folder/ssl.c" 'void *SSL_CTX_new(const void *m) { return 0; }'
                gcc -shared -fPIC -o "$Folder/libcrypto.so.$Major" "$Folder/crypto.c"
                gcc -shared -fPIC -o "$Folder/libssl.so.$Major" "$Folder/ssl.c"
            }
            function Get-Reason {
                param([string] $Library)

                Invoke-Fresh "[QSslCore.QSslSocket]::ActiveBackend; (Get-SslBackend openssl).Reason" @{ QSSL_OPENSSL_LIBRARY = $Library }
            }
            function Skip-WithoutCompiler {
                if (-not $IsLinux -or -not (Get-Command gcc -CommandType Application -ErrorAction Ignore)) {
                    Set-ItResult -Skipped -Because 'the library is made with gcc (Debian: gcc, libc6-dev), on Linux'
                }
            }
        }

        It 'says that a file is no library, and why' {
            if (-not $IsLinux) { Set-ItResult -Skipped -Because 'the words are those of the system' }
            Set-Content "$TestDrive/libssl.so.3" 'a text'
            Set-Content "$TestDrive/libcrypto.so.3" 'a text'
            Get-Reason "$TestDrive/libssl.so.3" | Should -BeLike "$platform*'$TestDrive/libssl.so.3' cannot be loaded: *libcrypto.so.3*."
            Get-Reason $TestDrive | Should -BeLike "$platform*'$TestDrive/libssl.so.3' cannot be loaded: *"
        }

        It 'says that a directory has none' {
            $null = New-Item -ItemType Directory "$TestDrive/empty"
            Get-Reason "$TestDrive/empty" | Should -BeLike "$platform*No OpenSSL could be loaded from '$TestDrive/empty'*is in it."
        }

        It 'says that it is too old' {
            Skip-WithoutCompiler
            New-FakeOpenSsl "$TestDrive/old" 0x1010117fUL 'OpenSSL 1.1.1w'
            Get-Reason "$TestDrive/old" | Should `
                -BeLike "$platform*'$TestDrive/old/libssl.so.3' is OpenSSL 1.1.1w; OpenSSL 3.0 to 4.x is needed."
        }

        It 'says what it lacks' {
            Skip-WithoutCompiler
            New-FakeOpenSsl "$TestDrive/cut" 0x30000020UL 'OpenSSL 3.0.2'
            Get-Reason "$TestDrive/cut" | Should `
                -Match "$platform\s+'$TestDrive/cut/libssl.so.3' is OpenSSL 3.0.2 without [A-Z]\w+, which is needed"
        }

        It 'takes the next one, and judges that by itself' {
            Skip-WithoutCompiler
            New-FakeOpenSsl "$TestDrive/both" 0x1010117fUL 'OpenSSL 1.1.1w' -Major 4
            $real = @('/usr/lib', '/lib', '/usr/lib64') | ForEach-Object {
                Get-ChildItem "$_/libssl.so.3", "$_/*/libssl.so.3" -ErrorAction Ignore
            } | Select-Object -First 1
            if (-not $real) { Set-ItResult -Skipped -Because 'OpenSSL 3 is not where libraries are (Debian: libssl3)' }
            foreach ($name in 'libssl.so.3', 'libcrypto.so.3') {
                $null = New-Item -ItemType SymbolicLink "$TestDrive/both/$name" -Target (Join-Path $real.DirectoryName $name)
            }
            Get-Reason "$TestDrive/both" | Should -BeExactly 'openssl'
        }
    }
}
