using System.Runtime.InteropServices;
using System.Text;

namespace QSslCore.Tls.OpenSsl;

// The other negotiated facts, and the alerts that were sent or received.
internal sealed unsafe partial class OpenSslEngine
{
    private const int NothingKnown = 0;

    /// <summary>A normal peer sends fewer alerts. If a peer floods this side, the rest is not kept.</summary>
    private const int MaxAlertsKept = 16;

    private readonly Queue<TlsAlert> _alerts = new();

    /// <summary>For a client: whether the server asked for a certificate.</summary>
    private bool _certificateRequested;

    public override TlsFacts Facts => _ssl.IsClosed ? TlsFacts.None : WithEphemeralKey(new()
    {
        IsResumed = IsResumed,
        UsedPreSharedKey = UsedPreSharedKey,
        Group = ReadGroup(),
        PeerSignatureAlgorithm = ReadPeerSignature(),
        CertificateRequested = _certificateRequested,
        LacksSecureRenegotiation = !IsServer && SessionProtocol < SslProtocol.TlsV1_3 && !IsRenegotiationSecure,
        CertificateAuthorities = IsServer ? [] : ReadAuthorities(),
        RequestedServerName = Marshal.PtrToStringUTF8(Ssl.SSL_get_servername(_ssl, Ssl.TLSEXT_NAMETYPE_host_name)) ?? "",
    });

    public override TlsAlert? TakeAlert() => _alerts.TryDequeue(out TlsAlert? alert) ? alert : null;

    protected override byte[] ExportKeyingMaterialCore(string label, byte[]? context, int length)
    {
        byte[] material = new byte[length];
        byte[] name = Encoding.UTF8.GetBytes(label);
        OpenSslErrorQueue.Clear();
        fixed (byte* to = material, what = name, with = context)
        {
            if (Ssl.SSL_export_keying_material(
                _ssl, to, (nuint)length, what, (nuint)name.Length, with, (nuint)(context?.Length ?? 0), context is null ? 0 : 1) == 1)
            {
                return material;
            }
        }
        throw new InvalidOperationException($"The keying material could not be exported: {OpenSslErrorQueue.Drain().Text}.");
    }

    /// <summary>Adds what a client knows of the key that the server made for this handshake. The key itself is encoded and read only on
    /// demand, because that costs as much as a signature.</summary>
    private TlsFacts WithEphemeralKey(TlsFacts facts)
    {
        if (IsServer)
            return facts;
        OpenSslErrorQueue.Clear();
        if (Ssl.SSL_ctrl_key(_ssl, Ssl.SSL_CTRL_GET_PEER_TMP_KEY, new CLong(0), out nint pointer).Value != 1 || pointer == 0)
        {
            OpenSslErrorQueue.Clear();
            return facts;
        }
        SafeEvpPKeyHandle key = SafeEvpPKeyHandle.Own(pointer);
        return facts with
        {
            FiniteFieldBits = EvpPKey.EVP_PKEY_is_a(key, "DH") == 1 ? EvpPKey.EVP_PKEY_get_bits(key) : 0,
            EphemeralServerKey = new(() =>
            {
                using (key)
                    return OpenSslKeys.FromNativePublic(key);
            }),
        };
    }

    /// <summary>Returns the authorities that the server named when it asked for a certificate.</summary>
    private string[] ReadAuthorities()
    {
        nint names = Ssl.SSL_get0_peer_CA_list(_ssl);
        int count = names == 0 ? 0 : Crypto.OPENSSL_sk_num(names);
        string[] authorities = new string[Math.Max(count, 0)];
        for (int i = 0; i < authorities.Length; i++)
            authorities[i] = NativeCertificates.NameText(Crypto.OPENSSL_sk_value(names, i));
        return authorities;
    }

    private string ReadGroup()
    {
        OpenSslErrorQueue.Clear();
        nint id = Ssl.SSL_ctrl_none(_ssl, Ssl.SSL_CTRL_GET_NEGOTIATED_GROUP, new CLong(0), 0).Value;
        string name = id <= NothingKnown ? "" : Marshal.PtrToStringUTF8(Ssl.SSL_group_to_name(_ssl, (int)id)) ?? "";
        OpenSslErrorQueue.Clear();
        return name;
    }

    private string ReadPeerSignature()
    {
        OpenSslErrorQueue.Clear();
        string type = Ssl.SSL_get_peer_signature_type_nid(_ssl, out int kind) == 1 && kind != NothingKnown ? NameOf(kind) : "";
        string digest = Ssl.SSL_ctrl_int(_ssl, Ssl.SSL_CTRL_GET_PEER_SIGNATURE_NID, new CLong(0), out int hash).Value == 1
            && hash != NothingKnown
            ? NameOf(hash)
            : "";
        OpenSslErrorQueue.Clear();
        // Signature algorithms that include their hash (Ed25519) name no digest.
        return (type.Length, digest.Length) switch
        {
            (0, _) => "",
            (_, 0) => type,
            _ => $"{type}+{digest}",
        };
    }

    private static string NameOf(int number) => Marshal.PtrToStringUTF8(Ec.OBJ_nid2sn(number)) ?? "";

    private void NoteAlert(int value, bool isFromPeer)
    {
        const int Warning = 1;
        const int Fatal = 2;
        AlertLevel level = (value >> 8) switch
        {
            Warning => AlertLevel.Warning,
            Fatal => AlertLevel.Fatal,
            _ => AlertLevel.Unknown,
        };
        AlertType type = (AlertType)(value & 0xFF);
        if (_alerts.Count < MaxAlertsKept)
            _alerts.Enqueue(new(level, type, Marshal.PtrToStringUTF8(Ssl.SSL_alert_desc_string_long(value))
                ?? "no description", isFromPeer));
        // The status reports a close_notify. Only an alert that ends the session because of an error is kept.
        if (level == AlertLevel.Fatal)
            (_alert, _alertIsFromPeer) = (type, isFromPeer);
    }

    [UnmanagedCallersOnly]
    private static void InfoCallback(nint ssl, int where, int value)
    {
        if ((where & Ssl.SSL_CB_ALERT) != 0 && FromSsl(ssl) is { } engine)
            engine.NoteAlert(value, (where & Ssl.SSL_CB_READ) != 0);
    }

    /// <summary>The library calls it on a client when the server asks for a certificate. This method does not set one, so the library uses
    /// the context's certificate.</summary>
    [UnmanagedCallersOnly]
    internal static int CertificateRequestedCallback(nint ssl, nint unused)
    {
        if (FromSsl(ssl) is not { } engine)
            return 1;
        engine._certificateRequested = true;
        // A request after the handshake is answered only if the server was accepted.
        return engine._exchangeDone && !engine.IsAccepted ? 0 : 1;
    }

    [UnmanagedCallersOnly]
    internal static void KeyLogCallback(nint ssl, byte* line)
    {
        if (FromSsl(ssl) is not { _questions: { } questions } engine)
            return;
        try
        {
            questions.LogKey(Marshal.PtrToStringUTF8((nint)line) ?? "");
        }
#pragma warning disable CA1031 // No exception may cross native frames. It is thrown again after them.
        catch (Exception e)
#pragma warning restore CA1031
        {
            engine.Keep(e);
        }
    }
}
