using System.Text.RegularExpressions;

namespace QSslModule;

/// <summary>
/// Names parameters in texts of the library, which name the properties of its configuration. A reader of a cmdlet's message has parameters.
/// </summary>
internal static partial class ParameterNames
{
    /// <summary>The parameters by the names of the properties.</summary>
    private static readonly Dictionary<string, string> s_byProperty = new(StringComparer.Ordinal)
    {
        ["AllowedNextProtocols"] = "-Alpn",
        ["AllowRenegotiation"] = "-AllowRenegotiation",
        ["BackendConfiguration"] = "-BackendConfiguration",
        ["CaCertificates"] = "-CaCertificate",
        ["Ciphers"] = "-Cipher",
        ["DiffieHellmanParameters"] = "-DiffieHellmanParameters",
        ["EllipticCurves"] = "-Group",
        ["HostNameRules"] = "-HostNameRules",
        ["KeyLogFile"] = "-KeyLogFile",
        ["LocalCertificate"] = "-Certificate",
        ["LocalCertificateChain"] = "-Certificate",
        ["OcspStaplingEnabled"] = "-OcspStaplingEnabled",
        ["PeerVerifyDepth"] = "-PeerVerifyDepth",
        ["PeerVerifyMode"] = "-PeerVerifyMode",
        ["PeerVerifyName"] = "-PeerName",
        ["PreSharedKeyIdentityHint"] = "-PreSharedKeyIdentityHint",
        ["PrivateKey"] = "-Key",
        ["RecordsHandshakeMessages"] = "-RecordHandshakeMessages",
        ["ServerIdentities"] = "-SniCertificate",
        ["SessionTicket"] = "-Session",
        ["SslOptions"] = "-SslOption",
        ["StapledOcspResponse"] = "-StapledOcspResponse",
        ["VerificationTime"] = "-At",
    };

    /// <summary>Returns a text of the library with parameters in the place of properties: "set PrivateKey" becomes "give -Key".</summary>
    public static string In(string text) => Property().Replace(
        text, match => s_byProperty.TryGetValue(match.Groups["name"].Value, out string? name)
            ? $"{(match.Groups["set"].Length > 0 ? "give " : "")}{name}"
            : match.Value);

    [GeneratedRegex(@"(?<![-\w.'])(?<set>set )?(?<name>[A-Z][a-z]+(?:[A-Z][a-z]+)+|Ciphers)\b(?!['.:]\w)")]
    private static partial Regex Property();
}
