using System.Net;

namespace QSslCore;

/// <summary>Compares the requested name with the names in a certificate.</summary>
internal static partial class HostNameMatcher
{
    public static bool Matches(QSslCertificate certificate, PeerHost peer, HostNameRules rules)
    {
        if (peer.Name.Length == 0 || certificate.IsNull)
            return false;
        if (rules == HostNameRules.Qt)
            return MatchesAsQtDoes(certificate, peer);

        if (peer.Address is { } address)
            return HasAddress(certificate, address);
        return peer.Ace is { } host && Names(certificate).Any(entry => MatchesRfc9525(entry, host));
    }

    /// <summary>
    /// Compares by RFC 9525, section 6.3: the names are equal without regard to case, or a wildcard is the whole left-most label and stands
    /// for exactly one label. As in the TLS libraries, a wildcard directly above a top-level domain matches nothing.
    /// </summary>
    private static bool MatchesRfc9525(ReadOnlySpan<char> entry, ReadOnlySpan<char> host)
    {
        if (!entry.StartsWith("*."))
            return HostName.IsDnsName(entry) && entry.Equals(host, StringComparison.OrdinalIgnoreCase);

        ReadOnlySpan<char> parent = entry[2..];
        int dot = host.IndexOf('.');
        return HostName.IsDnsName(parent) && parent.Contains('.')
            && dot >= 0 && parent.Equals(host[(dot + 1)..], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Compares by Qt's rules: addresses first, then the name with all common names and all DNS entries.</summary>
    private static bool MatchesAsQtDoes(QSslCertificate certificate, PeerHost peer)
    {
        if (peer.Address is { } address && HasAddress(certificate, address))
            return true;

        bool isAddress = peer.Address is not null;
        string? host = isAddress ? peer.Name.ToLowerInvariant() : peer.Ace;
        return host is not null
            && CommonNames(certificate).Concat(Names(certificate)).Any(entry => MatchesAsQtDoes(entry, host, isAddress));
    }

    private static bool MatchesAsQtDoes(string entry, string host, bool hostIsAddress)
    {
        int star = entry.IndexOf('*');
        if (star < 0)
            return hostIsAddress ? entry.Equals(host, StringComparison.OrdinalIgnoreCase) : HostName.ToAce(entry) == host;

        int firstDot = entry.IndexOf('.');
        int secondDot = firstDot < 0 ? -1 : entry.IndexOf('.', firstDot + 1);
        bool hasThreeLabels = secondDot >= 0 && secondDot + 1 < entry.Length;
        bool starEndsFirstLabel = star + 1 == firstDot && entry.LastIndexOf('*') == star;

        // A wildcard inside an international label, in either of its forms, would stand for bytes and not for letters.
        bool isInternational = entry.StartsWith("xn--", StringComparison.OrdinalIgnoreCase);
        if (hostIsAddress || !hasThreeLabels || !starEndsFirstLabel || isInternational)
            return false;

        string parent = entry[(firstDot + 1)..];
        int hostDot = host.IndexOf('.');
        return hostDot >= star
            && host.AsSpan(0, star).Equals(entry.AsSpan(0, star), StringComparison.OrdinalIgnoreCase)
            && HostName.ToAce(parent) == host[(hostDot + 1)..];
    }

    private static bool HasAddress(QSslCertificate certificate, IPAddress address) =>
        Entries(certificate, AlternativeNameEntryType.IpAddressEntry).Any(entry => IPAddress.Parse(entry).Equals(address));

    private static IEnumerable<string> Names(QSslCertificate certificate) => Entries(certificate, AlternativeNameEntryType.DnsEntry);

    private static IEnumerable<string> Entries(QSslCertificate certificate, AlternativeNameEntryType type) =>
        certificate.SubjectAlternativeNames.Where(name => name.Type == type).Select(name => name.Value);

    private static IReadOnlyList<string> CommonNames(QSslCertificate certificate) => certificate.SubjectInfo(SubjectInfo.CommonName);
}
