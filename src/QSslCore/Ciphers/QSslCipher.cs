namespace QSslCore;

/// <summary>A cipher suite with its names, its strength, and its methods.</summary>
/// <remarks>This type is immutable. Two suites are equal if their name and protocol are equal.</remarks>
public sealed class QSslCipher : IEquatable<QSslCipher>
{
    /// <summary>Creates a null cipher.</summary>
    [QtMember("QSslCipher::QSslCipher")]
    public QSslCipher()
    {
    }

    /// <summary>Finds a suite that the active backend supports, or creates a null cipher if there is none.</summary>
    /// <param name="name">The OpenSSL or IANA name, such as <c>ECDHE-RSA-AES256-GCM-SHA384</c>.</param>
    [QtMember("QSslCipher::QSslCipher")]
    public QSslCipher(string name)
        : this(CipherCatalog.Find(name))
    {
    }

    /// <summary>Finds a suite of one protocol version, or creates a null cipher if there is none.</summary>
    /// <param name="name">The OpenSSL or IANA name.</param>
    /// <param name="protocol">The version that the suite belongs to.</param>
    [QtMember("QSslCipher::QSslCipher")]
    public QSslCipher(string name, SslProtocol protocol)
        : this(CipherCatalog.Find(name, protocol))
    {
    }

    private QSslCipher(QSslCipher? other)
    {
        if (other is null)
            return;

        Name = other.Name;
        IanaName = other.IanaName;
        Protocol = other.Protocol;
        ProtocolString = other.ProtocolString;
        SupportedBits = other.SupportedBits;
        UsedBits = other.UsedBits;
        KeyExchangeMethod = other.KeyExchangeMethod;
        AuthenticationMethod = other.AuthenticationMethod;
        EncryptionMethod = other.EncryptionMethod;
    }

    internal static QSslCipher Null { get; } = new();

    /// <summary>True for a null cipher.</summary>
    [QtMember("QSslCipher::isNull")]
    public bool IsNull => Name.Length == 0;

    /// <summary>The OpenSSL name of the suite, such as <c>ECDHE-RSA-AES256-GCM-SHA384</c>. Empty for a null cipher.</summary>
    [QtMember("QSslCipher::name")]
    public string Name { get; internal init; } = "";

    /// <summary>The IANA name of the suite, such as <c>TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384</c>. Not one of Qt's members.</summary>
    public string IanaName { get; internal init; } = "";

    /// <summary>The protocol version that the suite belongs to.</summary>
    [QtMember("QSslCipher::protocol")]
    public SslProtocol Protocol { get; internal init; } = SslProtocol.UnknownProtocol;

    /// <summary>The protocol version as the TLS library names it, such as <c>TLSv1.2</c>.</summary>
    [QtMember("QSslCipher::protocolString")]
    public string ProtocolString { get; internal init; } = "";

    /// <summary>The number of bits of the suite's algorithm, or 0 for a null cipher.</summary>
    [QtMember("QSslCipher::supportedBits")]
    public int SupportedBits { get; internal init; }

    /// <summary>The number of secret bits of the key, or 0 for a null cipher.</summary>
    [QtMember("QSslCipher::usedBits")]
    public int UsedBits { get; internal init; }

    /// <summary>The key exchange method, such as <c>ECDH</c>, or <c>any</c> for a TLS 1.3 suite.</summary>
    [QtMember("QSslCipher::keyExchangeMethod")]
    public string KeyExchangeMethod { get; internal init; } = "";

    /// <summary>The authentication method of the server, such as <c>RSA</c>, or <c>any</c> for a TLS 1.3 suite.</summary>
    [QtMember("QSslCipher::authenticationMethod")]
    public string AuthenticationMethod { get; internal init; } = "";

    /// <summary>The encryption method, such as <c>AESGCM(256)</c>.</summary>
    [QtMember("QSslCipher::encryptionMethod")]
    public string EncryptionMethod { get; internal init; } = "";

    /// <inheritdoc/>
    [QtMember("QSslCipher::operator==")]
    public bool Equals(QSslCipher? other) => other is not null && Name == other.Name && Protocol == other.Protocol;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QSslCipher);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Protocol);

    /// <summary>Whether the names and protocols are equal.</summary>
    [QtMember("QSslCipher::operator==")]
    public static bool operator ==(QSslCipher? left, QSslCipher? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the names or protocols differ.</summary>
    [QtMember("QSslCipher::operator!=")]
    public static bool operator !=(QSslCipher? left, QSslCipher? right) => !(left == right);

    /// <summary>Returns the <see cref="Name"/> of the suite.</summary>
    public override string ToString() => Name;
}
