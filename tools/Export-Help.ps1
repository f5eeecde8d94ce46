# Turns the Markdown pages of the cmdlets into the MAML file that Get-Help reads. It runs in a process of its own.
param(
    [Parameter(Mandatory)] [string] $PlatyPSPath,
    [Parameter(Mandatory)] [string] $HelpPath,
    [Parameter(Mandatory)] [string] $OutputPath
)
$ErrorActionPreference = 'Stop'
Import-Module $PlatyPSPath

$work = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid())
try {
    $pages = Measure-PlatyPSMarkdown -Path (Join-Path $HelpPath '*.md') | Where-Object Filetype -Match 'CommandHelp'
    if (-not $pages) { throw "There is no page of a cmdlet in $HelpPath." }
    $pages | Import-MarkdownCommandHelp -Path { $_.FilePath } | Export-MamlCommandHelp -OutputFolder $work -Force | Out-Null
    $target = New-Item $OutputPath -ItemType Directory -Force
    Get-ChildItem $work -Recurse -Filter *-Help.xml | Copy-Item -Destination $target -PassThru | ForEach-Object { "Help -> $($_.FullName)" }
}
finally {
    if (Test-Path $work) { Remove-Item $work -Recurse }
}
