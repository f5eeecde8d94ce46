using System.Net;

namespace QSslCore;

// Why a name does not match, for the one who has to find out.
internal static partial class HostNameMatcher
{
    private const int NamesShown = 10;

    /// <summary>Why <paramref name="name"/> does not match, with the names that would; a sentence without its full stop.</summary>
    public static string Explain(QSslCertificate certificate, string name, HostNameRules rules)
    {
        if (string.IsNullOrEmpty(name))
            return "There is no host name to compare with the certificate";

        bool isAddress = HostName.TryParseAddress(name, out IPAddress address);
        if (!isAddress && HostName.ToAce(name) is null)
            return $"The host name '{InputEcho.Of(name)}' cannot be the name of a host, so no certificate is valid for it";
        string asked = $"{(isAddress ? "address" : "host name")} '{VisibleText.Of(name)}'";
        if (certificate.Facts.NamesAreDamaged)
            return $"The {asked} cannot be compared: the names in the certificate (subjectAltName) are damaged";

        string[] valid = [.. ValidFor(certificate, rules).Distinct()];
        string hint = Hint(certificate, name, rules, isAddress ? address : null);
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

    private static string Hint(QSslCertificate certificate, string name, HostNameRules rules, IPAddress? address)
    {
        if (rules == HostNameRules.Qt)
            return "";
        if (CommonNames(certificate).Any(common => MatchesAsQtDoes(common, HostName.ToAce(name) ?? name, address is not null)))
            return "; its common name matches, but common names do not count (RFC 9525)";
        if (Names(certificate).Any(entry => entry.Contains('*') && !entry.StartsWith("*.", StringComparison.Ordinal))
            && MatchesAsQtDoes(certificate, name))
            return "; a wildcard that is only a part of a label does not count (RFC 9525)";
        return address is not null && Names(certificate).Contains(name)
            ? "; an address has to be an IP entry, not a DNS entry (RFC 9525)"
            : "";
    }
}
