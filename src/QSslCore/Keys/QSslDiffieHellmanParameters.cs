using QSslCore.Tls;

namespace QSslCore;

/// <summary>The prime and the generator of a server for cipher suites with DHE.</summary>
/// <remarks>This type is immutable. TLS 1.3 and suites with ECDHE do not use these parameters.</remarks>
public sealed class QSslDiffieHellmanParameters : IEquatable<QSslDiffieHellmanParameters>
{
    private readonly byte[] _der;
    private readonly string? _detail;

    /// <summary>Creates empty parameters, which leave the choice to the TLS library.</summary>
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

    /// <summary>The 2048-bit group with the generator 2 from RFC 3526 (section 3).</summary>
    [QtMember("QSslDiffieHellmanParameters::defaultParameters")]
    public static QSslDiffieHellmanParameters DefaultParameters { get; } =
        new(DiffieHellmanReader.Rfc3526Group2048(), DiffieHellmanError.NoError, null);

    /// <summary>True for parameters that leave the choice to the TLS library.</summary>
    [QtMember("QSslDiffieHellmanParameters::isEmpty")]
    public bool IsEmpty => _der.Length == 0 && Error == DiffieHellmanError.NoError;

    /// <summary>Whether a server can use the parameters. Empty parameters are valid.</summary>
    [QtMember("QSslDiffieHellmanParameters::isValid")]
    public bool IsValid => Error == DiffieHellmanError.NoError;

    /// <summary>The code of the error.</summary>
    [QtMember("QSslDiffieHellmanParameters::error")]
    public DiffieHellmanError Error { get; }

    /// <summary>The description of the error, without a period.</summary>
    [QtMember("QSslDiffieHellmanParameters::errorString")]
    public string ErrorString => _detail ?? "No error";

    /// <summary>The size of the prime in bits, or 0 for parameters that are empty or not valid. Not one of Qt's members.</summary>
    public int Length => DiffieHellmanReader.PrimeLength(_der);

    /// <summary>The parameters as PKCS#3 in DER; empty for empty and invalid parameters.</summary>
    internal ReadOnlySpan<byte> Der => _der;

    /// <summary>Decodes parameters. If they cannot be used, this method throws no exception but returns an object that is not valid and
    /// says why.</summary>
    /// <param name="encoded">The PKCS#3 parameters, as <c>openssl dhparam</c> writes them.</param>
    /// <param name="format">The encoding.</param>
    /// <remarks>A prime is unsafe if it has fewer than 1024 or more than 4096 bits, or if it is not a safe prime. To check a long prime
    /// takes seconds. A server of this library requires at least 2048 bits.</remarks>
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

    /// <summary>Decodes the rest of a stream, which stays open. See <see cref="FromEncoded(byte[], EncodingFormat)"/>.</summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    [QtMember("QSslDiffieHellmanParameters::fromEncoded")]
    public static QSslDiffieHellmanParameters FromEncoded(Stream stream, EncodingFormat format = EncodingFormat.Pem) =>
        FromEncoded(FileBytes.ReadAll(stream), format);

    /// <summary>Decodes the data that can be read from a device now. See <see cref="FromEncoded(byte[], EncodingFormat)"/>.</summary>
    [QtMember("QSslDiffieHellmanParameters::fromEncoded")]
    public static QSslDiffieHellmanParameters FromEncoded(QIODevice device, EncodingFormat format = EncodingFormat.Pem) =>
        FromEncoded(DeviceBytes.Of(device), format);

    /// <summary>Whether both have the same parameters, both are empty, or both are not valid for the same reason.</summary>
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

    /// <summary>Returns the size or the error.</summary>
    public override string ToString() => !IsValid ? ErrorString : IsEmpty ? "the library's choice" : $"DH {Length}";
}
