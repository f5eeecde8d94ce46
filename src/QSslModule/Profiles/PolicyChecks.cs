using QSslCore;
using QSslCore.Probing.Catalog;

namespace QSslModule;

/// <summary>The kinds of rules: the one table that the reader, the judge and the help go by.</summary>
internal static class PolicyChecks
{
    private static readonly string[] s_none = [];
    private static readonly string[] s_lists = ["allowed", "forbidden", "required", "requiredAny"];
    private static readonly string[] s_versions = ["versions"];
    private static readonly string[] s_keys = ["keys"];
    private static readonly string[] s_value = ["value"];

    /// <summary>Yes and No, as facts have them.</summary>
    private static readonly string[] s_yesNo = [SslProfileStatus.Yes, SslProfileStatus.No];

    private static readonly Dictionary<string, PolicyCheck> s_byName = new PolicyCheck[]
    {
        new("Protocols", s_lists, s_none, ProtocolNames, s_none, ProtocolChecks.Protocols),
        new("Ciphers", [.. s_lists, "faults"], s_versions, SuiteNames, s_none, CipherChecks.Ciphers),
        new("CipherOrder", s_value, s_versions, null, [SslProfileStatus.Server, SslProfileStatus.Client], CipherChecks.Order),
        new("Groups", s_lists, s_versions, GroupNames, s_none, KeyExchangeChecks.Groups),
        new("PostQuantum", s_value, s_none, null, [SslProfileStatus.Offered, SslProfileStatus.Preferred], KeyExchangeChecks.PostQuantum),
        new("DiffieHellman", ["minimum"], s_none, null, s_none, KeyExchangeChecks.DiffieHellman),
        new("KeyReuse", s_value, s_none, null, s_yesNo, KeyExchangeChecks.Reuse),
        new("SignatureSchemes", s_lists, s_versions, SchemeNames, s_none, SignatureChecks.Schemes),
        new("SignatureHashes", s_lists, s_versions, HashNames, s_none, SignatureChecks.Hashes),
        new("CertificateKeys", ["allowed", "required", "requiredAny"], s_none, null, s_none, CertificateChecks.Keys),
        new("CertificateKeySize", ["minimum"], s_keys, null, s_none, CertificateChecks.KeySize),
        new("CertificateCurves", ["allowed"], s_none, null, s_none, CertificateChecks.Curves),
        new("CertificateSignatures", ["allowed"], s_none, null, s_none, CertificateChecks.Signatures),
        new("CertificateLifetime", ["maximum"], s_none, null, s_none, CertificateChecks.Lifetime),
        new("CertificateAuthorities", ["allowed"], s_none, null, s_none, CertificateChecks.Authorities),
        new("Stapling", s_value, s_none, null, s_yesNo, CertificateChecks.Stapling),
        new("Compression", s_value, s_none, null, s_yesNo, FactChecks.Of(profile => profile.Compression)),
        new("SecureRenegotiation", s_value, s_none, null, s_yesNo, FactChecks.Of(profile => profile.Renegotiation.Secure)),
        new("ClientRenegotiation", s_value, s_none, null, s_yesNo, FactChecks.Of(profile => profile.Renegotiation.ClientInitiated)),
        new("ExtendedMasterSecret", s_value, s_none, null, s_yesNo, FactChecks.Of(profile => profile.ExtendedMasterSecret)),
        new("EncryptThenMac", s_value, s_none, null, s_yesNo, FactChecks.EncryptThenMac),
        new("EarlyData", s_value, s_none, null, s_yesNo, FactChecks.Of(profile => profile.EarlyData)),
        new("FallbackScsv", s_value, s_none, null, s_yesNo, FactChecks.Of(profile => profile.FallbackScsv)),
        new("SniRequired", s_value, s_none, null, s_yesNo, FactChecks.Of(profile => profile.SniRequired)),
        new("ClientCertificate", s_value, s_none, null, s_yesNo, FactChecks.Of(profile => profile.CertificateRequest)),
        new("Grease", s_value, s_none, null, s_yesNo, FactChecks.Of(profile => profile.Tolerance.Grease)),
        new("TicketLifetime", ["maximum"], s_none, null, s_none, FactChecks.TicketLifetime),
        new("Hsts", ["minimum"], s_none, null, s_none, FactChecks.Hsts),
        new("Weaknesses", ["forbidden"], s_none, null, s_none, FactChecks.Weaknesses),
    }.ToDictionary(check => check.Name, StringComparer.Ordinal);

    /// <summary>The faults that suites may have.</summary>
    public static readonly string[] SuiteFaults =
    [
        "NULL", "Anonymous", "Export", "RC4", "RC2", "DES", "MD5", "SmallBlocks", "NoForwardSecrecy", "CBC", "SHA1", "Draft", "ShortKey",
    ];

    /// <summary>The names of all kinds.</summary>
    public static IEnumerable<string> Names => s_byName.Keys;

    /// <summary>The versions that hosts may speak.</summary>
    public static IReadOnlyCollection<string> ProtocolNames() => [.. TlsVersion.All.Select(TlsVersion.NameOf)];

    /// <summary>The kind of that name; null for none.</summary>
    public static PolicyCheck? TryFind(string name) => s_byName.GetValueOrDefault(name);

    /// <summary>The kind of a rule that was read.</summary>
    public static PolicyCheck Find(string name) => s_byName[name];

    private static IReadOnlyCollection<string> SuiteNames() => [.. TlsSuite.All.Select(suite => suite.Name)];

    private static IReadOnlyCollection<string> GroupNames() => [.. TlsGroup.All.Select(group => group.Name)];

    private static IReadOnlyCollection<string> SchemeNames() => [.. TlsSignatureScheme.All.Select(scheme => scheme.Name)];

    private static IReadOnlyCollection<string> HashNames() => [.. TlsSignatureScheme.All.Select(scheme => scheme.Hash).Distinct()];
}
