namespace QSslCore;

/// <summary>
/// A certificate that a server presents to clients that request a certain name (SNI), instead of its default certificate. This type is
/// immutable and thread-safe. Not one of Qt's types.
/// </summary>
public sealed class QSslServerIdentity : IEquatable<QSslServerIdentity>
{
    private readonly QSslCertificate[] _chain;
    private readonly byte[] _stapledOcspResponse;

    /// <summary>Creates an identity.</summary>
    /// <param name="hostName">The name that clients request, such as www.example.org. The name *.example.org matches every name with one
    /// more label. Internationalized names are supported.</param>
    /// <param name="chain">The certificate and those of its issuers, starting with the certificate itself.</param>
    /// <param name="privateKey">The private key of the certificate.</param>
    /// <param name="stapledOcspResponse">The OCSP response (DER) to staple for clients that request it. Empty or null means none.</param>
    /// <exception cref="ArgumentException">The name is not valid, or the chain contains no certificate.</exception>
    public QSslServerIdentity(string hostName, IEnumerable<QSslCertificate> chain, QSslKey privateKey, byte[]? stapledOcspResponse = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(hostName);
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(privateKey);
        bool isWildcard = hostName.StartsWith("*.", StringComparison.Ordinal);
        string ace = QSslCore.HostName.ToAce(isWildcard ? hostName[2..] : hostName)
            ?? throw new ArgumentException($"'{InputEcho.Of(hostName)}' is not a name that a client could ask for.", nameof(hostName));
        HostName = isWildcard ? $"*.{ace}" : ace;
        _chain = [.. chain.Where(c => c is { IsNull: false })];
        if (_chain.Length == 0)
            throw new ArgumentException($"There is no certificate for '{InputEcho.Of(hostName)}'.", nameof(chain));
        PrivateKey = privateKey;
        _stapledOcspResponse = [.. stapledOcspResponse ?? []];
    }

    /// <summary>The name that clients request, in its ASCII form.</summary>
    public string HostName { get; }

    /// <summary>The certificate and those of its issuers, starting with the certificate itself.</summary>
    public QSslCertificate[] Chain => [.. _chain];

    /// <summary>The private key of the certificate.</summary>
    public QSslKey PrivateKey { get; }

    /// <summary>The OCSP response to staple. Empty means none.</summary>
    public byte[] StapledOcspResponse => [.. _stapledOcspResponse];

    /// <summary>Determines whether a client that requests a name gets this certificate.</summary>
    /// <param name="requestedName">The name as the client sent it.</param>
    public bool Matches(string requestedName)
    {
        ArgumentNullException.ThrowIfNull(requestedName);
        string name = requestedName.TrimEnd('.');
        if (!HostName.StartsWith('*'))
            return name.Equals(HostName, StringComparison.OrdinalIgnoreCase);
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && name.AsSpan(dot).Equals(HostName.AsSpan(1), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the names, certificates, keys, and OCSP responses are equal.</summary>
    public bool Equals(QSslServerIdentity? other) =>
        other is not null && HostName == other.HostName && PrivateKey.Equals(other.PrivateKey)
        && _chain.AsSpan().SequenceEqual(other._chain) && _stapledOcspResponse.AsSpan().SequenceEqual(other._stapledOcspResponse);

    /// <summary>Whether the names, certificates, keys, and OCSP responses are equal.</summary>
    public static bool operator ==(QSslServerIdentity? left, QSslServerIdentity? right) => left is null
        ? right is null
        : left.Equals(right);

    /// <summary>Whether the values differ.</summary>
    public static bool operator !=(QSslServerIdentity? left, QSslServerIdentity? right) => !(left == right);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QSslServerIdentity);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(HostName, _chain[0]);

    /// <summary>Returns the name and the subject of the certificate.</summary>
    public override string ToString() => $"{VisibleText.Of(HostName)}: {_chain[0].VisibleName}";
}
