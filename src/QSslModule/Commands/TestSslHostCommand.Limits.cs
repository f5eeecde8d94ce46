using System.Management.Automation;

namespace QSslModule;

// What the hosts are judged by.
public sealed partial class TestSslHostCommand
{
    /// <summary>A certificate of the chain that has so many days left, or fewer, is a warning.</summary>
    [Parameter]
    [ValidateRange(0, 36_500)]
    [ConvertsTo<int>]
    public int WarningDays { get; set; } = 30;

    /// <summary>A certificate of the chain that has so many days left, or fewer, is critical.</summary>
    [Parameter]
    [ValidateRange(0, 36_500)]
    [ConvertsTo<int>]
    public int CriticalDays { get; set; } = 7;

    /// <summary>A host's certificate that has used up so much of its lifetime, in percent, or more, is a warning.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    [ConvertsTo<double>]
    public double? WarningPercent { get; set; }

    /// <summary>A host's certificate that has used up so much of its lifetime, in percent, or more, is critical.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    [ConvertsTo<double>]
    public double? CriticalPercent { get; set; }

    /// <summary>
    /// Public keys, as sha256/ and base64: one must be the host's own or stand in the path that was verified, else the host is critical.
    /// What is merely sent along does not count.
    /// </summary>
    [Parameter]
    public string[] Pin { get; set; } = [];

    /// <summary>The moment to judge for, instead of now: whether the certificates hold then, and how many days are left by then.</summary>
    [Parameter]
    [ConvertsTo<DateTimeOffset>]
    public DateTimeOffset At { get; set; }
}
