namespace QSslModule;

/// <summary>What is different at a target between two runs. Plain values only: it survives JSON, CLIXML and remoting.</summary>
public sealed class SslReportChange
{
    /// <summary>
    /// Host and port, with what else identifies what was tested: STARTTLS protocol, name to verify, proxy, testing machine, and the
    /// address where a run has several of one service.
    /// </summary>
    public string Target { get; internal init; } = "";

    /// <summary>
    /// TargetAdded, TargetRemoved, StatusChanged, FindingsChanged (with the same status), CertificateChanged, IssuerChanged,
    /// ExpiryShortened, ProtocolChanged, CipherChanged or GroupChanged; where both reports have a profile, ProtocolAdded and -Removed,
    /// CipherAdded and -Removed, CipherOrderChanged, GroupAdded and -Removed, SignatureSchemeAdded and -Removed, WeaknessAdded and
    /// -Removed, and the name of a fact with Changed, such as CompressionChanged.
    /// </summary>
    public string Kind { get; internal init; } = "";

    /// <summary>What the reference had: a text, for ExpiryShortened a time in UTC; null where the target, or what was added, was not in
    /// it.</summary>
    public object? Before { get; internal init; }

    /// <summary>What the difference has, likewise.</summary>
    public object? After { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => QSslCore.VisibleText.Of($"{Target}: {Kind}");
}
