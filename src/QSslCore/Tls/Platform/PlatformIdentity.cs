using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Tls.Platform;

/// <summary>This side's certificate and key in the platform's form. It is created once for each key in use, and lives as long as the
/// key.</summary>
internal sealed partial class PlatformIdentity
{
    private static readonly ConditionalWeakTable<QSslKey, PlatformIdentity> s_identities = [];

    private readonly QSslCertificate[] _chain;
    private readonly QSslCertificate[] _announced;

    private PlatformIdentity(QSslCertificate[] chain, QSslCertificate[] announced, SslStreamCertificateContext context)
    {
        _chain = chain;
        _announced = announced;
        Context = context;
    }

    public SslStreamCertificateContext Context { get; }

    /// <param name="backend">The backend's name, for messages.</param>
    /// <param name="configuration">Contains the chain and the key.</param>
    /// <param name="role">A server announces the authorities that it knows to its clients.</param>
    /// <returns>Null for a client without a certificate.</returns>
    /// <exception cref="TlsSetupException">A required certificate is missing, or its key is missing or does not match.</exception>
    public static PlatformIdentity? Of(string backend, QSslConfiguration configuration, SslMode role)
    {
        QSslCertificate[] chain = configuration.LocalCertificateChain;
        QSslKey key = configuration.PrivateKey;
        bool isServer = role == SslMode.SslServerMode;
        if (chain.Length == 0 || chain[0].IsNull)
        {
            return isServer
                ? throw new TlsSetupException("A server needs a certificate and its private key: set LocalCertificate and PrivateKey.")
                : null;
        }
        string name = chain[0].VisibleName;
        if (key.IsNull)
            throw new TlsSetupException($"The certificate '{name}' was given without its private key: set PrivateKey.");
        if (key.Type != KeyType.PrivateKey)
            throw new TlsSetupException($"The key given for the certificate '{name}' is a public key; its private key is needed.");
        QSslCertificate[] announced = isServer && configuration.PeerVerifyMode != PeerVerifyMode.VerifyNone
            && !configuration.LoadsRootsOnDemand
            ? configuration.CaCertificates
            : [];
        if (s_identities.TryGetValue(key, out PlatformIdentity? known)
            && known._chain.AsSpan().SequenceEqual(chain) && known._announced.AsSpan().SequenceEqual(announced))
        {
            return known;
        }
        PlatformIdentity made = Make(backend, name, chain, key, announced);
        s_identities.AddOrUpdate(key, made);
        return made;
    }

    private static PlatformIdentity Make(string backend, string name, QSslCertificate[] chain, QSslKey key, QSslCertificate[] announced)
    {
        X509Certificate2 leaf = WithKey(backend, name, chain[0], key);
        X509Certificate2Collection links = [.. chain.Skip(1).Where(c => !c.IsNull).Select(c => c.ToX509Certificate2())];
        try
        {
            // Offline: neither missing certificates nor a response to staple are downloaded.
            return new(chain, announced, SslStreamCertificateContext.Create(leaf, links, offline: true, Announcement(announced)));
        }
        catch (Exception e) when (e is CryptographicException or NotSupportedException)
        {
            throw new TlsSetupException($"The backend '{backend}' refuses the certificate '{name}': {e.Message}");
        }
    }

    private static X509Certificate2 WithKey(string backend, string name, QSslCertificate certificate, QSslKey key)
    {
        try
        {
            using X509Certificate2 joined = Pkcs12Keys.Join(certificate, key);
            return ForHandshakes(joined, key);
        }
        catch (ArgumentException e) when (e.InnerException is not CryptographicException)
        {
            throw new TlsSetupException($"The private key does not belong to the certificate '{name}'.") { IsKeyMismatch = true };
        }
        catch (NotSupportedException e) when (e is not PlatformNotSupportedException)
        {
            throw new TlsSetupException($"The backend '{backend}' cannot use the key of the certificate '{name}' ({key}): it knows RSA, "
                + "DSA and elliptic curves.");
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or PlatformNotSupportedException)
        {
            throw new TlsSetupException($"The backend '{backend}' cannot use the certificate '{name}' and its "
                + $"key: {(e.InnerException ?? e).Message}");
        }
    }

    private static X509Certificate2 ForHandshakes(X509Certificate2 joined, QSslKey key) =>
        OperatingSystem.IsWindows() ? Persisted(joined, key) : new X509Certificate2(joined);

    private static SslCertificateTrust? Announcement(QSslCertificate[] authorities) =>
        authorities.Length == 0 || OperatingSystem.IsWindows()
            ? null
            : SslCertificateTrust.CreateForX509Collection([.. authorities.Where(c => !c.IsNull).Select(c => c.ToX509Certificate2())],
                sendTrustInHandshake: true);
}
