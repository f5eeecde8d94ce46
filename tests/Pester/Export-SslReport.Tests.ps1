Describe 'Export-SslReport' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        . $PSScriptRoot/Reports.ps1
        $run = New-TestRun
    }
    BeforeEach {
        $folder = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
        Push-Location $folder
    }
    AfterEach { Pop-Location }

    It 'takes the format of <Name> from its extension' -TestCases @(
        @{
            Name = 'a.html'
            Format = 'Html'
        }, @{ Name = 'a.HTM'; Format = 'Html' }, @{ Name = 'a.json'; Format = 'Json' }, @{ Name = 'a.csv'; Format = 'Csv' }
        @{ Name = 'a.md'; Format = 'Markdown' }, @{ Name = 'a.markdown'; Format = 'Markdown' }, @{ Name = 'a.xml'; Format = 'JUnit' }
        @{ Name = 'a.sarif'; Format = 'Sarif' }, @{ Name = 'a.sarif.json'; Format = 'Sarif' }, @{ Name = 'a.prom'; Format = 'Prometheus' }
    ) {
        $run | Export-SslReport $Name | Should -BeNullOrEmpty
        [System.IO.File]::ReadAllText((Join-Path $folder $Name)) | Should -BeExactly "$($run | ConvertTo-SslReport $Format)"
        # Nothing is left beside it.
        (Get-ChildItem $folder -Force).Name | Should -Be $Name
    }

    It 'writes the format it is told, in UTF-8 without a mark' {
        $written = New-TestReport -Subject 'CN=Ünïcode' | Export-SslReport status.txt -Format Nagios -PassThru
        $written | Should -BeOfType ([System.IO.FileInfo])
        Get-Content $written -TotalCount 1 | Should -Match '^OK - '
        New-TestReport -Subject 'CN=Ünïcode' | Export-SslReport page.html
        $bytes = [System.IO.File]::ReadAllBytes("$folder/page.html")
        $bytes[0] | Should -Be 0x3C
        [System.Text.Encoding]::UTF8.GetString($bytes) | Should -Match 'Ünïcode'
    }

    It 'refuses a name that tells no format before it waits for a report' {
        { 1..3 | ForEach-Object { throw 'a report was asked for' } | Export-SslReport report } | Should -Throw -ErrorId 'SslFormatUnknown,*'
        { $run | Export-SslReport report.txt } | Should -Throw -ErrorId 'SslFormatUnknown,*'
        Get-ChildItem $folder | Should -BeNullOrEmpty
    }

    It 'refuses a place where it cannot write before it waits for a report' {
        $asked = { 1..3 | ForEach-Object { throw 'a report was asked for' } }
        { & $asked | Export-SslReport missing/run.json } | Should -Throw -ErrorId 'SslFileNotWritten,*'
        { & $asked | Export-SslReport $folder -Format Json } | Should -Throw -ErrorId 'SslFileNotWritten,*'
        Set-Content run.json old
        { & $asked | Export-SslReport run.json -NoClobber } | Should -Throw -ErrorId 'SslFileExists,*'
        Set-ItemProperty run.json IsReadOnly $true
        { & $asked | Export-SslReport run.json } | Should -Throw -ErrorId 'SslFileNotWritten,*'
    }

    It 'replaces a file, but not with -NoClobber' {
        Set-Content run.json old
        { $run | Export-SslReport run.json -NoClobber } | Should -Throw -ErrorId 'SslFileExists,*'
        Get-Content run.json | Should -Be old
        $run | Export-SslReport run.json
        (Get-Content run.json -Raw | ConvertFrom-Json).Count | Should -Be 4
        $run | Export-SslReport other.json -NoClobber
        'other.json' | Should -Exist
    }

    It 'replaces a read-only file only with -Force' {
        Set-Content run.json old
        Set-ItemProperty run.json IsReadOnly $true
        { $run | Export-SslReport run.json } | Should -Throw -ErrorId 'SslFileNotWritten,*'
        Get-Content run.json | Should -Be old
        $run | Export-SslReport run.json -Force
        Get-Content run.json -Raw | Should -Match '^\['
        (Get-ChildItem $folder -Force).Name | Should -Be run.json
    }

    It 'keeps the permissions of a file, and a link a link' {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'Windows has no such permissions, and links need a privilege there'; return }
        Set-Content real.json old
        chmod 640 real.json
        $null = New-Item link.json -ItemType SymbolicLink -Target real.json
        $run | Export-SslReport link.json
        (Get-Item link.json).LinkType | Should -Be SymbolicLink
        Get-Content real.json -Raw | Should -Match '^\['
        (Get-Item real.json).UnixFileMode | Should -Be ([System.IO.UnixFileMode]'UserRead, UserWrite, GroupRead')
    }

    It 'leaves everything as it was when it cannot write' {
        { $run | Export-SslReport missing/run.json } | Should -Throw -ErrorId 'SslFileNotWritten,*'
        { $run | Export-SslReport $folder -Format Json } | Should -Throw -ErrorId 'SslFileNotWritten,*'
        { $run | Export-SslReport env:run.json } | Should -Throw -ErrorId 'SslUnsupportedInput,*'
        Get-ChildItem $folder -Force | Should -BeNullOrEmpty
    }

    It 'writes nothing with -WhatIf' {
        Set-Content run.json old
        $run | Export-SslReport run.json -WhatIf
        Get-Content run.json | Should -Be old
    }

    It 'writes nothing when the reports fail to come' {
        Set-Content run.json old
        { & { $run[0]; throw 'lost' } | Export-SslReport run.json } | Should -Throw lost
        Get-Content run.json | Should -Be old
        (Get-ChildItem $folder -Force).Name | Should -Be run.json
    }

    It 'keeps the file where <Name>' -TestCases @(
        @{ Name = 'nothing comes'; Given = { }; Id = 'SslNothingToWrite' }
        @{ Name = 'an empty array comes'; Given = { @() }; Id = 'SslNothingToWrite' }
        @{ Name = 'something else comes'; Given = { 1 }; Id = 'SslNotAReport' }
        @{ Name = 'something else comes along'; Given = { $run[0]; 'a text'; $run[1] }; Id = 'SslNotAReport' }
        @{ Name = '$null comes along'; Given = { $run[0]; $null }; Id = 'SslNotAReport' }
    ) {
        Set-Content run.html old
        { & $Given | Export-SslReport run.html -ErrorAction SilentlyContinue } | Should -Throw -ErrorId "$Id,*"
        Get-Content run.html | Should -Be old
        { & $Given | Export-SslReport new.html -ErrorAction SilentlyContinue } | Should -Throw -ErrorId "$Id,*"
        (Get-ChildItem $folder -Force).Name | Should -Be run.html
        & $Given | Export-SslReport run.html -Force -ErrorAction SilentlyContinue
        Get-Content run.html -Raw | Should -Match '(?i)no host was tested|input was not a report'
    }

    It 'writes an empty set that was given by name, and none that is a slip' {
        Set-Content run.json old
        { Export-SslReport run.json -InputObject $null } | Should -Throw -ErrorId 'SslNothingToWrite,*'
        Get-Content run.json | Should -Be old
        Export-SslReport run.json -InputObject @()
        Get-Content run.json | Should -Be '[]'
    }

    It 'keeps the file where the run itself cannot begin' {
        Set-Content run.html old
        { 'one.example' | Test-SslHost -Protocol DtlsV1_2 | Export-SslReport run.html } | Should -Throw
        Get-Content run.html | Should -Be old
        {
            Get-Content missing.txt -ErrorAction SilentlyContinue | Test-SslHost | Export-SslReport run.html
        } | Should -Throw -ErrorId 'SslNothingToWrite,*'
        Get-Content run.html | Should -Be old
    }

    It 'takes drives of PowerShell and names with brackets' {
        $null = New-PSDrive -Name ReportDrive -PSProvider FileSystem -Root $folder -Scope Script
        try {
            $run | Export-SslReport 'ReportDrive:/run[1].json'
            (Get-ChildItem $folder).Name | Should -Be 'run[1].json'
        }
        finally { Remove-PSDrive ReportDrive -Scope Script }
    }
}
