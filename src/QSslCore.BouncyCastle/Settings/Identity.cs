using System.Runtime.CompilerServices;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using QSslCore.BouncyCastle.Keys;
using QSslCore.BouncyCastle.Library;
using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Settings;

/// <summary>The local certificate with its key in the form of the library. It is created once for each key in use, and released with
/// it.</summary>
internal sealed class Identity
{
    private static readonly ConditionalWeakTable<QSslKey, Identity> s_identities = [];

    private readonly QSslCertificate[] _chain;
    private readonly TlsCertificate[] _links;
    private readonly QSslKey _own;

    private Identity(QSslCertificate[] chain, TlsCertificate[] links, QSslKey own, AsymmetricKeyParameter key, SignatureKey signing)
    {
        _own = own;
        _chain = chain;
        _links = links;
        Key = key;
        Signing = signing;
    }

    /// <summary>The private key, or the public half of a key that cannot be exported.</summary>
    public AsymmetricKeyParameter Key { get; }

    /// <summary>The signature algorithms that the key may use.</summary>
    public SignatureKey Signing { get; }

    /// <summary>Whether a client may encrypt data for the key.</summary>
    public bool CanDecrypt => Key is RsaKeyParameters { IsPrivate: true } && !Signing.IsPss;

    /// <summary>The type of this certificate among the types that a TLS 1.2 server requests (RFC 8422, section 5.5).</summary>
    public short CertificateType => Key is RsaKeyParameters ? ClientCertificateType.rsa_sign : ClientCertificateType.ecdsa_sign;

    /// <returns>The identity, or null if there is no certificate.</returns>
    /// <exception cref="TlsSetupException">The key is missing, belongs to another certificate, or cannot be used by the
    /// library.</exception>
    public static Identity? Of(QSslConfiguration configuration)
    {
        if (configuration.LocalCertificateChain is not [{ IsNull: false } leaf, ..] chain)
            return null;
        QSslKey key = configuration.PrivateKey;
        string name = TlsFailures.NameOf(leaf);
        if (key.IsNull)
            throw new TlsSetupException($"The certificate '{name}' was given without its private key: set PrivateKey.");
        if (key.Type != KeyType.PrivateKey)
            throw new TlsSetupException($"The key given for the certificate '{name}' is a public key; its private key is needed.");
        if (s_identities.TryGetValue(key, out Identity? known) && known._chain.AsSpan().SequenceEqual(chain))
            return known;
        Identity made = Make(name, chain, key);
        s_identities.AddOrUpdate(key, made);
        return made;
    }

    /// <summary>Returns the signer for this key; null if no algorithm that the peer accepts matches the key.</summary>
    /// <param name="context">The connection.</param>
    /// <param name="accepted">The signature algorithms of the peer.</param>
    /// <param name="requestContext">The context of the certificate request in TLS 1.3; empty on a server.</param>
    /// <param name="staple">The OCSP response to staple; empty for none.</param>
    public TlsCredentialedSigner? Signer(TlsContext context, IList<SignatureAndHashAlgorithm>? accepted, byte[] requestContext,
        byte[] staple)
    {
        ProtocolVersion version = context.SecurityParameters.NegotiatedVersion;
        SignatureAndHashAlgorithm? algorithm = null;
        bool isAble = TlsUtilities.IsSignatureAlgorithmsExtensionAllowed(version)
            ? (algorithm = Signatures.Choose(Signing, accepted, version)) is not null
            : Signing.FitsOlderVersions;
        if (!isAble)
            return null;
        if (!_own.IsExportable)
        {
            return algorithm is null ? null : new DefaultTlsCredentialedSigner(
                new(context), new HeldSigner(_own), Message(version, requestContext, staple), algorithm);
        }
        return new BcDefaultTlsCredentialedSigner(new(context), Provider.Crypto, Key, Message(version, requestContext, staple), algorithm);
    }

    /// <summary>Determines whether <see cref="Signer"/> finds an algorithm.</summary>
    public bool CanSign(SecurityParameters parameters) => TlsUtilities.IsSignatureAlgorithmsExtensionAllowed(parameters.NegotiatedVersion)
        ? Signatures.Choose(Signing, parameters.ClientSigAlgs, parameters.NegotiatedVersion) is not null
        : Signing.FitsOlderVersions && _own.IsExportable;

    /// <summary>Returns the decryptor for suites in which the client encrypts a secret for the server's key.</summary>
    public TlsCredentialedDecryptor Decryptor(TlsContext context) =>
        new BcDefaultTlsCredentialedDecryptor(Provider.Crypto, Message(context.SecurityParameters.NegotiatedVersion, [], []), Key);

    private Certificate Message(ProtocolVersion version, byte[] requestContext, byte[] staple)
    {
        if (!TlsUtilities.IsTlsV13(version))
            return new(_links);
        CertificateEntry[] entries = [.. _links.Select(link => new CertificateEntry(link, null))];
        if (staple.Length > 0)
        {
            Dictionary<int, byte[]> extensions = new() { [ExtensionType.status_request] = Staple(staple) };
            entries[0] = new(_links[0], extensions);
        }
        return new(requestContext, entries);
    }

    /// <summary>Returns the response as a CertificateStatus (RFC 6066, section 8).</summary>
    private static byte[] Staple(byte[] response) =>
        [(byte)CertificateStatusType.ocsp, (byte)(response.Length >> 16), (byte)(response.Length >> 8), (byte)response.Length, .. response];

    private static Identity Make(string name, QSslCertificate[] chain, QSslKey key)
    {
        try
        {
            AsymmetricKeyParameter native = NativeKey.Of(key);
            TlsCertificate[] links = [.. chain.Where(c => !c.IsNull).Select(c => Provider.Crypto.CreateCertificate(c.ToDer()))];
            X509CertificateStructure leaf = X509CertificateStructure.GetInstance(chain[0].ToDer());
            if (!PublicHalf.AreEqual(PublicHalf.Of(native), PublicKeyFactory.CreateKey(leaf.SubjectPublicKeyInfo)))
                throw new TlsSetupException($"The private key does not belong to the certificate '{name}'.") { IsKeyMismatch = true };
            SignatureKey signing = new(leaf.SubjectPublicKeyInfo, native);
            return signing.IsUsable
                ? new(chain, links, key, native, signing)
                : throw new TlsSetupException(
                    $"The backend '{BouncyCastleBackend.BackendName}' cannot use the key of the certificate '{name}' ({key}): it knows "
                        + "RSA, elliptic curves, Ed25519 and Ed448.");
        }
        catch (Exception e) when (e is IOException or ArgumentException or GeneralSecurityException or InvalidOperationException
            or NotSupportedException)
        {
            throw new TlsSetupException($"The backend '{BouncyCastleBackend.BackendName}' cannot use the certificate '{name}' and its "
                + $"key: {e.Message.TrimEnd('.')}.");
        }
    }
}
