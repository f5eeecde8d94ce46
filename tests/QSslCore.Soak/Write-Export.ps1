# Exports two contents of different lengths by turns to one file: soak kills it in the middle, or gives it no room.
param([string] $Manifest, [string] $Small, [string] $Large, [string] $Path, [switch] $Full)

$ErrorActionPreference = 'Stop'
Import-Module $Manifest
$one = @(Import-SslCertificate $Small)
$many = @(Import-SslCertificate $Large)

if ($Full) {
    # The first one fits. What does not must say so, and leave the first one as it was.
    Export-SslCertificate -Certificate $one -Path $Path
    $before = Get-FileHash $Path
    foreach ($place in $Path, (Join-Path (Split-Path $Path) new.pem), '/dev/full') {
        $errorOfExport = @()
        Export-SslCertificate -Certificate $many -Path $place -ErrorVariable errorOfExport -ErrorAction SilentlyContinue
        $left = @(Get-ChildItem (Split-Path $Path) -Force).Count
        $good = $errorOfExport.Count -eq 1 -and $left -eq 1 -and (Get-FileHash $Path).Hash -eq $before.Hash
        "$good $place $($errorOfExport.Count) errors, $left files: $($errorOfExport[0])"
    }
    return
}
'ready'
while ($true) {
    Export-SslCertificate -Certificate $one -Path $Path -Force
    Export-SslCertificate -Certificate $many -Path $Path -Force
}
