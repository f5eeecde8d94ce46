using System.Management.Automation;

namespace QSslModule;

/// <summary>The base class of cmdlets that wait for at most a given time.</summary>
public abstract class SslWaitingCmdlet : SslCmdlet
{
    /// <summary>The time limit in seconds. Fractions are allowed; -1 means no limit.</summary>
    [Parameter]
    [ValidateRange(-1, int.MaxValue / 1000)]
    [ConvertsTo<double>]
    public double TimeoutSeconds { get; set; } = 30;

    private protected override double Limit => TimeoutSeconds;
}
