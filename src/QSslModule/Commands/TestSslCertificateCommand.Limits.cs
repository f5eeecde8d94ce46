using System.Management.Automation;

namespace QSslModule;

// What the certificates are judged by.
public sealed partial class TestSslCertificateCommand
{
    /// <summary>A certificate with at most this many days left is a warning.</summary>
    [Parameter]
    [ValidateRange(0, 36_500)]
    [ConvertsTo<int>]
    public int WarningDays { get; set; } = 30;

    /// <summary>A certificate with at most this many days left is critical.</summary>
    [Parameter]
    [ValidateRange(0, 36_500)]
    [ConvertsTo<int>]
    public int CriticalDays { get; set; } = 7;

    /// <summary>A certificate that has used at least this percentage of its lifetime is a warning.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    [ConvertsTo<double>]
    public double? WarningPercent { get; set; }

    /// <summary>A certificate that has used at least this percentage of its lifetime is critical.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    [ConvertsTo<double>]
    public double? CriticalPercent { get; set; }
}
