namespace QSslCore;

/// <summary>A cipher suite that a host accepts. Instances are immutable.</summary>
public sealed record SslProfileCipher
{
    /// <summary>IANA's name, such as <c>TLS_AES_128_GCM_SHA256</c>; the number in hexadecimal when it has none.</summary>
    public string Name { get; init; } = "";

    /// <summary>OpenSSL's name; empty when it has none.</summary>
    public string OpenSslName { get; init; } = "";

    /// <summary>The number on the wire; of SSL 2.0 in three bytes.</summary>
    public int Code { get; init; }

    /// <summary><c>RSA</c>, <c>DHE</c>, <c>ECDHE</c>, <c>DH</c> and <c>ECDH</c> (lasting keys), <c>PSK</c> and its kinds, <c>any</c> (TLS
    /// 1.3).</summary>
    public string KeyExchange { get; init; } = "";

    /// <summary><c>RSA</c>, <c>ECDSA</c>, <c>DSS</c>, <c>PSK</c>, <c>None</c>, <c>any</c> (TLS 1.3).</summary>
    public string Authentication { get; init; } = "";

    /// <summary>The cipher, such as <c>AESGCM</c>; <c>AES</c> is in CBC mode; <c>None</c>.</summary>
    public string Encryption { get; init; } = "";

    /// <summary>The bits of the cipher's key; 0 for none.</summary>
    public int Bits { get; init; }

    /// <summary>The hash of the record's authentication; <c>AEAD</c> where the cipher authenticates by itself.</summary>
    public string Mac { get; init; } = "";

    /// <summary>The group of the key exchange with this suite, for TLS 1.2 and earlier; empty where there is none or it is not
    /// known.</summary>
    public string Group { get; init; } = "";

    /// <summary>The size of the key exchange in bits; 0 where it is not known.</summary>
    public int KeyBits { get; init; }

    /// <summary><c>Good</c>, <c>Acceptable</c>, <c>Weak</c> or <c>Broken</c>.</summary>
    public string Grade { get; init; } = "";

    /// <summary>What is wrong with the suite: <c>NULL</c>, <c>Anonymous</c>, <c>Export</c>, <c>RC4</c>, <c>RC2</c>, <c>DES</c>,
    /// <c>MD5</c>, <c>SmallBlocks</c>, <c>NoForwardSecrecy</c>, <c>CBC</c>, <c>SHA1</c>, <c>Draft</c>, <c>ShortKey</c>.</summary>
    public string[] Weak { get; init; } = [];

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
