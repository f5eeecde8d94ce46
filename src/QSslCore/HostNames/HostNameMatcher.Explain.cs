namespace QSslCore;

// Explains to the user why a name does not match.
internal static partial class HostNameMatcher
{
    private const int NamesShown = 10;

    /// <summary>Returns why <paramref name="peer"/> does not match, and the names that do, as a sentence without its full stop.</summary>
    public static string Explain(QSslCertificate certificate, PeerHost peer, HostNameRules rules)
    {
        if (peer.Name.Length == 0)
            return "There is no host name to compare with the certificate";

        if (peer is { Address: null, Ace: null })
            return $"The host name '{InputEcho.Of(peer.Name)}' cannot be the name of a host, so no certificate is valid for it";
        string asked = $"{(peer.Address is null ? "host name" : "address")} '{VisibleText.Of(peer.Name)}'";
        if (certificate.Facts.NamesAreDamaged)
            return $"The {asked} cannot be compared: the names in the certificate (subjectAltName) are damaged";

        string[] valid = [.. ValidFor(certificate, rules).Distinct()];
        string hint = Hint(certificate, peer, rules);
        if (valid.Length == 0)
            return $"The {asked} does not match: the certificate names no host (it has no subjectAltName of that kind){hint}";

        string more = valid.Length > NamesShown ? $" and {valid.Length - NamesShown} more" : "";
        return $"The {asked} is not among the names the certificate is valid for: {string.Join(", ", valid.Take(NamesShown))}{more}{hint}";
    }

    private static IEnumerable<string> ValidFor(QSslCertificate certificate, HostNameRules rules)
    {
        IEnumerable<string> common = rules == HostNameRules.Qt ? CommonNames(certificate).Select(name => "CN " + name) : [];
        return common
            .Concat(Names(certificate).Select(name => "DNS " + name))
            .Concat(Entries(certificate, AlternativeNameEntryType.IpAddressEntry).Select(name => "IP " + name))
            .Select(VisibleText.Of);
    }

    private static string Hint(QSslCertificate certificate, PeerHost peer, HostNameRules rules)
    {
        if (rules == HostNameRules.Qt)
            return "";
        if (CommonNames(certificate).Any(common => MatchesAsQtDoes(common, peer.Ace ?? peer.Name, peer.Address is not null)))
            return "; its common name matches, but common names do not count (RFC 9525)";
        if (Names(certificate).Any(entry => entry.Contains('*') && !entry.StartsWith("*.", StringComparison.Ordinal))
            && MatchesAsQtDoes(certificate, peer))
            return "; a wildcard that is only a part of a label does not count (RFC 9525)";
        return peer.Address is not null && Names(certificate).Contains(peer.Name)
            ? "; an address has to be an IP entry, not a DNS entry (RFC 9525)"
            : "";
    }
}
