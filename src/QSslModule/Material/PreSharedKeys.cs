using System.Collections;
using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using QSslCore;

namespace QSslModule;

/// <summary>Pre-shared keys by identity, as scripts provide them. Handshakes get their answers here.</summary>
internal sealed class PreSharedKeys
{
    private const string HexPrefix = "hex:";

    private const int MaxIdentityLength = 256;

    private const int MaxKeyLength = 512;

    private readonly List<(string Identity, object Key)> _keys = [];

    private PreSharedKeys()
    {
    }

    /// <exception cref="MaterialException">An identity or a key cannot be used.</exception>
    public static PreSharedKeys From(IDictionary table)
    {
        PreSharedKeys keys = new();
        foreach (DictionaryEntry entry in table)
        {
            object? key = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            if (key is not (SecureString { Length: > 0 } or byte[] { Length: > 0 }))
            {
                throw new MaterialException(SettingsErrors.NotAPreSharedKey(
                    $"{entry.Key}", key is null or SecureString or byte[] ? null : key.GetType().Name));
            }
            keys._keys.Add(($"{entry.Key}", key));
            using Bytes tried = Bytes.Of(key, $"{entry.Key}");
            if (tried.Value.Length is 0 or > MaxKeyLength)
                throw new MaterialException(SettingsErrors.PreSharedKeyLength($"{entry.Key}", tried.Value.Length, MaxKeyLength));
            // The host would receive only the part of the identity before the zero and refuse it.
            byte[] identity = Encoding.UTF8.GetBytes($"{entry.Key}");
            if (identity.Length is 0 or > MaxIdentityLength || identity.Contains((byte)0))
                throw new MaterialException(SettingsErrors.PreSharedKeyIdentity(MaxIdentityLength));
        }
        return keys._keys.Count > 0 ? keys : throw new MaterialException(SettingsErrors.NoPreSharedKey());
    }

    /// <summary>Answers a handshake. A client uses the identity that the server hints at, or otherwise the first one. A server uses the
    /// identity that the client sent.</summary>
    public void Answer(QSslPreSharedKeyAuthenticator authenticator, bool asServer)
    {
        string wanted = Encoding.UTF8.GetString(asServer ? authenticator.Identity : authenticator.IdentityHint);
        (string identity, object? key) = _keys.Find(k => k.Identity == wanted);
        if (key is null && asServer)
            return;
        (identity, key) = key is null ? _keys[0] : (identity, key);
        if (!asServer)
            authenticator.Identity = Encoding.UTF8.GetBytes(identity);
        using Bytes bytes = Bytes.Of(key, identity);
        authenticator.PreSharedKey = bytes.Value;
    }

    public void Answer(object? sender, PreSharedKeyAuthenticationRequiredEventArgs e) =>
        Answer(e.Authenticator, asServer: ((QSslSocket)sender!).Mode == SslMode.SslServerMode);

    public void Answer(object? sender, SslServerPreSharedKeyEventArgs e) => Answer(e.Authenticator, asServer: true);

    /// <summary>Accepts a peer without a certificate if it has proved that it knows the key.</summary>
    public static void AcceptMissingCertificate(QSslSocket socket, IReadOnlyList<QSslError> errors)
    {
        if (socket.UsesPreSharedKey && errors.All(e => e.Error == SslErrorCode.NoPeerCertificate))
            socket.IgnoreSslErrors();
    }

    /// <summary>A key in clear text, which exists as briefly as possible.</summary>
    private readonly struct Bytes(byte[] value) : IDisposable
    {
        public byte[] Value { get; } = value;

        public static Bytes Of(object key, string identity)
        {
            if (key is byte[] bytes)
                return new([.. bytes]);
            nint text = Marshal.SecureStringToGlobalAllocUnicode((SecureString)key);
            char[] letters = new char[((SecureString)key).Length];
            try
            {
                Marshal.Copy(text, letters, 0, letters.Length);
                return !letters.AsSpan().StartsWith(HexPrefix)
                    ? new(Encoding.UTF8.GetBytes(letters))
                    : new(Convert.FromHexString(letters.AsSpan(HexPrefix.Length)));
            }
            catch (FormatException)
            {
                throw new MaterialException(SettingsErrors.PreSharedKeyNotHexadecimal(identity, HexPrefix));
            }
            finally
            {
                Marshal.ZeroFreeGlobalAllocUnicode(text);
                Array.Clear(letters);
            }
        }

        public void Dispose() => CryptographicOperations.ZeroMemory(Value);
    }
}
