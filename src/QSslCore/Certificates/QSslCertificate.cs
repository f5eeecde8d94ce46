using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Tls;

namespace QSslCore;

/// <summary>An X.509 certificate.</summary>
/// <remarks>Immutable and thread-safe. Two certificates are equal when their encodings are.</remarks>
public sealed partial class QSslCertificate : IEquatable<QSslCertificate>
{
    private readonly byte[] _der;
    private CertificateFacts? _facts;

    /// <summary>Makes a null certificate.</summary>
    [QtMember("QSslCertificate::QSslCertificate")]
    public QSslCertificate()
        : this([], CertificateFacts.None)
    {
    }

    /// <summary>Takes the first certificate that is found; a null certificate when there is none.</summary>
    /// <param name="data">The encoded certificate.</param>
    /// <param name="format">How it is encoded.</param>
    [QtMember("QSslCertificate::QSslCertificate")]
    public QSslCertificate(byte[] data, EncodingFormat format = EncodingFormat.Pem)
        : this(FromData(data, format) is [QSslCertificate first, ..] ? first : Null)
    {
    }

    /// <summary>Takes the first certificate in what can be read of a device now; a null certificate when there is none.</summary>
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

    /// <summary>True for a certificate that stands for none.</summary>
    [QtMember("QSslCertificate::isNull")]
    public bool IsNull => _der.Length == 0;

    /// <summary>The encoding, without a copy.</summary>
    internal ReadOnlySpan<byte> Der => _der;

    /// <summary>The same, for readers that keep it.</summary>
    internal ReadOnlyMemory<byte> Encoded => _der;

    // Two threads may both parse; either result will do, since facts are immutable.
    internal CertificateFacts Facts => _facts ??= CertificateParser.Parse(_der) ?? CertificateFacts.None;

    /// <summary>Takes over one certificate's encoding, which must not change afterwards; it is parsed when it is asked for.</summary>
    internal static QSslCertificate FromDer(byte[] der) => der.Length == 0 ? Null : new(der, null);

    /// <summary>Copies one certificate's encoding; it is parsed when it is asked for.</summary>
    internal static QSslCertificate FromDer(ReadOnlySpan<byte> der) => FromDer(der.ToArray());

    /// <summary>Takes over one certificate's encoding; null when it is not one.</summary>
    internal static QSslCertificate? Parse(byte[] der) => CertificateParser.Parse(der) is { } facts ? new(der, facts) : null;

    internal static QSslCertificate? Parse(PemBlock block) => block.Damage is null ? Parse(block.Decode()) : null;

    /// <summary>Makes a certificate of one of .NET's.</summary>
    public static QSslCertificate FromX509Certificate2(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return FromDer(certificate.RawData);
    }

    /// <summary>Makes one of .NET's certificates, without a private key; the caller disposes of it.</summary>
    /// <exception cref="InvalidOperationException">The certificate is null.</exception>
    public X509Certificate2 ToX509Certificate2() =>
        IsNull ? throw new InvalidOperationException("A null certificate has no counterpart.")
            : X509CertificateLoader.LoadCertificate(_der);

    /// <summary>The encoding as DER; empty for a null certificate.</summary>
    [QtMember("QSslCertificate::toDer")]
    public byte[] ToDer() => [.. _der];

    /// <summary>The encoding as PEM text, lines of 64 characters ended by line feeds; empty for a null certificate.</summary>
    [QtMember("QSslCertificate::toPem")]
    public string ToPem() => IsNull ? "" : PemText.Write("CERTIFICATE", _der);

    /// <summary>The hash of the encoding; of a null certificate, the hash of no bytes.</summary>
    /// <param name="algorithm">The hash algorithm. Qt's own default is MD5, which identifies nothing safely; here it has to be
    /// named.</param>
    [QtMember("QSslCertificate::digest")]
    public byte[] Digest(HashAlgorithmName algorithm) => CryptographicOperations.HashData(algorithm, _der);

    /// <summary>Whether the encodings are equal; two null certificates are.</summary>
    [QtMember("QSslCertificate::operator==")]
    public bool Equals(QSslCertificate? other) =>
        other is not null && (ReferenceEquals(_der, other._der) || _der.AsSpan().SequenceEqual(other._der));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QSslCertificate);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // The end of a certificate is its signature, where any two differ.
        HashCode hash = default;
        hash.AddBytes(_der.AsSpan(Math.Max(0, _der.Length - 16)));
        return hash.ToHashCode();
    }

    /// <summary>Whether the encodings are equal; two null certificates are.</summary>
    [QtMember("QSslCertificate::operator==")]
    public static bool operator ==(QSslCertificate? left, QSslCertificate? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the encodings differ.</summary>
    [QtMember("QSslCertificate::operator!=")]
    public static bool operator !=(QSslCertificate? left, QSslCertificate? right) => !(left == right);

    /// <summary>The TLS library's description in full, many lines of it; empty for a null certificate and without a library that writes
    /// one. Control characters that the certificate holds are written out: its only ones are the line feeds.</summary>
    [QtMember("QSslCertificate::toText")]
    public string ToText() => IsNull ? "" : TlsBackendRegistry.Active.Text(this);

    /// <summary>The subject's distinguished name.</summary>
    public override string ToString() => IsNull ? "null certificate" : Subject;
}
