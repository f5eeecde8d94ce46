using System.Reflection;
using System.Runtime.InteropServices;
using QSslCore.Tls;
using QSslCore.Tls.OpenSsl;

namespace QSslCore.Tests.Support;

/// <summary>What OpenSSL lets a server do with an established connection, and the engine never does: for hostile servers.</summary>
internal sealed unsafe class RenegotiatingServer
{
    private const ulong NoExtendedMasterSecret = 1, NoSessionResumptionOnRenegotiation = 1 << 16;
    private static readonly nint s_library = (nint)typeof(OpenSslLibrary)
        .GetField("s_ssl", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;

    private readonly TlsEngine _engine;
    private readonly SafeSslHandle _ssl;

    /// <param name="engine">The server's end of an established connection.</param>
    /// <param name="resumes">Whether a new handshake may resume the session of the connection, without certificates.</param>
    public RenegotiatingServer(TlsEngine engine, bool resumes = false)
    {
        _engine = engine;
        _ssl = (SafeSslHandle)typeof(OpenSslEngine).GetField("_ssl", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(engine)!;
        _ = Ssl.SSL_clear_options(_ssl, Ssl.SSL_OP_NO_RENEGOTIATION);
        if (!resumes)
            SetOption(NoSessionResumptionOnRenegotiation);
    }

    private nint Raw => _ssl.DangerousGetHandle();

    /// <summary>Asks the client to begin anew.</summary>
    public void Ask()
    {
        Assert.Equal(1, ((delegate* unmanaged<nint, int>)Find("SSL_renegotiate"))(Raw));
        Assert.Equal(1, Ssl.SSL_do_handshake(_ssl));
        _engine.Flush();
    }

    /// <summary>The next handshake shows another certificate.</summary>
    public void Show(TestIdentity identity)
    {
        using SafeX509Handle leaf = NativeCertificates.ToNative(identity.Certificate);
        using SafeEvpPKeyHandle key = OpenSslKeys.ToNative(identity.Key);
        Assert.Equal(1, ((delegate* unmanaged<nint, nint, nint, nint, int, int>)Find("SSL_use_cert_and_key"))(
            Raw, leaf.DangerousGetHandle(), key.DangerousGetHandle(), 0, 1));
    }

    /// <summary>The next handshake does without the extended master secret.</summary>
    public void DropExtendedMasterSecret() => SetOption(NoExtendedMasterSecret);

    /// <summary>The next handshake is of another suite.</summary>
    public void Choose(string suite)
    {
        nint name = Marshal.StringToCoTaskMemUTF8(suite);
        Assert.Equal(1, ((delegate* unmanaged<nint, nint, int>)Find("SSL_set_cipher_list"))(Raw, name));
        Marshal.FreeCoTaskMem(name);
    }

    private void SetOption(ulong option) => _ = ((delegate* unmanaged<nint, ulong, ulong>)Find("SSL_set_options"))(Raw, option);

    private static nint Find(string function) => NativeLibrary.GetExport(s_library, function);
}
