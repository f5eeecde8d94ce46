Describe 'tools/Suites.psm1' {
    BeforeAll {
        Import-Module $PSScriptRoot/../../tools/Build.psm1, $PSScriptRoot/../../tools/Suites.psm1 -Force
    }
    AfterAll {
        Remove-Module Suites, Build
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
<test name="A.fails" result="Fail"><failure><message><![CDATA[no <list>
  of 2]]></message><stack-trace><![CDATA[at A.fails()]]></stack-trace></failure></test>
</collection><errors><error type="fixture" name="B"><failure><message><![CDATA[it was left running]]></message></failure></error></errors>
</assembly><assembly name="b.dll" errors="0" failed="0" not-run="0" passed="2" skipped="0" total="2" /></assemblies>
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

        It 'names what failed, with the message' {
            $suite.Failures.Name | Should -Be 'A.fails', 'B'
            $suite.Failures.Reason | Should -Be "no <list>`n  of 2", 'it was left running'
        }

        It 'reads the same from it as tools/xunit-report.awk' {
            if (-not (Get-Command awk -CommandType Application -ErrorAction Ignore)) {
                Set-ItResult -Skipped -Because 'awk is missing'
                return
            }
            & awk -f $PSScriptRoot/../../tools/xunit-report.awk $report | Should -Be @(
                "skip`tA.waits(text: `"<b>`")`tno <openssl> here"
                "skip`tA.explicit`texplicit: it runs only when it is asked for by name"
                "fail`tA.fails`tno <list> of 2"
                "fail`tB`tit was left running"
                "total`t5`t2`t2"
            )
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
            $suite = Read-SoakOutput 'Seed 1', '  ok    a: 3 tried', '  FAILED b: 2 tried, 1 lost',
                '  not tried: a full disk: it needs root', '4 checks passed, 1 failed, 1 not tried' 1
            $suite.Passed, $suite.Failed, $suite.Trouble | Should -Be 4, 1, ''
            $suite.Skipped.Name, $suite.Skipped.Reason | Should -Be 'soak, a full disk', 'it needs root'
            $suite.Failures.Name, $suite.Failures.Reason | Should -Be 'soak, b', '2 tried, 1 lost'
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

        It 'names what failed near the end, where a cut log still has it' {
            $failure = [pscustomobject]@{ Name = 'T.works'; Reason = "1`n is not 2" + 'x' * 600 }
            $lines = Format-TestSummary (New-SuiteResult A 3 1 -Failures $failure) -LeftOut 'the rest: no time'
            $at = $lines.IndexOf('Failed:')
            $lines[$at + 1] | Should -BeLike '  - T.works: 1 is not 2x*...'
            $lines[$at + 1].Length | Should -BeLessThan 520
            $at | Should -Be ($lines.Count - 4)
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

    Context 'Without Pester' {
        BeforeAll {
            Mock Get-ToolModule -ModuleName Suites
        }

        It 'leaves the suite out by name when Pester is missing, and its package too' {
            Mock Restore-PesterModule { throw 'NU1101: no such package' } -ModuleName Suites
            Invoke-PesterSuite | Should -BeNullOrEmpty
            @(Format-LeftOut) -match ("^  - the module's own tests \(tests[/\\]Pester\): Pester 6\.2 " +
                ".*not installed.*\(NU1101: no such package\)$") | Should -HaveCount 1
        }

        It 'runs the suite with the package of Pester' {
            Mock Restore-PesterModule { [pscustomobject]@{ Path = 'packages/Pester.psd1' } } -ModuleName Suites
            Mock New-ReportFile { $Name } -ModuleName Suites
            Mock Invoke-FreshPowerShellEach { 1, 1 } -ModuleName Suites
            (Invoke-PesterSuite -ProcessCount 2).Trouble | Should -BeLike '*no report*'
            Should -Invoke Invoke-FreshPowerShellEach -ModuleName Suites -ParameterFilter {
                $Run.Count -eq 2 -and $Run[0][1] -eq 'packages/Pester.psd1' -and $Run[0][4] -eq $Run[1][4] -and $Run[0][3] -ne $Run[1][3]
            }
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

    Context 'Invoke-PesterSuite.ps1' {
        It 'tells failures outside tests, and skips with their reasons' {
            $tests = Join-Path $TestDrive 'suite'
            $null = New-Item $tests -ItemType Directory
            Set-Content $tests/Good.Tests.ps1 @'
Describe 'a' {
    It 'passes' { 1 | Should -Be 1 }
    It 'waits' { Set-ItResult -Skipped -Because 'openssl is missing' }
    It 'is off' -Skip { 1 }
    It 'is elsewhere' -Skip -Tag 'needs a moon' { 1 }
}
Describe 'c' -Skip -Tag 'needs a sun' { It 'is far' { 1 } }
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
            $facts.Failed | Should -Be 3
            $facts.Skipped.Reason | Should -Be 'openssl is missing', 'needs a moon', 'needs a sun'
            $facts.Failures.Name | Should -Be 'Good.b', 'a.is off', 'Broken.the file'
            $facts.Failures[0].Reason | Should -BeLike '*clean-up*'
            $facts.Failures[1].Reason | Should -Be 'no reason given (Skipped)'
            $facts.Failures[2].Reason | Should -BeLike '*unreadable*'
        }

        It 'fails for a process that a file leaves running, and ends it' -Skip:(-not $IsLinux) -Tag 'needs Linux' {
            $tests = New-Item (Join-Path $TestDrive 'left') -ItemType Directory
            Set-Content $tests/Left.Tests.ps1 `
                "Describe 'l' { It 'passes' { (Start-Process sleep 600 -PassThru).Id | Set-Content '$tests/id' } }"
            $report = Join-Path $TestDrive 'left.json'
            $runner = Convert-Path $PSScriptRoot/../../tools/Invoke-PesterSuite.ps1
            Invoke-FreshPowerShell $runner (Get-Module Pester).Path, $tests, $report -InformationAction SilentlyContinue | Should -Be 1
            $facts = Get-Content $report -Raw | ConvertFrom-Json
            "$($facts.Passed) $($facts.Failed)" | Should -Be '1 1'
            $facts.Failures.Reason | Should -Match 'leaves running: sleep \(\d+\)'
            Get-Process -Id (Get-Content $tests/id) -ErrorAction Ignore | Should -BeNullOrEmpty
        }

        It 'runs each file once, in <Count> processes, and says what failed' -TestCases @(
            @{ Count = 1 }
            @{ Count = 2 }
        ) {
            if (-not (Get-ToolModule Pester 6.2) -and -not (Get-Command dotnet -CommandType Application -ErrorAction Ignore)) {
                Set-ItResult -Skipped -Because 'needs the .NET SDK, which is not on PATH'
                return
            }
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
