namespace QSslModule;

/// <summary>
/// Identifies what a report is about. Reports with the same identity are results of the same service. Every format and every comparison
/// uses it to distinguish reports. The comparison ignores case.
/// </summary>
internal sealed class ReportIdentity : IEquatable<ReportIdentity>
{
    private const int PartLength = 80;

    private static readonly StringComparer s_words = StringComparer.OrdinalIgnoreCase;

    private readonly string _target;
    private readonly string _startTls;
    private readonly string _peerName;
    private readonly string _proxy;
    private readonly string _computer;
    private readonly string _address;

    /// <param name="report">The report.</param>
    /// <param name="address">The address if it distinguishes reports; otherwise empty.</param>
    public ReportIdentity(SslHostReport report, string address = "")
    {
        _target = report.Target;
        _startTls = report.StartTls;
        // Without -PeerName the name of the host is verified. The two cases are the same.
        _peerName = s_words.Equals(report.PeerName, report.HostName) ? "" : report.PeerName;
        _proxy = report.Proxy;
        // A job on this machine reports "localhost" as its computer.
        _computer = s_words.Equals(report.PSComputerName, "localhost") ? "" : report.PSComputerName;
        _address = address;
    }

    /// <summary>The parts that are not empty, with the names of the properties in lower case.</summary>
    public IEnumerable<(string Name, string Value)> Parts => new[]
    {
        ("target", _target), ("starttls", _startTls), ("peername", _peerName), ("proxy", _proxy), ("pscomputername", _computer),
        ("address", _address),
    }.Where(part => part.Item2.Length > 0);

    /// <summary>Returns a name for people, such as: mail.example:25 smtp as other.example from server1 (192.0.2.1).</summary>
    /// <param name="withStartTls">Whether to include the protocol before TLS.</param>
    public string Name(bool withStartTls = true) => string.Concat(
        _target, withStartTls ? Words(" ", _startTls) : "", Words(" as ", _peerName), Words(" via ", _proxy), Words(" from ", _computer),
        _address.Length > 0 ? $" ({ReportText.Shorten(_address, PartLength)})" : "");

    public bool Equals(ReportIdentity? other) => other is not null && All(this).SequenceEqual(All(other), s_words);

    public override bool Equals(object? obj) => Equals(obj as ReportIdentity);

    public override int GetHashCode() =>
        HashCode.Combine(s_words.GetHashCode(_target), s_words.GetHashCode(_peerName), s_words.GetHashCode(_address));

    private static string[] All(ReportIdentity identity) =>
        [identity._target, identity._startTls, identity._peerName, identity._proxy, identity._computer, identity._address];

    private static string Words(string lead, string part) => part.Length > 0 ? lead + ReportText.Shorten(part, PartLength) : "";
}
