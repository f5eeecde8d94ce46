# What the step from the pages of the cmdlets to the MAML of Get-Help adds to what PlatyPS makes.

Set-StrictMode -Version 3.0

# Returns the default values that a page tells, by the names of the parameters. A parameter without one is not there.
function Get-PageDefault {
    [CmdletBinding()]
    [OutputType([hashtable])]
    param([Parameter(Mandatory)] [string] $Path)

    $defaults = @{}
    $text = Get-Content -LiteralPath $Path -Raw
    foreach ($section in [regex]::Matches($text, '(?ms)^### -(?<name>\w+)\r?$(?<body>.*?)(?=^##|\z)')) {
        $line = [regex]::Match($section.Groups['body'].Value, "(?m)^DefaultValue: (?:'(?<value>.*)'|(?<value>.*?))\r?$")
        if ($line.Groups['value'].Value) { $defaults[$section.Groups['name'].Value] = $line.Groups['value'].Value.Replace("''", "'") }
    }
    $defaults
}

# PlatyPS reads the default values and does not write them. Get-Help -Parameter and -Full show what stands in dev:defaultValue.
function Add-DefaultValue {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [string] $HelpPath)

    $maml = [xml]::new()
    $maml.PreserveWhitespace = $true
    $maml.Load((Convert-Path -LiteralPath $Path))
    $dev = 'http://schemas.microsoft.com/maml/dev/2004/10'
    foreach ($command in $maml.GetElementsByTagName('command:command')) {
        $defaults = Get-PageDefault (Join-Path $HelpPath "$($command['command:details']['command:name'].InnerText).md")
        foreach ($parameter in $command['command:parameters'].ChildNodes | Where-Object NodeType -EQ Element) {
            foreach ($old in @($parameter.GetElementsByTagName('dev:defaultValue'))) {
                if ($old.PreviousSibling.NodeType -eq 'Whitespace') { $null = $parameter.RemoveChild($old.PreviousSibling) }
                $null = $parameter.RemoveChild($old)
            }
            $value = $defaults[$parameter['maml:name'].InnerText]
            if (-not $value) { continue }
            # As the last element, on a line of its own with the indentation of the others.
            $element = $maml.CreateElement('dev:defaultValue', $dev)
            $element.InnerText = $value
            $end = $parameter.LastChild
            $null = $parameter.InsertBefore($maml.CreateWhitespace($parameter.FirstChild.Value), $end)
            $null = $parameter.InsertBefore($element, $end)
        }
    }
    $maml.Save((Convert-Path -LiteralPath $Path))
}

# The links of the pages lead to files beside them, which a module does not have: Get-Help shows their names alone.
function Hide-PageLink {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Path)

    $maml = [xml]::new()
    $maml.PreserveWhitespace = $true
    $maml.Load((Convert-Path -LiteralPath $Path))
    foreach ($link in $maml.GetElementsByTagName('maml:navigationLink')) {
        if ($link['maml:uri'].InnerText -and $link['maml:uri'].InnerText -notmatch '^https?://') { $link['maml:uri'].IsEmpty = $true }
    }
    $maml.Save((Convert-Path -LiteralPath $Path))
}

Export-ModuleMember -Function Get-PageDefault, Add-DefaultValue, Hide-PageLink
