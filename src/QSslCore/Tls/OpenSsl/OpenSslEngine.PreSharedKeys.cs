using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

// Pre-shared keys of TLS 1.2 suites and external keys of TLS 1.3. The library uses the same callback for both.
internal sealed unsafe partial class OpenSslEngine
{
    /// <summary>Whether a key was supplied. A handshake without certificates may have been authenticated by it.</summary>
    private bool _keyGiven;

    private bool UsedPreSharedKey => _keyGiven && (SessionProtocol == SslProtocol.TlsV1_3
        ? Ssl.SSL_session_reused(_ssl) == 1
        : SessionCipher.KeyExchangeMethod.Contains("PSK", StringComparison.Ordinal));

    private void SetPreSharedKeys()
    {
        if (!KnowsPreSharedKeys)
            return;
        if (!IsServer)
        {
            Ssl.SSL_set_psk_client_callback(_ssl, &ClientKeyCallback);
            return;
        }
        Ssl.SSL_set_psk_server_callback(_ssl, &ServerKeyCallback);
        if (_configuration.PreSharedKeyIdentityHint.Length == 0)
            return;
        fixed (byte* hint = (byte[])[.. _configuration.PreSharedKeyIdentityHint, 0])
            OpenSslErrorQueue.Check(Ssl.SSL_use_psk_identity_hint(_ssl, hint) == 1);
    }

    private bool KnowsPreSharedKeys => _questions is { KnowsPreSharedKeys: true };

    /// <summary>Asks for the key, and copies the answer to the library's buffers; returns 0 if there is none.</summary>
    private uint Ask(QSslPreSharedKeyAuthenticator authenticator, Span<byte> identity, Span<byte> key)
    {
        try
        {
            _questions!.AskPreSharedKey(authenticator);
            int length = Math.Min(authenticator.PreSharedKey.Length, key.Length);
            if (length == 0)
                return 0;
            authenticator.PreSharedKey.AsSpan(0, length).CopyTo(key);
            if (!identity.IsEmpty)
            {
                // The library reads the identity as text that ends with a zero.
                ReadOnlySpan<byte> given = authenticator.Identity;
                int end = given.IndexOf((byte)0);
                given = given[..Math.Min(end < 0 ? given.Length : end, identity.Length - 1)];
                given.CopyTo(identity);
                identity[given.Length] = 0;
            }
            _keyGiven = true;
            return (uint)length;
        }
        finally
        {
            authenticator.Close();
        }
    }

    [UnmanagedCallersOnly]
    private static uint ClientKeyCallback(nint ssl, byte* hint, byte* identity, uint identitySize, byte* key, uint keySize)
    {
        // The peer of a renegotiation shows its certificate again, and does not prove another identity.
        if (FromSsl(ssl) is not { _exchangeDone: false } engine)
            return 0;
        try
        {
            return engine.Ask(
                new(Text(hint), [], (int)identitySize - 1, (int)keySize), new(identity, (int)identitySize), new(key, (int)keySize));
        }
#pragma warning disable CA1031 // No exception may cross native frames. It is thrown again after them.
        catch (Exception e)
#pragma warning restore CA1031
        {
            engine.Keep(e);
            return 0;
        }
    }

    [UnmanagedCallersOnly]
    private static uint ServerKeyCallback(nint ssl, byte* identity, byte* key, uint keySize)
    {
        if (FromSsl(ssl) is not { } engine)
            return 0;
        try
        {
            return engine.Ask(
                new(engine._configuration.PreSharedKeyIdentityHint, Text(identity), 0, (int)keySize), default, new(key, (int)keySize));
        }
#pragma warning disable CA1031 // No exception may cross native frames. It is thrown again after them.
        catch (Exception e)
#pragma warning restore CA1031
        {
            engine.Keep(e);
            return 0;
        }
    }

    private static byte[] Text(byte* text) => text is null ? [] : MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text).ToArray();
}
