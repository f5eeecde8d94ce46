# What the first call in a process costs: CPU time of a PowerShell beyond that of one that does nothing, in milliseconds. Each package is
# measured in turn, round by round; a cell is the median. A package is a name and a manifest: @{ own = 'out/QSslModule/QSslModule.psd1' }.
param(
    [Parameter(Mandatory)] [System.Collections.IDictionary] $Package,
    [int] $Count = 9,
    # Writes the table to docs/performance.md, too.
    [switch] $Write
)
$ErrorActionPreference = 'Stop'

$root = Split-Path $PSScriptRoot
$folder = Join-Path ([System.IO.Path]::GetTempPath()) "qssl-start-$([guid]::NewGuid().ToString('n'))"
$null = New-Item $folder -ItemType Directory
Import-Module (Convert-Path @($Package.Values)[0])
$made = New-SslCertificate localhost
$authority = Join-Path $folder ca.pem
$made.Certificate | Export-SslCertificate -Path $authority
# The connections are not taken: there is room for all of them.
$server = New-SslServer -Certificate $made -MaxPendingConnections 1000

$works = [ordered]@{
    'Import-Module' = ''
    'Import-Module, Connect-SslHost' =
        "`$null = Connect-SslHost localhost $($server.ServerPort) -CaCertificate '$authority' -ErrorAction Stop"
    'Import-Module, Test-SslHost' =
        "if ((Test-SslHost localhost $($server.ServerPort) -CaCertificate '$authority').Status -ne 'Ok') { throw 'refused' }"
}
$program = [Environment]::ProcessPath
$prefix = [IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet' ? @(Join-Path $PSHOME pwsh.dll) : @()

# The process says itself what it has used: the script is the same for all but for its middle.
function Measure-Process {
    param([string] $Script)

    $said = & $program @prefix -NoProfile -NonInteractive -Command "$Script; [Environment]::CpuUsage.TotalTime.TotalMilliseconds"
    if ($LASTEXITCODE -ne 0) { throw "'$Script' failed: $said" }
    [double]@($said)[-1]
}

function Get-Median {
    param([double[]] $Value)

    ($Value | Sort-Object)[[Math]::Floor($Value.Count / 2)]
}

try {
    $samples = @{}
    foreach ($round in 0..$Count) {
        $found = @{ bare = Measure-Process '' }
        foreach ($work in $works.Keys) {
            foreach ($name in $Package.Keys) {
                $found["$name|$work"] = Measure-Process "Import-Module '$(Convert-Path $Package[$name])'; $($works[$work])"
            }
        }
        # The first round brings the files into memory.
        if ($round -gt 0) {
            foreach ($key in $found.Keys) { $samples[$key] = @($samples[$key]) + $found[$key] | Where-Object { $null -ne $_ } }
        }
    }
}
finally {
    $server | Stop-SslServer
    Remove-Item $folder -Recurse
}

$bare = Get-Median $samples.bare
$first = @($Package.Keys)[0]
$lines = @(
    "| CPU time beyond a bare start ($([Math]::Round($bare)) ms) | $($Package.Keys -join ' | ') |"
    "|---|$('---|' * $Package.Count)"
    foreach ($work in $works.Keys) {
        $own = (Get-Median $samples["$first|$work"]) - $bare
        $cells = foreach ($name in $Package.Keys) {
            $cost = (Get-Median $samples["$name|$work"]) - $bare
            $name -eq $first ? "$([Math]::Round($cost)) ms" : "$([Math]::Round($cost)) ms ($(($cost / $own).ToString('0.00')))"
        }
        "| $work | $($cells -join ' | ') |"
    }
)
$lines
if ($Write) {
    $page = Join-Path $root docs/performance.md
    $text = [System.IO.File]::ReadAllText($page)
    $start, $end = '<!-- Measure-Start -->', '<!-- /Measure-Start -->'
    if ($text -notmatch "(?s)$start.*$end") { throw "$page has no place for it: $start" }
    [System.IO.File]::WriteAllText($page, ($text -replace "(?s)$start.*$end", "$start`n`n$($lines -join "`n")`n`n$end"))
}
