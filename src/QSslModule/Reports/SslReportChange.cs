namespace QSslModule;

/// <summary>A difference at a target between two runs. It has plain values only, which JSON, CLIXML and remoting keep.</summary>
public sealed class SslReportChange
{
    /// <summary>
    /// The host and the port, and what else identifies the test: the STARTTLS protocol, the name to verify, the proxy, the testing
    /// computer, and the address if a run has several addresses of the same service.
    /// </summary>
    public string Target { get; internal init; } = "";

    /// <summary>
    /// TargetAdded, TargetRemoved, StatusChanged, FindingsChanged (with the same status), CertificateChanged, IssuerChanged,
    /// ExpiryShortened, ProtocolChanged, CipherChanged or GroupChanged. If both reports have a profile, also ProtocolAdded and -Removed,
    /// CipherAdded and -Removed, CipherOrderChanged, GroupAdded and -Removed, SignatureSchemeAdded and -Removed, WeaknessAdded and
    /// -Removed, and the name of a fact with Changed, such as CompressionChanged.
    /// </summary>
    public string Kind { get; internal init; } = "";

    /// <summary>The value in the reference: a text, or a time in UTC for ExpiryShortened. Null if the reference did not have the target or
    /// the added value.</summary>
    public object? Before { get; internal init; }

    /// <summary>The value in the difference, of the same type. Null if the difference does not have it.</summary>
    public object? After { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => QSslCore.VisibleText.Of($"{Target}: {Kind}");
}
