using System.Security.Cryptography;

namespace QSslCore;

/// <summary>
/// The answer to a handshake that needs a pre-shared key. A handler of <c>PreSharedKeyAuthenticationRequired</c> must fill it before it
/// returns. Afterwards, the object is zeroed and cannot be used.
/// </summary>
/// <remarks>As in Qt, values that are too long are truncated when they are used. An empty key causes the handshake to fail.</remarks>
public sealed class QSslPreSharedKeyAuthenticator : IEquatable<QSslPreSharedKeyAuthenticator>
{
    private byte[] _identity = [];
    private byte[] _preSharedKey = [];
    private bool _closed;

    /// <summary>Creates an empty authenticator.</summary>
    [QtMember("QSslPreSharedKeyAuthenticator::QSslPreSharedKeyAuthenticator")]
    public QSslPreSharedKeyAuthenticator()
    {
    }

    internal QSslPreSharedKeyAuthenticator(byte[] identityHint, byte[] identity, int maximumIdentityLength, int maximumPreSharedKeyLength)
    {
        (IdentityHint, _identity) = (identityHint, identity);
        (MaximumIdentityLength, MaximumPreSharedKeyLength) = (maximumIdentityLength, maximumPreSharedKeyLength);
    }

    /// <summary>On a client, the hint that the server sent. On a server, the configured hint. Empty with TLS 1.3.</summary>
    [QtMember("QSslPreSharedKeyAuthenticator::identityHint")]
    public byte[] IdentityHint { get; } = [];

    /// <summary>On a client, the identity that the handler sets. On a server, the identity of the client.</summary>
    [QtMember("QSslPreSharedKeyAuthenticator::identity")]
    [QtMember("QSslPreSharedKeyAuthenticator::setIdentity")]
    public byte[] Identity
    {
        get => _identity;
        set
        {
            if (CheckOpen())
                _identity = [.. value ?? []];
        }
    }

    /// <summary>The maximum number of bytes of an identity, or 0 on a server, where it cannot be set.</summary>
    [QtMember("QSslPreSharedKeyAuthenticator::maximumIdentityLength")]
    public int MaximumIdentityLength { get; }

    /// <summary>The key that the handler sets. The setter copies it, and the copy is zeroed after use.</summary>
    [QtMember("QSslPreSharedKeyAuthenticator::preSharedKey")]
    [QtMember("QSslPreSharedKeyAuthenticator::setPreSharedKey")]
    public byte[] PreSharedKey
    {
        get => _preSharedKey;
        set
        {
            if (!CheckOpen())
                return;
            CryptographicOperations.ZeroMemory(_preSharedKey);
            _preSharedKey = [.. value ?? []];
        }
    }

    /// <summary>The maximum number of bytes of a key.</summary>
    [QtMember("QSslPreSharedKeyAuthenticator::maximumPreSharedKeyLength")]
    public int MaximumPreSharedKeyLength { get; }

    /// <summary>Whether all five properties are equal.</summary>
    /// <param name="left">The first authenticator.</param>
    /// <param name="right">The second authenticator.</param>
    [QtMember("QSslPreSharedKeyAuthenticator::operator==")]
    public static bool operator ==(QSslPreSharedKeyAuthenticator? left, QSslPreSharedKeyAuthenticator? right) => left?.Equals(right)
        ?? right is null;

    /// <summary>Whether any property differs.</summary>
    /// <param name="left">The first authenticator.</param>
    /// <param name="right">The second authenticator.</param>
    [QtMember("QSslPreSharedKeyAuthenticator::operator!=")]
    public static bool operator !=(QSslPreSharedKeyAuthenticator? left, QSslPreSharedKeyAuthenticator? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(QSslPreSharedKeyAuthenticator? other) =>
        other is not null && IdentityHint.AsSpan().SequenceEqual(other.IdentityHint) && Identity.AsSpan().SequenceEqual(other.Identity)
        && CryptographicOperations.FixedTimeEquals(PreSharedKey, other.PreSharedKey)
        && MaximumIdentityLength == other.MaximumIdentityLength && MaximumPreSharedKeyLength == other.MaximumPreSharedKeyLength;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QSslPreSharedKeyAuthenticator);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IdentityHint.Length, Identity.Length, MaximumIdentityLength,
        MaximumPreSharedKeyLength);

    /// <summary>Returns a description without the key.</summary>
    public override string ToString() => $"Pre-shared key for '{VisibleText.Of(System.Text.Encoding.UTF8.GetString(Identity))}'";

    /// <summary>Zeroes the key after the handshake has used the answer.</summary>
    internal void Close()
    {
        CryptographicOperations.ZeroMemory(_preSharedKey);
        (_preSharedKey, _closed) = ([], true);
    }

    private bool CheckOpen()
    {
        if (_closed)
            QtLog.Warn("QSslPreSharedKeyAuthenticator: the handshake has its answer already; fill it before the handler returns.");
        return !_closed;
    }
}
