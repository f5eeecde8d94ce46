# Turns the Markdown pages of the cmdlets into the MAML file that Get-Help reads. It runs in a process of its own.
param(
    [Parameter(Mandatory)] [string] $PlatyPSPath,
    [Parameter(Mandatory)] [string] $HelpPath,
    [Parameter(Mandatory)] [string] $OutputPath
)
$ErrorActionPreference = 'Stop'
Import-Module $PlatyPSPath
Import-Module (Join-Path $PSScriptRoot Help.psm1)

# PlatyPS leaves code and text of an example together, as Markdown. Get-Help has a place for each: the code can then be
# copied from the console, and read by a program.
function Split-Example {
    param([Parameter(Mandatory)] [string] $Path)

    $maml = [xml]::new()
    $maml.PreserveWhitespace = $true
    $maml.Load($Path)
    foreach ($example in $maml.GetElementsByTagName('command:example')) {
        # An empty line ends a paragraph of theirs, in code, too.
        $whole = ($example.introduction.para | ForEach-Object { "$_".Trim([char]0x80, "`n", "`r") } | Where-Object { $_ }) -join "`n`n"
        if ($whole -notmatch '(?s)^```\w*\n(.*?)\n```\s*(.*)$') { throw "An example in $Path has no code: $whole" }
        $code, $text = $Matches[1], ($Matches[2] -split '\n\n')
        $example['maml:introduction'].RemoveAll()
        $example['dev:code'].InnerText = $code
        $example['dev:remarks'].RemoveAll()
        foreach ($paragraph in $text) {
            $element = $maml.CreateElement('maml:para', $example['maml:introduction'].NamespaceURI)
            $element.InnerText = $paragraph
            $null = $example['dev:remarks'].AppendChild($element)
        }
    }
    $maml.Save($Path)
}

$work = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid())
try {
    $pages = Measure-PlatyPSMarkdown -Path (Join-Path $HelpPath '*.md') | Where-Object Filetype -Match 'CommandHelp'
    if (-not $pages) { throw "There is no page of a cmdlet in $HelpPath." }
    $pages | Import-MarkdownCommandHelp -Path { $_.FilePath } | Export-MamlCommandHelp -OutputFolder $work -Force | Out-Null
    $target = New-Item $OutputPath -ItemType Directory -Force
    foreach ($file in Get-ChildItem $work -Recurse -Filter *-Help.xml) {
        Split-Example $file.FullName
        Add-DefaultValue $file.FullName $HelpPath
        Hide-PageLink $file.FullName
        Copy-Item $file $target -PassThru | ForEach-Object { "Help -> $($_.FullName)" }
    }
}
finally {
    if (Test-Path $work) { Remove-Item $work -Recurse }
}
