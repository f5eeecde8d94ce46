Describe 'The package' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $manifestPath = Join-Path $PackagePath 'QSslModule.psd1'
        $manifest = Import-PowerShellDataFile $manifestPath
        $assembly = (Get-Module QSslModule).NestedModules + (Get-Module QSslModule) |
            ForEach-Object ImplementingAssembly | Where-Object { $_ } | Select-Object -First 1
        $cmdlets = $assembly.GetExportedTypes() | ForEach-Object {
            $attribute = [System.Reflection.CustomAttributeExtensions]::GetCustomAttribute(
                $_, [System.Management.Automation.CmdletAttribute], $false)
            if ($attribute) { [pscustomobject]@{ Name = "$($attribute.VerbName)-$($attribute.NounName)"; Type = $_ } }
        }
    }

    It 'has a manifest that PowerShell accepts' {
        Test-ModuleManifest $manifestPath -ErrorAction Stop | Should -Not -BeNullOrEmpty
    }

    It 'is the module that was imported' {
        (Get-Module QSslModule).ModuleBase | Should -Be (Convert-Path $PackagePath)
    }

    It 'exports exactly the cmdlets of its assembly' {
        $cmdlets | Should -Not -BeNullOrEmpty
        $manifest.CmdletsToExport | Sort-Object | Should -Be ($cmdlets.Name | Sort-Object)
        (Get-Command -Module QSslModule).Name | Sort-Object | Should -Be ($cmdlets.Name | Sort-Object)
    }

    It 'exports no function, variable or alias' {
        foreach ($kind in 'FunctionsToExport', 'VariablesToExport', 'AliasesToExport') {
            @($manifest[$kind]).Count | Should -Be 0 -Because $kind
        }
    }

    It 'uses approved verbs and nouns that start with Ssl' {
        foreach ($name in $cmdlets.Name) {
            $verb, $noun = $name -split '-', 2
            $verb | Should -BeIn (Get-Verb).Verb
            $noun | Should -MatchExactly '^Ssl[A-Z]'
        }
    }

    It 'says of every cmdlet what it writes' {
        foreach ($cmdlet in $cmdlets) {
            $cmdlet.Type.GetCustomAttributes([System.Management.Automation.OutputTypeAttribute], $false) |
                Should -Not -BeNullOrEmpty -Because $cmdlet.Name
        }
    }

    It 'needs the PowerShell that brings its runtime' {
        $manifest.PowerShellVersion | Should -Be '7.6'
        $manifest.CompatiblePSEditions | Should -Be 'Core'
    }

    It 'has the version of the manifest in its assemblies' {
        foreach ($name in 'QSslCore', 'QSslModule') {
            $version = [System.Reflection.AssemblyName]::GetAssemblyName((Join-Path $PackagePath "bin/$name.dll")).Version
            $version.ToString(3) | Should -Be $manifest.ModuleVersion
        }
    }

    It 'holds every file that its manifest names' {
        $named = @($manifest.RootModule) + @('FormatsToProcess', 'TypesToProcess' | Where-Object {
            $manifest.Contains($_)
        } | ForEach-Object { $manifest[$_] })
        foreach ($file in $named) { Join-Path $PackagePath $file | Should -Exist }
    }

    It 'loads every view and type file it holds' {
        $held = Get-ChildItem $PackagePath -Filter *.ps1xml | ForEach-Object Name
        $named = @('FormatsToProcess', 'TypesToProcess' | Where-Object { $manifest.Contains($_) } | ForEach-Object { $manifest[$_] })
        $named | Sort-Object | Should -Be ($held | Sort-Object)
    }

    It 'holds its own assemblies and DnsClient beside plug-ins, portable and for platforms, the licence, the notices, and no PowerShell' {
        $places = @("$PackagePath/bin") + @(Get-ChildItem $PackagePath/bin -Directory -Exclude plugins | ForEach-Object FullName)
        foreach ($place in $places) {
            Get-ChildItem $place -Filter *.dll | ForEach-Object Name |
                Should -Be 'DnsClient.dll', 'QSslCore.dll', 'QSslModule.dll' -Because $place
        }
        Get-ChildItem $PackagePath -Recurse -Filter *.dll | Where-Object FullName -NotMatch '[\\/]plugins[\\/]' |
            Should -HaveCount (3 * $places.Count)
        Get-ChildItem $PackagePath -Recurse -Filter System.Management.Automation*.dll | Should -BeNullOrEmpty
        foreach ($file in 'LICENSE', 'THIRD-PARTY-NOTICES.md') { Join-Path $PackagePath $file | Should -Exist }
    }

    It 'keeps QSslCore free of PowerShell' {
        [QSslCore.QSslSocket].Assembly.GetReferencedAssemblies().Name | Should -Not -Contain 'System.Management.Automation'
    }
}
