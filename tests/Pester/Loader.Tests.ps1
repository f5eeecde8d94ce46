# QSslModule.psm1: which assemblies it loads, and that they get along with all else in the process.
Describe 'The loader' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $manifest = Join-Path $PackagePath QSslModule.psd1
        $own = [QSslCore.QSslSocket].Assembly
    }

    It 'takes the assemblies of this platform where the package has them, and the portable ones where not' {
        $system = $IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux'
        $architecture = "$([System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)".ToLowerInvariant()
        $place = Join-Path $PackagePath bin "$system-$architecture"
        if (-not (Test-Path $place)) { $place = Join-Path $PackagePath bin }
        $own.Location | Should -Be (Convert-Path (Join-Path $place QSslCore.dll))
        (Get-Command Connect-SslHost).ImplementingType.Assembly.Location | Should -Be (Convert-Path (Join-Path $place QSslModule.dll))
    }

    It 'gives them a load context of their own' {
        $context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($own)
        $context | Should -Not -Be ([System.Runtime.Loader.AssemblyLoadContext]::Default)
        $names = $context.Assemblies.GetName().Name
        'QSslCore', 'QSslModule' | ForEach-Object { $names | Should -Contain $_ }
        # It comes with the first lookup.
        $names | Where-Object { $_ -notin 'QSslCore', 'QSslModule', 'DnsClient' } | Should -BeNullOrEmpty
    }

    It 'loads them once for all runspaces' {
        $inParallel = 1..2 | ForEach-Object -Parallel { Import-Module $using:manifest; [QSslCore.QSslSocket].Assembly }
        $inThread = Start-ThreadJob { Import-Module $using:manifest; [QSslCore.QSslSocket].Assembly } | Receive-Job -Wait -AutoRemoveJob
        foreach ($other in @($inParallel) + $inThread) { [object]::ReferenceEquals($other, $own) | Should -BeTrue }
    }

    It 'gives them to code that is compiled in the session' {
        Add-Type -ReferencedAssemblies $own.Location, 'System.Runtime', 'System.Collections',
            'System.ComponentModel.Primitives' -TypeDefinition @'
            public static class LoaderProbe { public static QSslCore.QSslSocket Make() => new QSslCore.QSslSocket(); }
'@
        $made = [LoaderProbe]::Make()
        try { $made | Should -BeOfType ([QSslCore.QSslSocket]) } finally { $made | Remove-SslSocket }
        # A class of PowerShell is compiled when it is read: where the module's types are known.
        $derived = & ([scriptblock]::Create(
            'class LoaderProbeSocket : QSslCore.QSslSocket { [string] Say() { return $this.State } }; [LoaderProbeSocket]::new()'))
        try { $derived.Say() | Should -Be UnconnectedState } finally { $derived | Remove-SslSocket }
    }

    It 'keeps what views read in every runspace that imports the module' {
        $shown = 1 | ForEach-Object -Parallel {
            Import-Module $using:manifest
            ([pscustomobject]@{ Text = "a`e[31mb" }).psobject.Properties['Text'].SslShown
        }
        $shown | Should -Be 'a\1B[31mb'
    }

    It 'works beside a library of the same name that another module has loaded, and after another version of itself' {
        $other = New-Item (Join-Path $TestDrive other) -ItemType Directory
        $older = Join-Path $TestDrive older/QSslModule
        Copy-Item $PackagePath $older -Recurse
        $text = Get-Content $older/QSslModule.psd1 -Raw
        Set-Content $older/QSslModule.psd1 (
            $text -replace "ModuleVersion = '[^']+'", "ModuleVersion = '0.0.1'" -replace "Prerelease = '[^']+'", '')
        Add-Type -TypeDefinition 'namespace Other { public class Thing { } }' -OutputAssembly $other/QSslCore.dll
        $said = pwsh -NoProfile -NonInteractive -Command "
            `$ErrorActionPreference = 'Stop'
            `$null = [System.Reflection.Assembly]::LoadFrom('$other/QSslCore.dll')
            # No other module of PowerShell is loaded yet.
            Import-Module '$older/QSslModule.psd1'
            ([pscustomobject]@{ Text = 'a' + [char]27 }).psobject.Properties['Text'].SslShown
            (Get-SslCipher | Select-Object -First 1).GetType().Assembly.Location
            Remove-Module QSslModule
            Import-Module '$manifest'
            (Get-SslCipher | Select-Object -First 1).GetType().Assembly.Location
            [Other.Thing].Assembly.Location" 2>&1
        $said | Should -HaveCount 4 -Because "$said"
        $said[0] | Should -Be 'a\1B'
        $said[1] | Should -Be ($own.Location.Replace((Convert-Path $PackagePath), (Convert-Path $older)))
        $said[2] | Should -Be $own.Location
        $said[3] | Should -Be (Convert-Path "$other/QSslCore.dll")
    }
}
