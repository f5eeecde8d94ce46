namespace QSslModule;

/// <summary>How long the phases of a connection took, in milliseconds; null for a phase that was not reached.</summary>
public sealed class SslReportTimings
{
    /// <summary>Looking the name up.</summary>
    public double? Lookup { get; internal set; }

    /// <summary>Connecting.</summary>
    public double? Connect { get; internal set; }

    /// <summary>The dialogue of the protocol before TLS.</summary>
    public double? StartTls { get; internal set; }

    /// <summary>The TLS handshake.</summary>
    public double? Handshake { get; internal set; }

    /// <summary>Asking the issuers about revocation.</summary>
    public double? Revocation { get; internal set; }

    /// <summary>All of it.</summary>
    public double Total { get; internal set; }
}
