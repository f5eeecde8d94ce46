namespace QSslCore;

/// <summary>The half of a key pair.</summary>
[QtMember("QSsl::KeyType")]
public enum KeyType
{
    /// <summary>A private key.</summary>
    PrivateKey = 0,

    /// <summary>A public key.</summary>
    PublicKey = 1,
}
