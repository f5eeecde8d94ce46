using System.Management.Automation;

namespace QSslModule;

/// <summary>A cmdlet that waits for no longer than it is told.</summary>
public abstract class SslWaitingCmdlet : SslCmdlet
{
    /// <summary>How long to wait, in seconds; fractions are allowed, -1 is no limit.</summary>
    [Parameter]
    [ValidateRange(-1, int.MaxValue / 1000)]
    [ConvertsTo<double>]
    public double TimeoutSeconds { get; set; } = 30;

    private protected override double Limit => TimeoutSeconds;
}
