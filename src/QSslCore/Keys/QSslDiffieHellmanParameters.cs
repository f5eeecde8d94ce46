using QSslCore.Tls;

namespace QSslCore;

/// <summary>The prime and the generator that a server agrees on keys by, for cipher suites with DHE.</summary>
/// <remarks>Immutable. TLS 1.3 has no use for them, and suites with ECDHE have none either.</remarks>
public sealed class QSslDiffieHellmanParameters : IEquatable<QSslDiffieHellmanParameters>
{
    private readonly byte[] _der;
    private readonly string? _detail;

    /// <summary>Makes empty parameters, which leave the choice to the TLS library.</summary>
    [QtMember("QSslDiffieHellmanParameters::QSslDiffieHellmanParameters")]
    public QSslDiffieHellmanParameters()
        : this([], DiffieHellmanError.NoError, null)
    {
    }

    private QSslDiffieHellmanParameters(byte[] der, DiffieHellmanError error, string? detail)
    {
        _der = der;
        Error = error;
        _detail = detail;
    }

    internal static QSslDiffieHellmanParameters Empty { get; } = new();

    /// <summary>The group of 2048 bits with the generator 2 that RFC 3526 defines (section 3).</summary>
    [QtMember("QSslDiffieHellmanParameters::defaultParameters")]
    public static QSslDiffieHellmanParameters DefaultParameters { get; } =
        new(DiffieHellmanReader.Rfc3526Group2048(), DiffieHellmanError.NoError, null);

    /// <summary>True for parameters that leave the choice to the TLS library.</summary>
    [QtMember("QSslDiffieHellmanParameters::isEmpty")]
    public bool IsEmpty => _der.Length == 0 && Error == DiffieHellmanError.NoError;

    /// <summary>Whether a server can use them; empty ones it can.</summary>
    [QtMember("QSslDiffieHellmanParameters::isValid")]
    public bool IsValid => Error == DiffieHellmanError.NoError;

    /// <summary>What is wrong.</summary>
    [QtMember("QSslDiffieHellmanParameters::error")]
    public DiffieHellmanError Error { get; }

    /// <summary>What is wrong, in words and without a full stop.</summary>
    [QtMember("QSslDiffieHellmanParameters::errorString")]
    public string ErrorString => _detail ?? "No error";

    /// <summary>The size of the prime in bits; 0 for empty and invalid parameters. Not one of Qt's members.</summary>
    public int Length => DiffieHellmanReader.PrimeLength(_der);

    /// <summary>PKCS#3, DER; empty for empty and invalid parameters.</summary>
    internal ReadOnlySpan<byte> Der => _der;

    /// <summary>Decodes parameters. What cannot be used is no exception but an invalid object that says why.</summary>
    /// <param name="encoded">PKCS#3 parameters, as <c>openssl dhparam</c> writes them.</param>
    /// <param name="format">How they are encoded.</param>
    /// <remarks>Primes of less than 1024 or more than 4096 bits are taken for unsafe; so is one that is no safe prime. To prove a long one
    /// takes seconds. A server of this library asks for 2048 bits at least.</remarks>
    [QtMember("QSslDiffieHellmanParameters::fromEncoded")]
    public static QSslDiffieHellmanParameters FromEncoded(byte[]? encoded, EncodingFormat format = EncodingFormat.Pem)
    {
        DiffieHellmanReadResult result = DiffieHellmanReader.Read(encoded, format);
        if (result.Der is not { } der)
            return new([], result.Error, result.Failure);
        return TlsBackendRegistry.Active.AreSoundDiffieHellman(der, out string reason)
            ? new(der, DiffieHellmanError.NoError, null)
            : Unsafe(reason);

        static QSslDiffieHellmanParameters Unsafe(string reason) =>
            new([], DiffieHellmanError.UnsafeParametersError, $"The Diffie-Hellman parameters are unsafe: {reason}");
    }

    /// <summary>Decodes what is left of a stream, which stays open; see <see cref="FromEncoded(byte[], EncodingFormat)"/>.</summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    [QtMember("QSslDiffieHellmanParameters::fromEncoded")]
    public static QSslDiffieHellmanParameters FromEncoded(Stream stream, EncodingFormat format = EncodingFormat.Pem) =>
        FromEncoded(FileBytes.ReadAll(stream), format);

    /// <summary>Decodes what can be read of a device now; see <see cref="FromEncoded(byte[], EncodingFormat)"/>.</summary>
    [QtMember("QSslDiffieHellmanParameters::fromEncoded")]
    public static QSslDiffieHellmanParameters FromEncoded(QIODevice device, EncodingFormat format = EncodingFormat.Pem) =>
        FromEncoded(DeviceBytes.Of(device), format);

    /// <summary>Whether both are the same parameters, or both are empty, or both are invalid for the same reason.</summary>
    [QtMember("QSslDiffieHellmanParameters::operator==")]
    public bool Equals(QSslDiffieHellmanParameters? other) => other is not null && Error == other.Error && Der.SequenceEqual(other.Der);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QSslDiffieHellmanParameters);

    /// <inheritdoc/>
    [QtMember("QSslDiffieHellmanParameters::qHash")]
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Error);
        hash.AddBytes(_der);
        return hash.ToHashCode();
    }

    /// <summary>Whether both are the same parameters.</summary>
    [QtMember("QSslDiffieHellmanParameters::operator==")]
    public static bool operator ==(QSslDiffieHellmanParameters? left, QSslDiffieHellmanParameters? right) =>
        left is null ? right is null : left.Equals(right);

    /// <summary>Whether they are different parameters.</summary>
    [QtMember("QSslDiffieHellmanParameters::operator!=")]
    public static bool operator !=(QSslDiffieHellmanParameters? left, QSslDiffieHellmanParameters? right) => !(left == right);

    /// <summary>The size, or what is wrong.</summary>
    public override string ToString() => !IsValid ? ErrorString : IsEmpty ? "the library's choice" : $"DH {Length}";
}
