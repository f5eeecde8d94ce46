Describe 'The plug-in bouncycastle' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Servers.ps1
        $isBuilt = Test-Path "$PackagePath/bin/plugins/BouncyCastle/QSslCore.BouncyCastle.dll"
        function Skip-WithoutPlugin {
            if (-not $isBuilt) {
                Set-ItResult -Skipped -Because 'the package was built without it: BouncyCastle.Cryptography could not be restored'
            }
        }
        function Invoke-Fresh {
            param([string] $Script)

            (pwsh -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; $Script" 2>&1 | Out-String).Trim()
        }
        $root = New-SslCertificate -CertificateAuthority -Subject 'CN=Managed tests'
        $server = New-SslServer -Certificate (New-SslCertificate localhost -Issuer $root)
    }
    AfterAll { $server | Stop-SslServer }

    It 'is whole, or not there at all' {
        $folder = "$PackagePath/bin/plugins/BouncyCastle"
        $expected = $isBuilt ? @('BouncyCastle.Cryptography.dll', 'QSslCore.BouncyCastle.deps.json', 'QSslCore.BouncyCastle.dll',
            'QSslCore.BouncyCastle.pdb') : @()
        @(if (Test-Path $folder) { Get-ChildItem $folder | ForEach-Object Name | Sort-Object }) | Should -Be $expected
        $isBuilt | Should -Be (-not ((Test-Path "$PackagePath.left-out.txt") -and
            (Select-String -Path "$PackagePath.left-out.txt" -Pattern "'bouncycastle'.*cannot be restored" -Quiet)))
    }

    It 'is listed third, with what it can do' {
        Skip-WithoutPlugin
        $names = @(Get-SslBackend | Where-Object Available).Name
        $names[-2..-1] | Should -Be 'bouncycastle', 'cert-only'
        $backend = Get-SslBackend bouncycastle
        $backend.Version | Should -BeLike 'BouncyCastle.Cryptography 2.*'
        foreach ($feature in 'Psk', 'Ocsp', 'Alerts') { $backend.Features | Should -Contain $feature }
        $backend.Protocols | Should -Contain 'TlsV1_3'
    }

    It 'is chosen for a process, and serves and connects there' {
        Skip-WithoutPlugin
        $said = Invoke-Fresh @"
Import-Module '$PackagePath/QSslModule.psd1'
Set-SslBackend bouncycastle
`$root = New-SslCertificate -CertificateAuthority -Subject 'CN=Alone' -KeyKind Rsa2048
`$server = New-SslServer -Certificate (New-SslCertificate localhost -Issuer `$root -KeyKind Rsa2048)
`$socket = Connect-SslHost localhost `$server.ServerPort -CaCertificate `$root -TimeoutSeconds 10
`$peer = `$server | Receive-SslConnection -TimeoutSeconds 10
`$socket | Send-SslData 'managed' -Line
`$peer | Receive-SslData -Line -TimeoutSeconds 10
`$socket.NegotiatedGroup, `$peer.NegotiatedGroup
`$socket, `$peer | Remove-SslSocket
`$server | Stop-SslServer
(Get-SslBackend bouncycastle).Active
"@
        $said -split '\r?\n' | Should -Be 'managed', 'X25519MLKEM768', 'X25519MLKEM768', 'True'
    }

    It 'verifies as the others do, one connection at a time' {
        Skip-WithoutPlugin
        $socket = Connect-SslHost localhost $server.ServerPort -Backend bouncycastle -CaCertificate $root -TimeoutSeconds 10
        try {
            $socket.IsEncrypted | Should -BeTrue
            $peer = $server | Receive-SslConnection -TimeoutSeconds 10
            $socket | Send-SslData 'managed' -Line
            $peer | Receive-SslData -Line -TimeoutSeconds 10 | Should -Be 'managed'
        }
        finally { $socket, $peer | Remove-SslSocket }
        {
            Connect-SslHost localhost $server.ServerPort -Backend bouncycastle -ErrorAction Stop -TimeoutSeconds 10
        } | Should -Throw -ErrorId 'SslUnknownIssuer,*'
    }

    It 'does not take a host for silent that it cannot hear' {
        Skip-WithoutPlugin
        # It asks everybody for a certificate, and goes on without.
        $report = Test-SslHost localhost $server.ServerPort -Backend bouncycastle -CaCertificate $root -TimeoutSeconds 10
        $report.ClientCertificate | Should -Be Requested
        $report.Status | Should -Be Ok -Because "$($report.Reason)"
    }

    It 'reads its own sessions, whichever backend is the process''s' {
        Skip-WithoutPlugin
        $file = Join-Path $TestDrive managed.tls
        $with = @{ HostName = 'localhost'; Port = $server.ServerPort; CaCertificate = $root; TimeoutSeconds = 10; Protocol = 'TlsV1_2' }
        $socket = Connect-SslHost @with -Backend bouncycastle -KeepSession
        $socket | Export-SslSession $file
        $socket | Remove-SslSocket
        $session = Import-SslSession $file
        foreach ($given in $file, $session, [System.IO.File]::ReadAllBytes($file)) {
            $socket = Connect-SslHost @with -Backend bouncycastle -Session $given
            try { $socket.IsSessionReused | Should -BeTrue } finally { $socket | Remove-SslSocket }
        }
        # Another backend is not asked to make sense of it.
        $record = $null
        Connect-SslHost @with -Backend openssl -Session $file -ErrorAction SilentlyContinue -ErrorVariable record | Should -BeNullOrEmpty
        ($record | Get-Summary).Id | Should -Be SslUnsupportedInput
        "$record" | Should -Match 'no session that openssl can resume'
    }

    # Both libraries have one assembly name and one assembly version; a process that mixed them up would notice.
    It 'lives beside a module that ships an older BouncyCastle, whichever comes first' {
        Skip-WithoutPlugin
        $older = '2.4.0'
        $other = New-Item (Join-Path $TestDrive OtherCrypto) -ItemType Directory -Force
        $project = Join-Path $other older.csproj
        Set-Content $project ('<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>' +
            "<ItemGroup><PackageDownload Include=`"BouncyCastle.Cryptography`" Version=`"[$older]`" /></ItemGroup></Project>")
        $restored = (Get-Command dotnet -ErrorAction Ignore) -and $(& dotnet restore $project -nologo -v q *> $null; $LASTEXITCODE -eq 0)
        if (-not $restored) {
            Set-ItResult -Skipped -Because "BouncyCastle.Cryptography $older cannot be restored from the configured feeds"
            return
        }
        $packages = (& dotnet nuget locals global-packages --list) -replace '^[^:]*:\s*'
        Copy-Item (Join-Path $packages "bouncycastle.cryptography/$older/lib/net6.0/BouncyCastle.Cryptography.dll") $other
        Set-Content (Join-Path $other OtherCrypto.psm1) @'
Add-Type -Path $PSScriptRoot/BouncyCastle.Cryptography.dll
function Get-OtherDigest {
    $digest = [Org.BouncyCastle.Crypto.Digests.Sha256Digest]::new()
    $digest.BlockUpdate([byte[]](97, 98, 99), 0, 3)
    $hash = [byte[]]::new(32)
    $null = $digest.DoFinal($hash, 0)
    '{0} {1}' -f $digest.GetType().Assembly.GetCustomAttributes([Reflection.AssemblyFileVersionAttribute], $false).Version.Substring(0, 5),
        [Convert]::ToHexStringLower($hash)
}
'@
        $importOther = "Import-Module '$other/OtherCrypto.psm1'; Get-OtherDigest"
        $connect = @"
Import-Module '$PackagePath/QSslModule.psd1'
`$root = New-SslCertificate -CertificateAuthority -Subject 'CN=Both'
`$server = New-SslServer -Certificate (New-SslCertificate localhost -Issuer `$root)
`$socket = Connect-SslHost localhost `$server.ServerPort -Backend bouncycastle -CaCertificate `$root -TimeoutSeconds 10
`$socket.IsEncrypted
`$socket | Remove-SslSocket
`$server | Stop-SslServer
"@
        $contexts = "([AppDomain]::CurrentDomain.GetAssemblies() | " +
            "Where-Object { `$_.GetName().Name -eq 'BouncyCastle.Cryptography' } | " +
            "ForEach-Object { `$_.GetCustomAttributes([Reflection.AssemblyFileVersionAttribute], `$false)" +
            ".Version.Substring(0, 3) } | Sort-Object) -join ' '"
        $digest = "$older ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        (Invoke-Fresh "$importOther; $connect; Get-OtherDigest; $contexts") -split '\r?\n' | Should -Be $digest, 'True', $digest, '2.4 2.7'
        (Invoke-Fresh "$connect; $importOther; $contexts") -split '\r?\n' | Should -Be 'True', $digest, '2.4 2.7'
    }
}
