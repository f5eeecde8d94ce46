namespace QSslCore;

// The certificates of a server, and the clients that they are for.
public sealed partial class QSslConfiguration
{
    private QSslServerIdentity[] _serverIdentities = [];

    /// <summary>
    /// On a server, the certificates for the names that clients request (SNI). The server presents the first one that matches, or
    /// <see cref="LocalCertificateChain"/> if none matches. Not one of Qt's members.
    /// </summary>
    public QSslServerIdentity[] ServerIdentities
    {
        get => [.. _serverIdentities];
        set => _serverIdentities = [.. (value ?? []).Where(i => i is not null)];
    }

    internal bool HasServerIdentities => _serverIdentities.Length > 0;

    /// <summary>Returns the identity for a client that requests a name, or null for the default certificate.</summary>
    internal QSslServerIdentity? IdentityFor(string requestedName) =>
        requestedName.Length == 0 ? null : Array.Find(_serverIdentities, i => i.Matches(requestedName));

    /// <summary>Returns the same configuration with one of its identities as the default.</summary>
    internal QSslConfiguration With(QSslServerIdentity identity)
    {
        QSslConfiguration copy = Copy();
        copy._localCertificateChain = identity.Chain;
        copy.PrivateKey = identity.PrivateKey;
        copy._stapledOcspResponse = identity.StapledOcspResponse;
        copy._serverIdentities = [];
        return copy;
    }
}
