using QSslCore.Tests.Support;
using QSslCore.Verification;

namespace QSslCore.Tests.Verification;

/// <summary>Paths whose certificates say what a test wants them to say; nothing about them is signed, since the rules do not look at
/// that.</summary>
internal static class MadePath
{
    public const string BasicConstraints = "2.5.29.19";
    public const string KeyUsage = "2.5.29.15";
    public const string ExtendedKeyUsage = "2.5.29.37";
    public const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    public const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    public static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static CertificateWriter Certificate(string subject, string issuer, params (string Oid, byte[] Value)[] extensions) =>
        Fill(new CertificateWriter(), subject, issuer, extensions);

    public static CertificateWriter Fill(CertificateWriter writer, string subject, string issuer,
        params (string Oid, byte[] Value)[] extensions)
    {
        writer.AddCommonName(subject);
        writer.Issuer.Add((("2.5.4.3"), System.Formats.Asn1.UniversalTagNumber.UTF8String, System.Text.Encoding.UTF8.GetBytes(issuer)));
        writer.Extensions.AddRange(extensions);
        return writer;
    }

    /// <summary>An authority: it says so, and may sign certificates.</summary>
    public static CertificateWriter Authority(string subject, string issuer, params (string Oid, byte[] Value)[] extensions) =>
        Certificate(subject, issuer, [(BasicConstraints, Encoded.BasicConstraints(true)), (KeyUsage, Encoded.KeyUsage(0x06)),
            .. extensions]);

    public static QSslCertificate Root(params (string Oid, byte[] Value)[] extensions) => Authority("Root", "Root", extensions).Build();

    public static QSslCertificate Middle(params (string Oid, byte[] Value)[] extensions) => Authority("Middle", "Root", extensions).Build();

    public static QSslCertificate Leaf(params (string Oid, byte[] Value)[] extensions) => Certificate("Leaf", "Middle", extensions).Build();

    /// <summary>The faults as code and place in the path.</summary>
    public static (SslErrorCode Code, int At)[] Faults(
        QSslCertificate[] path, PeerUsage usage = PeerUsage.ServerAuthentication, bool endsAtAnchor = true, int maxDepth = 0,
            DateTimeOffset? time = null) =>
        [.. Errors(path, usage, endsAtAnchor, maxDepth, time).Select(error => (error.Error, Array.IndexOf(path, error.Certificate)))];

    public static IReadOnlyList<QSslError> Errors(
        QSslCertificate[] path, PeerUsage usage = PeerUsage.ServerAuthentication, bool endsAtAnchor = true, int maxDepth = 0,
            DateTimeOffset? time = null) =>
        PathRules.Check(path, endsAtAnchor, new PathRequest(usage, time ?? Now, maxDepth));
}
