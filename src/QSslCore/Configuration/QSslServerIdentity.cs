namespace QSslCore;

/// <summary>
/// A certificate that a server shows to clients that ask for a certain name (SNI), instead of its usual one. A value: it never
/// changes, and any thread may read it. Not one of Qt's types.
/// </summary>
public sealed class QSslServerIdentity : IEquatable<QSslServerIdentity>
{
    private readonly QSslCertificate[] _chain;
    private readonly byte[] _stapledOcspResponse;

    /// <summary>Makes an identity.</summary>
    /// <param name="hostName">The name that clients ask for, such as www.example.org; *.example.org is every name with one more label.
    /// International names are taken as they are written.</param>
    /// <param name="chain">The certificate and those of its issuers, the certificate itself first.</param>
    /// <param name="privateKey">The certificate's private key.</param>
    /// <param name="stapledOcspResponse">The OCSP response (DER) to staple to it for clients that ask; empty or null for none.</param>
    /// <exception cref="ArgumentException">The name is none, or the chain has no certificate.</exception>
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

    /// <summary>The name that clients ask for, in its ASCII form.</summary>
    public string HostName { get; }

    /// <summary>The certificate and those of its issuers, the certificate itself first.</summary>
    public QSslCertificate[] Chain => [.. _chain];

    /// <summary>The certificate's private key.</summary>
    public QSslKey PrivateKey { get; }

    /// <summary>The OCSP response that is stapled to the certificate; empty for none.</summary>
    public byte[] StapledOcspResponse => [.. _stapledOcspResponse];

    /// <summary>Whether a client that asks for a name gets this certificate.</summary>
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

    /// <summary>Whether name, certificates, key and staple are equal.</summary>
    public bool Equals(QSslServerIdentity? other) =>
        other is not null && HostName == other.HostName && PrivateKey.Equals(other.PrivateKey)
        && _chain.AsSpan().SequenceEqual(other._chain) && _stapledOcspResponse.AsSpan().SequenceEqual(other._stapledOcspResponse);

    /// <summary>Whether name, certificates, key and staple are equal.</summary>
    public static bool operator ==(QSslServerIdentity? left, QSslServerIdentity? right) => left is null
        ? right is null
        : left.Equals(right);

    /// <summary>Whether anything differs.</summary>
    public static bool operator !=(QSslServerIdentity? left, QSslServerIdentity? right) => !(left == right);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QSslServerIdentity);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(HostName, _chain[0]);

    /// <summary>The name and whose certificate it is.</summary>
    public override string ToString() => $"{VisibleText.Of(HostName)}: {_chain[0].VisibleName}";
}
