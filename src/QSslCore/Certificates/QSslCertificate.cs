using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Tls;

namespace QSslCore;

/// <summary>An X.509 certificate.</summary>
/// <remarks>This type is immutable and thread-safe. Two certificates are equal if their encodings are equal.</remarks>
public sealed partial class QSslCertificate : IEquatable<QSslCertificate>
{
    private readonly byte[] _der;
    private CertificateFacts? _facts;

    /// <summary>Creates a null certificate.</summary>
    [QtMember("QSslCertificate::QSslCertificate")]
    public QSslCertificate()
        : this([], CertificateFacts.None)
    {
    }

    /// <summary>Reads the first certificate in the data, or creates a null certificate if there is none.</summary>
    /// <param name="data">The encoded certificate.</param>
    /// <param name="format">The encoding.</param>
    [QtMember("QSslCertificate::QSslCertificate")]
    public QSslCertificate(byte[] data, EncodingFormat format = EncodingFormat.Pem)
        : this(FromData(data, format) is [QSslCertificate first, ..] ? first : Null)
    {
    }

    /// <summary>Reads the first certificate in the data that can be read from a device now, or creates a null certificate if there is
    /// none.</summary>
    [QtMember("QSslCertificate::QSslCertificate")]
    public QSslCertificate(QIODevice device, EncodingFormat format = EncodingFormat.Pem)
        : this(FromDevice(device, format) is [QSslCertificate first, ..] ? first : Null)
    {
    }

    private QSslCertificate(QSslCertificate other)
        : this(other._der, other._facts)
    {
    }

    private QSslCertificate(byte[] der, CertificateFacts? facts)
    {
        _der = der;
        _facts = facts;
    }

    internal static QSslCertificate Null { get; } = new();

    /// <summary>True for a null certificate.</summary>
    [QtMember("QSslCertificate::isNull")]
    public bool IsNull => _der.Length == 0;

    /// <summary>The encoding, without a copy.</summary>
    internal ReadOnlySpan<byte> Der => _der;

    /// <summary>The encoding as memory, without a copy, for readers that keep it.</summary>
    internal ReadOnlyMemory<byte> Encoded => _der;

    // Two threads may parse at the same time. Either result can be used, because facts are immutable.
    internal CertificateFacts Facts => _facts ??= CertificateParser.Parse(_der) ?? CertificateFacts.None;

    /// <summary>Takes over the encoding of one certificate, which must not change afterwards. It is parsed on first use.</summary>
    internal static QSslCertificate FromDer(byte[] der) => der.Length == 0 ? Null : new(der, null);

    /// <summary>Copies the encoding of one certificate. It is parsed on first use.</summary>
    internal static QSslCertificate FromDer(ReadOnlySpan<byte> der) => FromDer(der.ToArray());

    /// <summary>Takes over the encoding of one certificate; null if it is not one.</summary>
    internal static QSslCertificate? Parse(byte[] der) => CertificateParser.Parse(der) is { } facts ? new(der, facts) : null;

    internal static QSslCertificate? Parse(PemBlock block) => block.Damage is null ? Parse(block.Decode()) : null;

    /// <summary>Creates a certificate from a .NET certificate.</summary>
    public static QSslCertificate FromX509Certificate2(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return FromDer(certificate.RawData);
    }

    /// <summary>Creates a .NET certificate without a private key. The caller must dispose of it.</summary>
    /// <exception cref="InvalidOperationException">The certificate is null.</exception>
    public X509Certificate2 ToX509Certificate2() =>
        IsNull ? throw new InvalidOperationException("A null certificate has no counterpart.")
            : X509CertificateLoader.LoadCertificate(_der);

    /// <summary>Returns the encoding as DER. Empty for a null certificate.</summary>
    [QtMember("QSslCertificate::toDer")]
    public byte[] ToDer() => [.. _der];

    /// <summary>Returns the encoding as PEM text. Its lines have 64 characters and end with line feeds. Empty for a null
    /// certificate.</summary>
    [QtMember("QSslCertificate::toPem")]
    public string ToPem() => IsNull ? "" : PemText.Write("CERTIFICATE", _der);

    /// <summary>Returns the hash of the encoding. For a null certificate, it is the hash of no bytes.</summary>
    /// <param name="algorithm">The hash algorithm. The default of Qt is MD5, which is not secure, so there is no default here.</param>
    [QtMember("QSslCertificate::digest")]
    public byte[] Digest(HashAlgorithmName algorithm) => CryptographicOperations.HashData(algorithm, _der);

    /// <summary>Whether the encodings are equal. Two null certificates are equal.</summary>
    [QtMember("QSslCertificate::operator==")]
    public bool Equals(QSslCertificate? other) =>
        other is not null && (ReferenceEquals(_der, other._der) || _der.AsSpan().SequenceEqual(other._der));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QSslCertificate);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // A certificate ends with its signature, which differs between any two certificates.
        HashCode hash = default;
        hash.AddBytes(_der.AsSpan(Math.Max(0, _der.Length - 16)));
        return hash.ToHashCode();
    }

    /// <summary>Whether the encodings are equal. Two null certificates are equal.</summary>
    [QtMember("QSslCertificate::operator==")]
    public static bool operator ==(QSslCertificate? left, QSslCertificate? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the encodings differ.</summary>
    [QtMember("QSslCertificate::operator!=")]
    public static bool operator !=(QSslCertificate? left, QSslCertificate? right) => !(left == right);

    /// <summary>Returns the TLS library's complete description, which has many lines. Empty for a null certificate, or without a library
    /// that provides a description. Control characters in the certificate are escaped, so the text contains no control characters except
    /// line feeds.</summary>
    [QtMember("QSslCertificate::toText")]
    public string ToText() => IsNull ? "" : TlsBackendRegistry.Active.Text(this);

    /// <summary>The subject's distinguished name.</summary>
    public override string ToString() => IsNull ? "null certificate" : Subject;
}
