Describe 'tools/Build.psm1' {
    BeforeAll {
        Import-Module $PSScriptRoot/../../tools/Build.psm1 -Force
    }
    AfterAll {
        Remove-Module Build
    }

    Context 'build/Plugins.targets' {
        It 'builds a plug-in for a program that is published for another system' {
            if (-not (Get-Command dotnet -CommandType Application -ErrorAction Ignore)) {
                Set-ItResult -Skipped -Because 'needs the .NET SDK, which is not on PATH'
                return
            }
            $said = & dotnet msbuild -nologo -v:q -tl:off -t:BuildPlugins -p:Configuration=Release -p:RuntimeIdentifier=win-x64 `
                '-getItem:PluginFile,PluginLeftOut' (Join-Path $PSScriptRoot ../QSslCore.Tests) 2>&1 | Out-String
            $LASTEXITCODE | Should -Be 0 -Because $said
            # Warnings of the restore may stand before it.
            $items = ([regex]::Match($said, '(?ms)^\{.*^\}').Value | ConvertFrom-Json).Items
            if ($items.PluginLeftOut) { Set-ItResult -Skipped -Because "needs the plug-in: $($items.PluginLeftOut[0].Identity)"; return }
            $items.PluginFile.Filename | Should -Contain QSslCore.BouncyCastle
        }
    }

    Context 'What is not installed' {
        BeforeAll {
            Mock Get-ToolModule -ModuleName Build
        }

        It 'answers that nothing was analysed or generated' {
            Get-ScriptFinding | Should -Be $null
            Update-ModuleHelp | Should -BeFalse
        }
    }

    Context 'Get-ToolModule' {
        It 'is the best version of those that will do' {
            Mock Get-Module {
                '5.9.1', '6.2.0', '7.0.0', '6.1.0' | ForEach-Object { [pscustomobject]@{ Version = [version]$_ } }
            } -ModuleName Build
            (Get-ToolModule Pester 6.0 -Below 7.0).Version | Should -Be 6.2.0
            (Get-ToolModule Pester 6.0).Version | Should -Be 7.0.0
            Get-ToolModule Pester 8.0 | Should -BeNullOrEmpty
        }
    }

    Context 'Restore-PesterModule' {
        BeforeAll {
            # A feed that is a folder, a cache of packages and a folder of intermediate files, all of this test alone.
            $feed = New-Item (Join-Path $TestDrive feed) -ItemType Directory
            $settings = @{
                RestoreSources = "$feed"
                NUGET_PACKAGES = "$TestDrive/packages"
                MSBuildProjectExtensionsPath = "$TestDrive/obj/"
            }
            $before = @{}
            foreach ($name in $settings.Keys) {
                $before[$name] = [Environment]::GetEnvironmentVariable($name)
                [Environment]::SetEnvironmentVariable($name, $settings[$name])
            }
        }
        AfterAll {
            foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
        }

        It 'says why the package cannot be had, and is the module in it when it can' {
            if (-not (Get-Command dotnet -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'needs the .NET SDK, which is not on PATH' }
            { Restore-PesterModule } | Should -Throw 'NU1101: *Pester*'

            $version = ([xml](Get-Content $PSScriptRoot/../../Directory.Packages.props)).SelectSingleNode(
                '//PackageVersion[@Include="Pester"]').Version
            $content = New-Item (Join-Path $TestDrive content/tools) -ItemType Directory
            Set-Content $content/Pester.psd1 "@{ ModuleVersion = '$version' }"
            Set-Content $content/../Pester.nuspec ('<package><metadata><id>Pester</id><authors>x</authors><description>x</description>' +
                "<version>$version</version></metadata></package>")
            [System.IO.Compression.ZipFile]::CreateFromDirectory((Convert-Path $content/..), "$feed/Pester.$version.nupkg")
            $module = Restore-PesterModule
            $module.Version | Should -Be $version
            $module.Path | Should -Be (Join-Path $TestDrive packages/pester/$version/tools/Pester.psd1)
        }
    }

    Context 'Get-PowerShellCommand' {
        It 'is this program, wherever it runs from' {
            Get-PowerShellCommand -ProcessPath /opt/ps/pwsh -PowerShellHome /opt/ps | Should -Be '/opt/ps/pwsh'
        }

        It 'goes through dotnet when PowerShell is a .NET tool' {
            Get-PowerShellCommand -ProcessPath /usr/bin/dotnet -PowerShellHome /tools/ps |
                Should -Be '/usr/bin/dotnet', (Join-Path /tools/ps pwsh.dll)
        }
    }
}

# With a pwsh and a dotnet of the test's own on PATH, which write down how they were called.
Describe 'The PowerShell of build.sh' -Skip:$IsWindows -Tag 'needs a system with sh' {
    BeforeAll {
        function Add-Program {
            param([string] $Name, [string] $Text)

            Set-Content $place/bin/$Name "#!/bin/sh`n$Text"
            chmod +x $place/bin/$Name
        }

        function Invoke-Build {
            $output = sh -c "PATH='$place/bin':`$PATH exec '$place/build.sh' interop 2>&1"
            [pscustomobject]@{ Code = $LASTEXITCODE; Output = "$output"; Calls = @(Get-Content $place/calls -ErrorAction Ignore) }
        }

        $version = (Get-Content $PSScriptRoot/../../.config/dotnet-tools.json | ConvertFrom-Json).tools.powershell.version
        $install = "dotnet tool install PowerShell --version $version --tool-path artifacts/tools --allow-downgrade"
        $task = '-NoProfile -NonInteractive -File build.ps1 -Task Interop -Configuration Release'
    }
    BeforeEach {
        $place = (New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory).FullName
        $null = New-Item $place/bin, $place/.config -ItemType Directory
        Copy-Item $PSScriptRoot/../../build.sh $place
        Copy-Item $PSScriptRoot/../../.config/dotnet-tools.json $place/.config
        Add-Program pwsh 'echo PowerShell 7.4.1'
        # Installing is writing a program that tells its version, or what it was asked to do.
        Add-Program dotnet @"
[ "`$1" = tool ] || exit 0
echo "dotnet `$*" >>'$place/calls'
mkdir -p artifacts/tools
cat >artifacts/tools/pwsh <<'END'
#!/bin/sh
case `$1 in --version) echo 'PowerShell $version' ;; *) echo "tool `$*" >>'$place/calls' ;; esac
END
chmod +x artifacts/tools/pwsh
"@
    }

    It 'is the one on PATH when it is new enough' {
        Add-Program pwsh "case `$1 in --version) echo 'PowerShell 7.6.0' ;; *) echo `"path `$*`" >>'$place/calls' ;; esac"
        (Invoke-Build).Calls | Should -Be "path $task"
    }

    It 'is otherwise the tool, in the version of the manifest, which is installed once' {
        (Invoke-Build).Calls | Should -Be $install, "tool $task"
        (Invoke-Build).Calls | Should -Be $install, "tool $task", "tool $task"
    }

    It 'is the tool anew when the one that is installed has another version' {
        $null = New-Item $place/artifacts/tools -ItemType Directory
        Add-Program ../artifacts/tools/pwsh 'echo PowerShell 7.6.1'
        (Invoke-Build).Calls | Should -Be $install, "tool $task"
    }

    It 'is missing, and it is said why, when <Name>' -ForEach @(
        @{
            Name = 'the tool cannot be installed'
            Dotnet = '[ "$1" != tool ] || { echo; echo "no such package"; exit 1; }'
            Why = 'no such package'
        }
        @{ Name = 'the tool does not start'; Dotnet = 'mkdir -p artifacts/tools'; Why = '*pwsh*' }
    ) {
        Add-Program dotnet $Dotnet
        $run = Invoke-Build
        $run.Code | Should -Be 2
        $run.Output | Should -BeLike ("*needs a PowerShell: no PowerShell 7.6 or newer (the pwsh on PATH is PowerShell 7.4.1; " +
            "the .NET tool PowerShell ${version}: $Why)")
    }

    It 'finds the runtime of the dotnet on PATH' {
        Add-Program dotnet 'case $1 in --list-runtimes) echo "Microsoft.NETCore.App 10.0.1 [/a place/shared/Microsoft.NETCore.App]" ;; esac'
        Add-Program pwsh "case `$1 in --version) echo 'PowerShell 7.6.0' ;; *) echo `"`$DOTNET_ROOT`" >>'$place/calls' ;; esac"
        $before = $env:DOTNET_ROOT
        try {
            $env:DOTNET_ROOT = $null
            (Invoke-Build).Calls | Should -Be '/a place'
            $env:DOTNET_ROOT = '/given'
            (Invoke-Build).Calls | Should -Be '/a place', '/given'
        }
        finally { $env:DOTNET_ROOT = $before }
    }
}

Describe 'The scripts of the repository' {
    BeforeAll {
        Import-Module $PSScriptRoot/../../tools/Build.psm1 -Force
    }
    AfterAll {
        Remove-Module Build
    }

    It 'give PSScriptAnalyzer nothing to say' {
        $findings = Get-ScriptFinding
        if ($null -eq $findings) {
            Set-ItResult -Skipped -Because 'PSScriptAnalyzer 1.22 or newer is not installed'
            return
        }
        $findings | ForEach-Object { "$($_.ScriptPath):$($_.Line) $($_.RuleName): $($_.Message)" } | Should -BeNullOrEmpty
    }
}

Describe 'The committed help' {
    BeforeAll {
        Import-Module $PSScriptRoot/../../tools/Build.psm1 -Force
        $help = Join-Path $PSScriptRoot '../../docs/help'
    }
    AfterAll {
        Remove-Module Build
    }

    It 'is what its pages say' {
        $generated = Update-ModuleHelp -OutputPath $TestDrive -InformationAction SilentlyContinue
        if (-not $generated) {
            Set-ItResult -Skipped -Because 'Microsoft.PowerShell.PlatyPS 1.0 or newer is not installed'
            return
        }
        $fresh = Get-Content (Join-Path $TestDrive 'QSslModule.dll-Help.xml') -Raw
        Get-Content (Join-Path $help 'en-US/QSslModule.dll-Help.xml') -Raw |
            Should -BeExactly $fresh -Because './build.ps1 -Task Help writes it anew'
    }

    # Without PlatyPS, too: this step is ours.
    It 'has the default values of its pages' {
        Import-Module $PSScriptRoot/../../tools/Help.psm1 -Force
        $committed = Join-Path $help 'en-US/QSslModule.dll-Help.xml'
        $copy = Join-Path $TestDrive 'copy-Help.xml'
        $bare = (Get-Content $committed -Raw) -replace '(?m)^ *<dev:defaultValue>.*</dev:defaultValue>\r?\n'
        $bare | Should -Not -BeExactly (Get-Content $committed -Raw)
        Set-Content $copy $bare -NoNewline -Encoding utf8BOM
        1..2 | ForEach-Object {
            Add-DefaultValue $copy $help
            Get-Content $copy -Raw | Should -BeExactly (Get-Content $committed -Raw) -Because 'a second time changes nothing'
        }
        (Get-PageDefault (Join-Path $help Test-SslHost.md)).WarningDays | Should -Be '30'
        # Nor does it have links to files that are not in a package.
        Set-Content $copy ($bare -replace '<maml:uri />', '<maml:uri>Test-SslHost.md</maml:uri>') -NoNewline -Encoding utf8BOM
        Hide-PageLink $copy
        Get-Content $copy -Raw | Should -BeExactly $bare
        Remove-Module Help
    }
}

Describe 'Packaging' {
    BeforeAll {
        $root = Convert-Path $PSScriptRoot/../..
    }

    It 'refuses a package with the assembly of PowerShell in it' {
        if (-not (Get-Command dotnet -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'needs the .NET SDK, which is not on PATH' }
        # What a reference that lost its PrivateAssets looks like: the reference assembly is copied beside ours.
        $out = & dotnet msbuild -nologo -v:m -tl:off $root/src/QSslModule `
            -p:Configuration=Release '-t:ResolveReferences;CollectModuleBinaries' `
            -p:CopyLocalLockFileAssemblies=true -p:BuildProjectReferences=false 2>&1 | Out-String
        $LASTEXITCODE | Should -Not -Be 0
        $out | Should -BeLike '*System.Management.Automation.dll would be packaged*'
    }
}
