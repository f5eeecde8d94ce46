using System.Globalization;
using QSslCore;

namespace QSslModule;

/// <summary>The duration of each phase of a connection, in milliseconds; null for a phase that was not reached.</summary>
public sealed class SslReportTimings
{
    internal SslReportTimings()
    {
    }

    internal SslReportTimings(HostCheckTimings times)
    {
        Lookup = Milliseconds(times.Lookup);
        Connect = Milliseconds(times.Connect);
        StartTls = Milliseconds(times.StartTls);
        Handshake = Milliseconds(times.Handshake);
        Revocation = Milliseconds(times.Revocation);
        Total = Milliseconds(times.Total)!.Value;
    }

    /// <summary>The time to look up the name.</summary>
    public double? Lookup { get; internal set; }

    /// <summary>The time to connect.</summary>
    public double? Connect { get; internal set; }

    /// <summary>The time of the dialogue before TLS.</summary>
    public double? StartTls { get; internal set; }

    /// <summary>The time of the TLS handshake.</summary>
    public double? Handshake { get; internal set; }

    /// <summary>The time to ask the issuers about revocation.</summary>
    public double? Revocation { get; internal set; }

    /// <summary>The total time.</summary>
    public double Total { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Phases.Where(phase => phase.Time is not null)
        .Select(phase => string.Create(CultureInfo.InvariantCulture, $"{phase.Name} {phase.Time:0.#} ms")));

    /// <summary>The phases in order and the total, with their display names.</summary>
    internal IEnumerable<(string Name, double? Time)> Phases =>
        [("lookup", Lookup), ("connect", Connect), ("STARTTLS", StartTls), ("handshake", Handshake), ("revocation", Revocation),
            ("total", Total)];

    private static double? Milliseconds(TimeSpan? time) => time is { } known ? Math.Round(known.TotalMilliseconds, 1) : null;
}
