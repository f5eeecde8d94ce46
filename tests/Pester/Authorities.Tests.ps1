# Which authorities are trusted: those that are given, those of the system, or both.
Describe 'Authorities' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $folder = (New-Item (Join-Path $TestDrive authorities) -ItemType Directory).FullName
        Copy-Item $pki.CaCertificate (Join-Path $folder 'one.pem')
        Copy-Item $pki.SelfSigned.Certificate (Join-Path $folder 'two.crt')
        Set-Content (Join-Path $folder 'readme.txt') 'Not a certificate.'
        $limits = @{ WarningDays = 10; CriticalDays = 5 }
        $servers = foreach ($name in 'Good', 'SelfSigned') { New-SslServer -Certificate $pki.$name.Certificate -Key $pki.$name.Key }
        $jobs = $servers | ForEach-Object {
            Register-ObjectEvent $_ PendingConnectionAvailable -Action {
                while ($taken = $Event.Sender.NextPendingConnection()) { $taken.Dispose() }
            }
        }
        $good, $self = $servers | ForEach-Object { "localhost:$($_.ServerPort)" }
    }
    AfterAll {
        $jobs | Remove-Job -Force
        $servers | Stop-SslServer
    }

    It 'come from a folder, as a path and as an object' {
        (Test-SslHost $good -CaCertificate $folder @limits).Status | Should -Be Ok
        (Test-SslHost $self -CaCertificate (Get-Item $folder) @limits).Status | Should -Be Ok
        (Test-SslHost $good -CaCertificate $pki.SelfSigned.Certificate @limits).Status | Should -Be Critical
        (Test-SslCertificate $pki.Good.Certificate -CaCertificate $folder @limits).Status | Should -Be Ok
        (New-SslConfiguration -CaCertificate $folder, $pki.CaCertificate).CaCertificates.Count | Should -Be 2
    }

    It 'do not come from a folder without certificates' {
        $empty = (New-Item (Join-Path $TestDrive empty) -ItemType Directory).FullName
        $failed = try { Test-SslHost $good -CaCertificate $empty } catch { $_ }
        $failed.FullyQualifiedErrorId | Should -Match '^SslCertificateUnreadable,'
        $failed.ErrorDetails.Message | Should -Match 'no certificate in it'
    }

    It 'replace those of the system, or stand beside them' {
        # Windows and macOS have places that a test must not change.
        if (-not $IsLinux) { Set-ItResult -Skipped -Because 'the authorities of the system cannot be chosen for a process'; return }
        $before = $env:SSL_CERT_FILE
        try {
            $env:SSL_CERT_FILE = $pki.CaCertificate
            (Test-SslHost $good @limits).Status | Should -Be Ok
            (Test-SslHost $good @limits -CaCertificate $pki.SelfSigned.Certificate).Status | Should -Be Critical
            (Test-SslHost $good @limits -CaCertificate $pki.SelfSigned.Certificate -IncludeSystemCaCertificate).Status | Should -Be Ok
            (Test-SslHost $self @limits -CaCertificate $pki.SelfSigned.Certificate -IncludeSystemCaCertificate).Status | Should -Be Ok
            (Test-SslCertificate $pki.Good.Certificate @limits -CaCertificate $pki.SelfSigned.Certificate).Status | Should -Be Critical
            (Test-SslCertificate $pki.Good.Certificate @limits -CaCertificate $pki.SelfSigned.Certificate `
                -IncludeSystemCaCertificate).Status | Should -Be Ok
        }
        finally { $env:SSL_CERT_FILE = $before }
    }
}
