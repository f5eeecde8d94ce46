namespace QSslCore;

/// <summary>An extension of a certificate, with its identifier and value.</summary>
/// <remarks>This type is immutable and thread-safe.</remarks>
public sealed class QSslCertificateExtension
{
    private readonly ReadOnlyMemory<byte> _encoded;
    private ExtensionValue? _value;

    /// <summary>Creates an empty extension.</summary>
    [QtMember("QSslCertificateExtension::QSslCertificateExtension")]
    public QSslCertificateExtension()
    {
        Oid = "";
        _value = new ExtensionValue(null, IsSupported: false);
    }

    internal QSslCertificateExtension(string oid, bool isCritical, ReadOnlyMemory<byte> encoded)
    {
        Oid = oid;
        IsCritical = isCritical;
        _encoded = encoded;
    }

    /// <summary>The object identifier in dotted form.</summary>
    [QtMember("QSslCertificateExtension::oid")]
    public string Oid { get; }

    /// <summary>The short name, such as <c>basicConstraints</c>, or the object identifier if there is no name.</summary>
    [QtMember("QSslCertificateExtension::name")]
    public string Name => ExtensionNames.For(Oid);

    /// <summary>Whether a verifier that does not know the extension must refuse the certificate.</summary>
    [QtMember("QSslCertificateExtension::isCritical")]
    public bool IsCritical { get; }

    /// <summary>Whether <see cref="Value"/> has one of the formats that do not change in later versions.</summary>
    [QtMember("QSslCertificateExtension::isSupported")]
    public bool IsSupported => Decoded.IsSupported;

    /// <summary>The value of the extension, or null if there is none.</summary>
    /// <remarks>
    /// The format of these values does not change: <c>basicConstraints</c>, a dictionary with <c>ca</c> (bool) and an optional
    /// <c>pathLenConstraint</c> (long); <c>authorityInfoAccess</c>, a dictionary from <c>OCSP</c> and <c>caIssuers</c> to URLs;
    /// <c>subjectKeyIdentifier</c>, text of upper-case hexadecimal pairs with colons; <c>authorityKeyIdentifier</c>, a dictionary with an
    /// optional <c>keyid</c> (lower-case hexadecimal digits) and an optional <c>serial</c> (long, or BigInteger if long is too small).
    /// Other values are lists of names or dictionaries. An unknown extension, or one that cannot be read, has bytes.
    /// </remarks>
    [QtMember("QSslCertificateExtension::value")]
    public object? Value => Decoded.Value is byte[] bytes ? bytes.Clone() : Decoded.Value;

    /// <summary>The encoded value of the extension.</summary>
    internal ReadOnlyMemory<byte> Encoded => _encoded;

    private ExtensionValue Decoded => _value ??= ExtensionValue.Decode(Oid, _encoded);

    /// <summary>Returns the value of the extension as encoded in the certificate. Not one of Qt's members.</summary>
    public byte[] ToDer() => _encoded.ToArray();

    /// <summary>Returns the name, and whether the extension is critical.</summary>
    public override string ToString() => IsCritical ? $"{Name} (critical)" : Name;
}
