namespace QSslCore;

/// <summary>A cipher suite: its names, its strength and the methods it is made of.</summary>
/// <remarks>Immutable. Two suites are equal when name and protocol are.</remarks>
public sealed class QSslCipher : IEquatable<QSslCipher>
{
    /// <summary>Makes a null cipher.</summary>
    [QtMember("QSslCipher::QSslCipher")]
    public QSslCipher()
    {
    }

    /// <summary>Looks a suite up among those that the active backend supports; a null cipher when it is not there.</summary>
    /// <param name="name">OpenSSL's name or IANA's, such as <c>ECDHE-RSA-AES256-GCM-SHA384</c>.</param>
    [QtMember("QSslCipher::QSslCipher")]
    public QSslCipher(string name)
        : this(CipherCatalog.Find(name))
    {
    }

    /// <summary>Looks a suite of one protocol version up; a null cipher when it is not there.</summary>
    /// <param name="name">OpenSSL's name or IANA's.</param>
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

    /// <summary>True for a cipher that stands for none.</summary>
    [QtMember("QSslCipher::isNull")]
    public bool IsNull => Name.Length == 0;

    /// <summary>OpenSSL's name of the suite, such as <c>ECDHE-RSA-AES256-GCM-SHA384</c>; empty for a null cipher.</summary>
    [QtMember("QSslCipher::name")]
    public string Name { get; internal init; } = "";

    /// <summary>The name in IANA's registry, such as <c>TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384</c>. Not one of Qt's members.</summary>
    public string IanaName { get; internal init; } = "";

    /// <summary>The protocol version that the suite belongs to.</summary>
    [QtMember("QSslCipher::protocol")]
    public SslProtocol Protocol { get; internal init; } = SslProtocol.UnknownProtocol;

    /// <summary>The protocol version as the TLS library names it, such as <c>TLSv1.2</c>.</summary>
    [QtMember("QSslCipher::protocolString")]
    public string ProtocolString { get; internal init; } = "";

    /// <summary>The bits that the suite's algorithm works with; 0 for a null cipher.</summary>
    [QtMember("QSslCipher::supportedBits")]
    public int SupportedBits { get; internal init; }

    /// <summary>The bits of the key that are secret; 0 for a null cipher.</summary>
    [QtMember("QSslCipher::usedBits")]
    public int UsedBits { get; internal init; }

    /// <summary>How keys are agreed on, such as <c>ECDH</c>; <c>any</c> for a TLS 1.3 suite.</summary>
    [QtMember("QSslCipher::keyExchangeMethod")]
    public string KeyExchangeMethod { get; internal init; } = "";

    /// <summary>How the server is authenticated, such as <c>RSA</c>; <c>any</c> for a TLS 1.3 suite.</summary>
    [QtMember("QSslCipher::authenticationMethod")]
    public string AuthenticationMethod { get; internal init; } = "";

    /// <summary>How data is encrypted, such as <c>AESGCM(256)</c>.</summary>
    [QtMember("QSslCipher::encryptionMethod")]
    public string EncryptionMethod { get; internal init; } = "";

    /// <inheritdoc/>
    [QtMember("QSslCipher::operator==")]
    public bool Equals(QSslCipher? other) => other is not null && Name == other.Name && Protocol == other.Protocol;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QSslCipher);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Protocol);

    /// <summary>Whether name and protocol are equal.</summary>
    [QtMember("QSslCipher::operator==")]
    public static bool operator ==(QSslCipher? left, QSslCipher? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether name or protocol differ.</summary>
    [QtMember("QSslCipher::operator!=")]
    public static bool operator !=(QSslCipher? left, QSslCipher? right) => !(left == right);

    /// <summary>The suite's <see cref="Name"/>.</summary>
    public override string ToString() => Name;
}
