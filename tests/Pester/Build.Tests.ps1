Describe 'tools/Build.psm1' {
    BeforeAll {
        Import-Module $PSScriptRoot/../../tools/Build.psm1 -Force
    }
    AfterAll {
        Remove-Module Build
    }

    Context 'Read-XunitReport' {
        BeforeAll {
            $report = Join-Path $TestDrive 'report.xml'
            Set-Content $report @'
<?xml version="1.0" encoding="utf-8"?>
<assemblies><assembly name="a.dll" errors="1" failed="1" not-run="1" passed="3" skipped="1" total="6"><collection>
<test name="A.passes" result="Pass" />
<test name="A.waits(text: &quot;&lt;b&gt;&quot;)" result="Skip"><reason><![CDATA[no <openssl> here]]></reason></test>
<test name="A.explicit" result="NotRun" />
<test name="A.fails" result="Fail"><failure><message><![CDATA[no]]></message></failure></test>
</collection></assembly><assembly name="b.dll" errors="0" failed="0" not-run="0" passed="2" skipped="0" total="2" /></assemblies>
'@
            $suite = Read-XunitReport $report
        }

        It 'adds up all assemblies, and errors outside tests are failures' {
            $suite.Passed | Should -Be 5
            $suite.Failed | Should -Be 2
        }

        It 'names what did not run, with the reason' {
            $suite.Skipped.Name | Should -Be 'A.waits(text: "<b>")', 'A.explicit'
            $suite.Skipped[0].Reason | Should -Be 'no <openssl> here'
            $suite.Skipped[1].Reason | Should -BeLike 'explicit*'
        }

        It 'reads the same from it as tools/xunit-report.awk' {
            if (-not (Get-Command awk -CommandType Application -ErrorAction Ignore)) {
                Set-ItResult -Skipped -Because 'awk is missing'
                return
            }
            & awk -f $PSScriptRoot/../../tools/xunit-report.awk $report | Should -Be @(
                "skip`tA.waits(text: `"<b>`")`tno <openssl> here"
                "skip`tA.explicit`texplicit: it runs only when it is asked for by name"
                "total`t5`t2`t2"
            )
        }
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

    Context 'Complete-Suite' {
        BeforeAll {
            $report = Join-Path $TestDrive 'there'
            Set-Content $report 'x'
        }

        It 'calls a missing report a failure' {
            $suite = Complete-Suite S (Join-Path $TestDrive 'missing') 134 { throw 'not read' }
            $suite.Failed | Should -Be 1
            $suite.Trouble | Should -BeLike '*134*no report*'
        }

        It 'calls a run without tests a trouble' {
            (Complete-Suite S $report 0 { New-SuiteResult S 0 0 }).Trouble | Should -BeLike '*no test*'
        }

        It 'calls a bad exit code a trouble when no test explains it' {
            (Complete-Suite S $report 3 { New-SuiteResult S 5 0 }).Trouble | Should -BeLike '*code 3*'
            (Complete-Suite S $report 1 { New-SuiteResult S 5 1 }).Trouble | Should -BeNullOrEmpty
        }
    }

    Context 'Read-SoakOutput' {
        It 'counts the checks of the last line, and names what was not tried' {
            $suite = Read-SoakOutput 'Seed 1', '  ok    a: 3 tried', '  not tried: a full disk: it needs root',
                '4 checks passed, 1 failed, 1 not tried' 1
            $suite.Passed, $suite.Failed, $suite.Trouble | Should -Be 4, 1, ''
            $suite.Skipped.Name, $suite.Skipped.Reason | Should -Be 'soak, a full disk', 'it needs root'
        }

        It 'is in trouble when <Name>' -ForEach @(
            @{ Name = 'the last line is missing'; Lines = @('Seed 1'); Code = 134; Trouble = '*134*did not come to its end*' }
            @{ Name = 'nothing was checked'; Lines = @('0 checks passed, 0 failed, 2 not tried'); Code = 0; Trouble = '*nothing*' }
            @{
                Name = 'it ends badly for no reason'
                Lines = @('3 checks passed, 0 failed, 0 not tried')
                Code = 139
                Trouble = '*code 139*'
            }
        ) {
            $suite = Read-SoakOutput $Lines $Code
            $suite.Trouble | Should -BeLike $Trouble
            Get-TestExitCode $suite | Should -Be 1
        }
    }

    Context 'Format-TestSummary and Get-TestExitCode' {
        It 'ends with the sums over all suites' {
            $skip = [pscustomobject]@{ Name = 'T'; Reason = "no`n  peer" }
            $lines = Format-TestSummary (New-SuiteResult A 3 1 $skip), (New-SuiteResult B 4 0) -LeftOut 'the rest: no time'
            $lines[-1] | Should -BeExactly '7 passed, 1 failed, 1 skipped'
            $lines | Should -Contain '  - T: no peer'
            $lines | Should -Contain '  - the rest: no time'
        }

        It 'ends with zeros when no suite ran' {
            @(Format-TestSummary)[-1] | Should -BeExactly '0 passed, 0 failed, 0 skipped'
        }

        It 'is <Code> for <Name>' -ForEach @(
            @{ Name = 'no suite'; Suites = @(); Code = 1 }
            @{ Name = 'all passed'; Suites = @(@(2, 0, ''), @(1, 0, '')); Code = 0 }
            @{ Name = 'one failed'; Suites = @(@(2, 0, ''), @(1, 1, '')); Code = 1 }
            @{ Name = 'a suite without tests'; Suites = @(@(2, 0, ''), @(0, 0, '')); Code = 1 }
            @{ Name = 'a suite in trouble'; Suites = @(, @(2, 0, 'died')); Code = 1 }
        ) {
            $made = @($Suites | ForEach-Object { New-SuiteResult S $_[0] $_[1] -Trouble $_[2] })
            Get-TestExitCode $made | Should -Be $Code
        }
    }

    Context 'What is not installed' {
        BeforeAll {
            Mock Get-ToolModule -ModuleName Build
        }

        It 'leaves the suite out by name when Pester is missing, and its package too' {
            Mock Restore-PesterModule { throw 'NU1101: no such package' } -ModuleName Build
            Invoke-PesterSuite | Should -BeNullOrEmpty
            @(Format-LeftOut) -match ("^  - the module's own tests \(tests[/\\]Pester\): Pester 6\.2 " +
                ".*not installed.*\(NU1101: no such package\)$") | Should -HaveCount 1
        }

        It 'runs the suite with the package of Pester' {
            Mock Restore-PesterModule { [pscustomobject]@{ Path = 'packages/Pester.psd1' } } -ModuleName Build
            Mock New-ReportFile { $Name } -ModuleName Build
            Mock Invoke-FreshPowerShellEach { 1, 1 } -ModuleName Build
            (Invoke-PesterSuite -ProcessCount 2).Trouble | Should -BeLike '*no report*'
            Should -Invoke Invoke-FreshPowerShellEach -ModuleName Build -ParameterFilter {
                $Run.Count -eq 2 -and $Run[0][1] -eq 'packages/Pester.psd1' -and $Run[0][4] -eq $Run[1][4] -and $Run[0][3] -ne $Run[1][3]
            }
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

    Context 'Invoke-ExampleSuite' {
        It 'counts a script that ends badly as a failure and names it' {
            Set-Content (Join-Path $TestDrive 'good.ps1') 'exit 0'
            Set-Content (Join-Path $TestDrive 'bad.ps1') 'exit 3'
            $suite = Invoke-ExampleSuite -Path $TestDrive -InformationAction SilentlyContinue
            $suite.Passed | Should -Be 1
            $suite.Failed | Should -Be 1
            $suite.Trouble | Should -BeLike '*bad.ps1 ended with code 3*'
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

    Context 'Invoke-PesterSuite.ps1' {
        It 'tells failures outside tests, and skips with their reasons' {
            $tests = Join-Path $TestDrive 'suite'
            $null = New-Item $tests -ItemType Directory
            Set-Content $tests/Good.Tests.ps1 @'
Describe 'a' {
    It 'passes' { 1 | Should -Be 1 }
    It 'waits' { Set-ItResult -Skipped -Because 'openssl is missing' }
    It 'is off' -Skip { 1 }
}
Describe 'b' {
    AfterAll { throw 'clean-up' }
    It 'passes too' { 1 | Should -Be 1 }
}
'@
            Set-Content $tests/Broken.Tests.ps1 "throw 'unreadable'"
            $report = Join-Path $TestDrive 'suite.json'
            $runner = Convert-Path $PSScriptRoot/../../tools/Invoke-PesterSuite.ps1
            Invoke-FreshPowerShell $runner (Get-Module Pester).Path, $tests, $report -InformationAction SilentlyContinue | Should -Be 1
            $facts = Get-Content $report -Raw | ConvertFrom-Json
            $facts.Passed | Should -Be 2
            $facts.Failed | Should -Be 2
            $facts.Skipped.Reason | Should -Be 'openssl is missing', 'no reason given (Skipped)'
        }

        It 'runs each file once, in <Count> processes, and says what failed' -TestCases @(
            @{ Count = 1 }
            @{ Count = 3 }
        ) {
            $tests = Join-Path $TestDrive "shared$Count"
            $null = New-Item $tests -ItemType Directory
            foreach ($name in 'a', 'b', 'c', 'd') {
                Set-Content $tests/$name.Tests.ps1 "Describe '$name' { It 'is here' { '$name' | Should -Be $name } }"
            }
            Set-Content $tests/e.Tests.ps1 "Describe 'e' { It 'is not' { [Console]::Error.WriteLine('noise'); 1 | Should -Be 2 } }"
            $suite = Invoke-PesterSuite Shared $tests -ProcessCount $Count -InformationVariable said 6> $null
            "$($suite.Passed) $($suite.Failed) $($suite.Trouble)" | Should -Be '4 1 '
            $text = $said -join "`n"
            $text | Should -Match '(?m)^noise$'
            [regex]::Matches($text, '(?m)^\[[+-]\] ').Count | Should -Be 5
            $text | Should -Match '(?m)^\[-\] e\.Tests\.ps1 .*\n  \[-\] .*is not.*\n .*2'
        }

        It 'is in trouble when the processes run no test' {
            (Join-Suite S (New-SuiteResult S 0 0), (New-SuiteResult S 0 0)).Trouble | Should -BeLike '*no test*'
            (Join-Suite S (New-SuiteResult S 3 0), (New-SuiteResult S 0 0)).Trouble | Should -BeNullOrEmpty
            (Join-Suite S (New-SuiteResult S 3 0), (New-SuiteResult S 0 1 -Trouble died)).Trouble | Should -Be died
        }
    }
}

# With a pwsh and a dotnet of the test's own on PATH, which write down how they were called.
Describe 'The PowerShell of build.sh' -Skip:$IsWindows {
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
