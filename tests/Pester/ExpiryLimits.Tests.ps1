# The limits of a certificate's end: which of them count together, and which contradict each other.
Describe 'The limits of expiry' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        # The host's certificate has 19 days left, and is half over; that of the authority has 29.
        $pki = New-TestPki (Join-Path $TestDrive pki)
        $server = New-SslServer -Certificate $pki.Good.Certificate -Key $pki.Good.Key
        $job = Register-ObjectEvent $server PendingConnectionAvailable -Action {
            while ($taken = $Event.Sender.NextPendingConnection()) { $taken.Dispose() }
        }
        $known = @{ CaCertificate = $pki.CaCertificate; TimeoutSeconds = 10 }
        $good = "localhost:$($server.ServerPort)"
    }
    AfterAll {
        $job | Remove-Job -Force
        $server | Stop-SslServer
    }

    It 'are percent alone where only percent is given: <Limits>' -TestCases @(
        @{ Limits = @{ WarningPercent = 60 }; Status = 'Ok' }
        @{ Limits = @{ WarningPercent = 40 }; Status = 'Warning' }
        @{ Limits = @{ CriticalPercent = 60 }; Status = 'Ok' }
        @{ Limits = @{ CriticalPercent = 40 }; Status = 'Critical' }
        @{ Limits = @{ WarningPercent = 40; CriticalPercent = 60 }; Status = 'Warning' }
    ) {
        $report = Test-SslHost $good @known @Limits
        $report.Status | Should -Be $Status -Because "$($report.Reason)"
        $report.Findings | Where-Object Code -EQ ExpiresSoon | Should -BeNullOrEmpty
        $file = Test-SslCertificate $pki.Good.Certificate -CaCertificate $pki.CaCertificate @Limits
        $file.Status | Should -Be $Status -Because "$($file.Reason)"
    }

    It 'are days and percent where both are given: <Limits>' -TestCases @(
        @{ Limits = @{ WarningPercent = 60; WarningDays = 20 }; Status = 'Warning' }
        @{ Limits = @{ WarningPercent = 60; CriticalDays = 25 }; Status = 'Critical' }
        @{ Limits = @{ WarningPercent = 60; CriticalDays = 5 }; Status = 'Ok' }
        @{ Limits = @{}; Status = 'Warning' }
    ) {
        (Test-SslHost $good @known @Limits).Status | Should -Be $Status
    }

    It 'that contradict each other are an error that says both values: <Limits>' -TestCases @(
        @{ Limits = @{ WarningDays = 3; CriticalDays = 14 }; Both = '-WarningDays 3 and -CriticalDays 14' }
        @{ Limits = @{ WarningDays = 3 }; Both = '-WarningDays 3 and -CriticalDays 7 \(the default\)' }
        @{ Limits = @{ CriticalDays = 60 }; Both = '-WarningDays 30 \(the default\) and -CriticalDays 60' }
        @{ Limits = @{ WarningPercent = 90; CriticalPercent = 80.5 }; Both = '-WarningPercent 90 and -CriticalPercent 80\.5' }
    ) {
        { Test-SslHost $good @known @Limits } | Should -Throw
        $failed = try { Test-SslHost $good @known @Limits } catch { $_ }
        $failed.ErrorDetails.Message | Should -Match $Both
        $failed = try { Test-SslCertificate $pki.Good.Certificate @Limits } catch { $_ }
        $failed.ErrorDetails.Message | Should -Match $Both
    }

    It 'may be the same' {
        (Test-SslHost $good @known -WarningDays 20 -CriticalDays 20).Status | Should -Be Critical
        (Test-SslHost $good @known -WarningDays 0 -CriticalDays 0).Status | Should -Be Ok
    }
}
