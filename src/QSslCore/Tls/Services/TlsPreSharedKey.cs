using System.Security.Cryptography;

namespace QSslCore.Tls;

/// <summary>For backends: a pre-shared key that a handler supplied. <see cref="Dispose"/> zeroes it.</summary>
public sealed class TlsPreSharedKey : IDisposable
{
    private TlsPreSharedKey(byte[] identity, byte[] key) => (Identity, Key) = (identity, key);

    /// <summary>The name that a client sends for the key; empty on a server.</summary>
    public byte[] Identity { get; }

    /// <summary>The key, not empty.</summary>
    public byte[] Key { get; }

    /// <summary>Asks a client's handler for a key.</summary>
    /// <param name="questions">The engine's questions. Without a handler there is no key.</param>
    /// <param name="identityHint">The server's hint; empty if there is none, and in TLS 1.3.</param>
    /// <param name="maxIdentityLength">The maximum length of a name in bytes; a longer name is truncated.</param>
    /// <param name="maxKeyLength">The maximum length of a key in bytes; a longer key is truncated.</param>
    /// <returns>Null if the handler supplied no key. An exception of the handler reaches the caller.</returns>
    public static TlsPreSharedKey? AskClient(ITlsQuestions? questions, byte[] identityHint, int maxIdentityLength, int maxKeyLength)
    {
        ArgumentNullException.ThrowIfNull(identityHint);
        return Ask(questions, new(identityHint, [], maxIdentityLength, maxKeyLength));
    }

    /// <summary>Asks a server's handler for the key that belongs to a name.</summary>
    /// <param name="questions">The engine's questions. Without a handler there is no key.</param>
    /// <param name="identityHint">The configured hint; empty for none.</param>
    /// <param name="identity">The name that the client sent.</param>
    /// <param name="maxKeyLength">The maximum length of a key in bytes; a longer key is truncated.</param>
    /// <returns>Null if the handler supplied no key. An exception of the handler reaches the caller.</returns>
    public static TlsPreSharedKey? AskServer(ITlsQuestions? questions, byte[] identityHint, byte[] identity, int maxKeyLength)
    {
        ArgumentNullException.ThrowIfNull(identityHint);
        ArgumentNullException.ThrowIfNull(identity);
        return Ask(questions, new(identityHint, identity, 0, maxKeyLength));
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(Key);

    private static TlsPreSharedKey? Ask(ITlsQuestions? questions, QSslPreSharedKeyAuthenticator authenticator)
    {
        if (questions is not { KnowsPreSharedKeys: true })
            return null;
        try
        {
            questions.AskPreSharedKey(authenticator);
            byte[] key = [.. authenticator.PreSharedKey.Take(authenticator.MaximumPreSharedKeyLength)];
            return key.Length == 0 ? null : new([.. authenticator.Identity.Take(authenticator.MaximumIdentityLength)], key);
        }
        finally
        {
            authenticator.Close();
        }
    }
}
