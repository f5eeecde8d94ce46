using System.Security.Cryptography;

namespace QSslCore;

/// <summary>
/// The answer to a handshake that needs a pre-shared key: filled by a handler of
/// <c>PreSharedKeyAuthenticationRequired</c> before it returns; then it is zeroed and dead.
/// </summary>
/// <remarks>What is longer than allowed is cut when it is used, as in Qt. An empty key fails the handshake.</remarks>
public sealed class QSslPreSharedKeyAuthenticator : IEquatable<QSslPreSharedKeyAuthenticator>
{
    private byte[] _identity = [];
    private byte[] _preSharedKey = [];
    private bool _closed;

    /// <summary>Makes an empty one.</summary>
    [QtMember("QSslPreSharedKeyAuthenticator::QSslPreSharedKeyAuthenticator")]
    public QSslPreSharedKeyAuthenticator()
    {
    }

    internal QSslPreSharedKeyAuthenticator(byte[] identityHint, byte[] identity, int maximumIdentityLength, int maximumPreSharedKeyLength)
    {
        (IdentityHint, _identity) = (identityHint, identity);
        (MaximumIdentityLength, MaximumPreSharedKeyLength) = (maximumIdentityLength, maximumPreSharedKeyLength);
    }

    /// <summary>On a client what the server sent, on a server what was configured; empty with TLS 1.3.</summary>
    [QtMember("QSslPreSharedKeyAuthenticator::identityHint")]
    public byte[] IdentityHint { get; } = [];

    /// <summary>On a client to be filled, on a server the client's.</summary>
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

    /// <summary>The most bytes of an identity; 0 on a server, where it cannot be set.</summary>
    [QtMember("QSslPreSharedKeyAuthenticator::maximumIdentityLength")]
    public int MaximumIdentityLength { get; }

    /// <summary>The key, to be filled; a copy is taken, and zeroed after use.</summary>
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

    /// <summary>The most bytes of a key.</summary>
    [QtMember("QSslPreSharedKeyAuthenticator::maximumPreSharedKeyLength")]
    public int MaximumPreSharedKeyLength { get; }

    /// <summary>Equal in all five.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    [QtMember("QSslPreSharedKeyAuthenticator::operator==")]
    public static bool operator ==(QSslPreSharedKeyAuthenticator? left, QSslPreSharedKeyAuthenticator? right) => left?.Equals(right)
        ?? right is null;

    /// <summary>Different in any.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
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

    /// <summary>Never the key.</summary>
    public override string ToString() => $"Pre-shared key for '{VisibleText.Of(System.Text.Encoding.UTF8.GetString(Identity))}'";

    /// <summary>The handshake has its answer: the key is forgotten.</summary>
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
