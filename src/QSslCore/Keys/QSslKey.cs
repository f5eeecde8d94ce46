using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QSslCore.Tls;

namespace QSslCore;

/// <summary>A private or public key.</summary>
/// <remarks>
/// This type is immutable. The bytes of the key are in memory that the garbage collector never moves and that is overwritten before it is
/// freed. They never appear in <see cref="ToString"/> or in a message.
/// </remarks>
public sealed class QSslKey : IEquatable<QSslKey>
{
    private readonly byte[] _material;
    private readonly HeldKey? _held;

    /// <summary>Creates a null key.</summary>
    [QtMember("QSslKey::QSslKey")]
    public QSslKey()
        : this([], KeyType.PublicKey, KeyAlgorithm.Opaque, -1)
    {
    }

    /// <summary>Decodes a key, or creates a null key if the data is not valid.</summary>
    /// <param name="encoded">The encoded key.</param>
    /// <param name="algorithm">The algorithm that the key must be of.</param>
    /// <param name="format">The encoding. PEM can be on one line. Both formats also accept the base64 of DER alone.</param>
    /// <param name="type">The half of the key pair that the key must be.</param>
    /// <param name="passPhrase">The pass phrase of an encrypted key. It is ignored if the key is not encrypted.</param>
    [QtMember("QSslKey::QSslKey")]
    public QSslKey(
        byte[] encoded, KeyAlgorithm algorithm, EncodingFormat format = EncodingFormat.Pem,
        KeyType type = KeyType.PrivateKey, byte[]? passPhrase = null)
        : this(Decode(encoded, algorithm, format, type, passPhrase))
    {
    }

    /// <summary>Decodes the data that can be read from a device now, or creates a null key if the data is not valid.</summary>
    /// <inheritdoc cref="QSslKey(byte[], KeyAlgorithm, EncodingFormat, KeyType, byte[])"/>
    [QtMember("QSslKey::QSslKey")]
    public QSslKey(
        QIODevice device, KeyAlgorithm algorithm, EncodingFormat format = EncodingFormat.Pem,
        KeyType type = KeyType.PrivateKey, byte[]? passPhrase = null)
        : this(Decode(DeviceBytes.Of(device), algorithm, format, type, passPhrase))
    {
    }

    private QSslKey(QSslKey other)
        : this(other._material, other.Type, other.Algorithm, other.Length, other._held)
    {
    }

    private QSslKey(byte[] material, KeyType type, KeyAlgorithm algorithm, int length, HeldKey? held = null)
    {
        _material = material;
        _held = held;
        Type = type;
        Algorithm = algorithm;

        // Libraries know the size of every key. Qt reports the size only for algorithms that it has a value for.
        Length = algorithm == KeyAlgorithm.Opaque ? -1 : length;
    }

    internal static QSslKey Null { get; } = new();

    /// <summary>True for a null key.</summary>
    [QtMember("QSslKey::isNull")]
    public bool IsNull => _material.Length == 0 && _held is null;

    /// <summary>Whether the bytes of the key are available. A key that cannot be exported, such as one on a smart card, signs where it is
    /// stored. Not one of Qt's members.</summary>
    public bool IsExportable => _held is null;

    /// <summary>The half of the key pair.</summary>
    [QtMember("QSslKey::type")]
    public KeyType Type { get; }

    /// <summary>The algorithm. Opaque means an algorithm without a value in the enumeration, or a null key.</summary>
    [QtMember("QSslKey::algorithm")]
    public KeyAlgorithm Algorithm { get; }

    /// <summary>The size in bits, or -1 for a null or opaque key.</summary>
    /// <remarks>The size of the modulus for RSA, of the prime for DSA and DH, and of the field for a curve. For ML-DSA, it is the security
    /// level.</remarks>
    [QtMember("QSslKey::length")]
    public int Length { get; }

    /// <summary>PKCS#8 of a private key, or SubjectPublicKeyInfo of a public key. Both are unencrypted DER.</summary>
    /// <exception cref="NotSupportedException">The key cannot be exported.</exception>
    internal ReadOnlySpan<byte> Material => ToMemory().Span;

    /// <summary>The key that cannot be exported; null for all others.</summary>
    internal HeldKey? Held => _held;

    internal ReadOnlyMemory<byte> ToMemory()
    {
        RefuseExport();
        return _material;
    }

    private void RefuseExport()
    {
        if (_held is not null)
            throw new NotSupportedException($"{HeldKey.NotExportable}.");
    }

    /// <summary>Creates a private key from the key of a .NET certificate, or a null key if the certificate has none. Not one of Qt's
    /// members.</summary>
    /// <remarks>A key that cannot be exported stays where it is stored (<see cref="IsExportable"/>). The certificate can be disposed
    /// of.</remarks>
    /// <param name="certificate">The certificate.</param>
    /// <exception cref="CryptographicException">The key cannot be used.</exception>
    public static QSslKey FromX509Certificate2(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return HeldKey.PrivateKeyOf(certificate);
    }

    /// <summary>Creates a private key from a .NET key (RSA, ECDsa and others). Not one of Qt's members.</summary>
    /// <param name="key">The key. If it cannot be exported, it is used itself: do not dispose of it before the last connection.</param>
    /// <exception cref="CryptographicException">There is no private half, or the key cannot be used.</exception>
    public static QSslKey FromAsymmetricAlgorithm(AsymmetricAlgorithm key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return HeldKey.KeyOf(key);
    }

    internal static QSslKey FromHeld(HeldKey held) =>
        new([], KeyType.PrivateKey, held.PublicHalf.Algorithm, held.PublicHalf.Length, held);

    /// <summary>Creates a key from decoded material, which is copied.</summary>
    internal static QSslKey FromMaterial(ReadOnlySpan<byte> pkcs8OrSpki, KeyType type, KeyAlgorithm algorithm, int length) =>
        new(KeyMaterial.CopyOf(pkcs8OrSpki), type, algorithm, length);

    /// <summary>Returns the key as PEM text. Empty for a null key.</summary>
    /// <param name="passPhrase">The pass phrase that encrypts a private key. A public key is never encrypted.</param>
    /// <exception cref="NotSupportedException">There is no TLS library that can encode a private key, or the key cannot be
    /// exported.</exception>
    [QtMember("QSslKey::toPem")]
    public string ToPem(byte[]? passPhrase = null)
    {
        if (IsNull)
            return "";
        if (Type == KeyType.PublicKey)
            return PemText.Write("PUBLIC KEY", Material);

        RefuseExport();
        byte[] pem = TlsBackendRegistry.Active.EncodeKey(this, EncodingFormat.Pem, passPhrase);
        try
        {
            return Encoding.ASCII.GetString(pem);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pem);
        }
    }

    /// <summary>Returns the key as DER. Empty for a null key, and for a private key with a pass phrase, because encrypted DER is not
    /// supported here.</summary>
    /// <exception cref="NotSupportedException">There is no TLS library that can encode a private key, or the key cannot be
    /// exported.</exception>
    [QtMember("QSslKey::toDer")]
    public byte[] ToDer(byte[]? passPhrase = null)
    {
        if (IsNull)
            return [];
        if (Type == KeyType.PublicKey)
            return Material.ToArray();
        RefuseExport();
        return passPhrase is { Length: > 0 } ? [] : TlsBackendRegistry.Active.EncodeKey(this, EncodingFormat.Der, default);
    }

    /// <summary>Whether the types, algorithms, lengths, and encodings are equal. Two null keys are equal.</summary>
    [QtMember("QSslKey::operator==")]
    public bool Equals(QSslKey? other) =>
        other is not null && Type == other.Type && Algorithm == other.Algorithm && Length == other.Length
        && _held == other._held
        && (ReferenceEquals(_material, other._material) || CryptographicOperations.FixedTimeEquals(_material, other._material));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QSslKey);

    // Only the length of the material is used, because a hash code may be disclosed anywhere.
    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Algorithm, Length, _material.Length);

    /// <summary>Whether the types, algorithms, lengths, and encodings are equal. Two null keys are equal.</summary>
    [QtMember("QSslKey::operator==")]
    public static bool operator ==(QSslKey? left, QSslKey? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the keys differ.</summary>
    [QtMember("QSslKey::operator!=")]
    public static bool operator !=(QSslKey? left, QSslKey? right) => !(left == right);

    /// <summary>Returns the type of the key, such as <c>RSA 2048 private key</c>, but never the key itself.</summary>
    public override string ToString() =>
        IsNull ? "null key" : $"{KeyNames.Describe(this)} {(Type == KeyType.PrivateKey ? "private" : "public")} key";

    private static QSslKey Decode(byte[]? encoded, KeyAlgorithm algorithm, EncodingFormat format, KeyType type, byte[]? passPhrase)
    {
        QSslKey? key = KeyReader.Read(encoded, format, passPhrase, type).Key;
        return key?.Algorithm == algorithm ? key : Null;
    }
}
