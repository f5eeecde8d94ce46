# Certificates between the module and the stores of Windows (Cert:), both ways.
Describe 'The drive Cert:' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $trouble = if (-not (Test-Path Cert:/CurrentUser)) { 'needs the drive Cert:, which only Windows has' }
    }

    It 'gives certificates that the cmdlets take' {
        if ($trouble) { Set-ItResult -Skipped -Because $trouble; return }
        $kept = Get-ChildItem Cert:/LocalMachine/Root, Cert:/CurrentUser/Root | Select-Object -First 1
        if (-not $kept) { Set-ItResult -Skipped -Because 'needs an authority in the stores of Windows'; return }
        $verdict = $kept | Test-SslCertificate -AsChain -CaCertificate $kept
        [Convert]::ToHexString(@($verdict.Chain)[0].ToDer()) | Should -Be ([Convert]::ToHexString($kept.RawData))
        $verdict.Errors.Error | Should -Not -Contain SelfSignedCertificate
    }

    It 'shows what was exported into a store' {
        if ($why = $trouble ?? (Get-WineTrouble 'stores whose certificates are found by thumbprint')) {
            Set-ItResult -Skipped -Because $why
            return
        }
        $file = Join-Path $TestDrive 'exported.pem'
        $null = New-SslCertificate localhost | Export-SslCertificate $file
        $exported = [System.Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPem((Get-Content $file -Raw))
        $store = [System.Security.Cryptography.X509Certificates.X509Store]::new('My', 'CurrentUser')
        $store.Open('ReadWrite')
        try {
            $store.Add($exported)
            $shown = Get-Item "Cert:/CurrentUser/My/$($exported.Thumbprint)"
            [Convert]::ToHexString($shown.RawData) | Should -Be ([Convert]::ToHexString($exported.RawData))
            ($shown | Test-SslCertificate -AsChain -HostName localhost -CaCertificate $file).Verified | Should -BeTrue
        }
        finally {
            $store.Remove($exported)
            $store.Dispose()
        }
    }
}
