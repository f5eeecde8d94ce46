using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text;

namespace QSslCore.Tls.OpenSsl;

/// <summary>The TLS of one connection in OpenSSL.</summary>
internal sealed unsafe partial class OpenSslEngine : TlsEngine
{
    private readonly OpenSslContext _context;
    private readonly QSslConfiguration _configuration;
    private readonly SafeSslHandle _ssl;
    private readonly ITlsQuestions? _questions;
    private ExceptionDispatchInfo? _callbackException;
    private AlertType? _alert;
    private bool _alertIsFromPeer;

    public OpenSslEngine(OpenSslContext context, TlsEngineOptions options)
        : base(options)
    {
        _context = context;
        _configuration = options.Configuration;
        _questions = options.Questions;
        if (IsServer && !context.HasIdentity && !KnowsPreSharedKeys)
            throw new TlsSetupException("A server needs a certificate and its private key: set LocalCertificate and PrivateKey.");
        OpenSslErrorQueue.Clear();
        _ssl = Ssl.SSL_new(context.Handle);
        OpenSslErrorQueue.Check(!_ssl.IsInvalid);
        try
        {
            nint self = _ssl.Attach(this);
            OpenSslErrorQueue.Check(Ssl.SSL_set_ex_data(_ssl, 0, self) == 1);
            Ssl.SSL_set_info_callback(_ssl, &InfoCallback);
            AttachTransport(self);
            if (options.ServerName is { } name)
                OpenSslErrorQueue.Check(Ssl.SSL_ctrl(_ssl, Ssl.SSL_CTRL_SET_TLSEXT_HOSTNAME, new CLong(0), name).Value == 1);
            TellMessages();
            SetPreSharedKeys();
            AskForStaple();
            RefuseServersRenegotiation();
            if (options.Resumption is { } resumption)
                OfferSession(resumption);
            if (IsServer)
                Ssl.SSL_set_accept_state(_ssl);
            else
                Ssl.SSL_set_connect_state(_ssl);
        }
        catch
        {
            _ssl.Dispose();
            throw;
        }
    }

    public override SslProtocol SessionProtocol =>
        _ssl.IsClosed ? SslProtocol.UnknownProtocol : OpenSslProtocols.FromVersion(Ssl.SSL_version(_ssl));

    public override QSslCipher SessionCipher
    {
        get
        {
            nint cipher = _ssl.IsClosed ? 0 : Ssl.SSL_get_current_cipher(_ssl);
            return cipher == 0 ? new() : OpenSslCiphers.FromNative(cipher);
        }
    }

    public override string? ApplicationProtocol
    {
        get
        {
            if (_ssl.IsClosed)
                return null;
            Ssl.SSL_get0_alpn_selected(_ssl, out byte* name, out uint length);
            return length == 0 ? null : Encoding.UTF8.GetString(name, (int)length);
        }
    }

    private bool IsServer => Role == SslMode.SslServerMode;

    protected override void Dispose(bool disposing)
    {
        // A session without an error stays resumable, however its connection ended. Without this call, the library drops it.
        if (!_ssl.IsClosed && IsEstablished)
            Ssl.SSL_set_shutdown(_ssl, Ssl.SSL_SENT_SHUTDOWN | Ssl.SSL_RECEIVED_SHUTDOWN);
        _ssl.Dispose();
        GC.KeepAlive(_context);
    }

    /// <summary>Returns the engine for a callback's pointer; null if the engine is disposed and the library is cleaning up.</summary>
    private static OpenSslEngine? FromPointer(nint pointer) =>
        pointer == 0 ? null : GCHandle.FromIntPtr(pointer).Target as OpenSslEngine;

    private static OpenSslEngine? FromSsl(nint ssl) => FromPointer(Ssl.SSL_get_ex_data(ssl, 0));

    /// <summary>Throws the exception of a callback to the caller of the library.</summary>
    private void RethrowFromCallback()
    {
        if (Interlocked.Exchange(ref _callbackException, null) is { } exception)
            exception.Throw();
    }

    private void Keep(Exception exception) => _callbackException ??= ExceptionDispatchInfo.Capture(exception);

    /// <summary>Converts the result of a call to the status for the caller.</summary>
    private TlsEngineStatus StatusOf(int result)
    {
        RethrowFromCallback();
        switch (Ssl.SSL_get_error(_ssl, result))
        {
            case Ssl.SSL_ERROR_NONE:
                return TlsEngineStatus.Complete;
            case Ssl.SSL_ERROR_WANT_READ:
                return TlsEngineStatus.WantRead;
            case Ssl.SSL_ERROR_WANT_WRITE:
                return TlsEngineStatus.WantWrite;
            case Ssl.SSL_ERROR_WANT_RETRY_VERIFY:
                return Ask(_peer);
            case Ssl.SSL_ERROR_ZERO_RETURN:
                return TlsEngineStatus.Closed;
            default:
                return Diagnose();
        }
    }
}
