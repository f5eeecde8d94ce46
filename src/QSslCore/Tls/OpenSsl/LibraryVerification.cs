using System.Runtime.InteropServices;
using QSslCore.Verification;

namespace QSslCore.Tls.OpenSsl;

/// <summary>OpenSSL's own verification of a chain.</summary>
internal static unsafe class LibraryVerification
{
    /// <summary>The verification that runs on this thread. The library calls back only while it runs.</summary>
    [ThreadStatic]
    private static Collector? t_collector;

    /// <summary>Sets the checks for a chain.</summary>
    /// <param name="parameters">The X509_VERIFY_PARAM.</param>
    /// <param name="request">The requirements for the path.</param>
    public static void Prepare(nint parameters, PathRequest request)
    {
        X509.X509_VERIFY_PARAM_set_time(parameters, request.Time.ToUnixTimeSeconds());
        if (request.MaxDepth > 0)
            X509.X509_VERIFY_PARAM_set_depth(parameters, request.MaxDepth);
        // If the security level was lowered for an old protocol, it is not lowered for certificates. A higher level is kept.
        if (X509.X509_VERIFY_PARAM_get_auth_level(parameters) < OpenSslContext.MinSecurityLevel)
            X509.X509_VERIFY_PARAM_set_auth_level(parameters, OpenSslContext.MinSecurityLevel);
        // RFC 9525, section 2: if the common name is not used as a host name, it is not checked against name constraints either.
        if (!request.ReadsCommonName)
            X509.X509_VERIFY_PARAM_set_hostflags(parameters, X509.X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    }

    /// <summary>Lets the library build and check a path.</summary>
    /// <param name="context">The X509_STORE_CTX.</param>
    /// <param name="sent">The certificates of the context.</param>
    /// <returns>Null if the library objects to anything.</returns>
    public static QSslCertificate[]? FindPath(nint context, QSslCertificate[] sent)
    {
        bool isGood = X509.X509_verify_cert(context) == 1 && X509.X509_STORE_CTX_get_error(context) == X509.X509_V_OK;
        // The verdict is not the library's alone, so it must not be stored in a session.
        X509.X509_STORE_CTX_set_error(context, X509.X509_V_OK);
        OpenSslErrorQueue.Clear();
        return isGood ? NativeCertificates.FromPath(context, sent) : null;
    }

    /// <summary>Returns all errors that the library finds in a path. The end of the path is trusted, and the library gets no other
    /// certificates.</summary>
    /// <remarks>
    /// Our rules have checked times and purposes. The library does not check them: it lets a certificate expire one second early,
    /// and it refuses a certificate for any purpose.
    /// </remarks>
    /// <param name="path">The path, leaf first.</param>
    /// <param name="parameters">The X509_VERIFY_PARAM of the check, or 0.</param>
    /// <param name="request">The requirements for the path.</param>
    public static IReadOnlyList<QSslError> ErrorsOf(IReadOnlyList<QSslCertificate> path, nint parameters, PathRequest request)
    {
        using NativeChain? anchor = NativeChain.TryMake([path[^1]]);
        using NativeChain? native = NativeChain.TryMake(path.Count == 1 ? path : path.SkipLast(1));
        if (anchor is null || native is null)
            return [new(SslErrorCode.InvalidCertificate, path[0], "OpenSSL cannot read one of the certificates of the path")];
        using SafeX509StoreHandle store = X509.X509_STORE_new();
        OpenSslErrorQueue.Check(!store.IsInvalid);
        OpenSslErrorQueue.Check(X509.X509_STORE_add_cert(store, anchor.First) == 1);
        using SafeX509StoreContextHandle context = X509.X509_STORE_CTX_new();
        OpenSslErrorQueue.Check(!context.IsInvalid);
        try
        {
            OpenSslErrorQueue.Check(X509.X509_STORE_CTX_init(context, store, native.First, native.Stack) == 1);
            nint raw = context.DangerousGetHandle();
            nint own = X509.X509_STORE_CTX_get0_param(raw);
            if (parameters != 0)
                OpenSslErrorQueue.Check(X509.X509_VERIFY_PARAM_set1(own, parameters) == 1);
            Prepare(own, request);
            OpenSslErrorQueue.Check(X509.X509_VERIFY_PARAM_set_purpose(own, X509.X509_PURPOSE_ANY) == 1);
            OpenSslErrorQueue.Check(X509.X509_VERIFY_PARAM_clear_flags(own, new(X509.X509_V_FLAG_USE_CHECK_TIME)) == 1);
            OpenSslErrorQueue.Check(X509.X509_VERIFY_PARAM_set_flags(own, new(X509.X509_V_FLAG_NO_CHECK_TIME)) == 1);
            return Collect(raw);
        }
        finally
        {
            // The context borrows the stack, so it is freed first.
            context.Dispose();
        }
    }

    public static void SetPurpose(nint context, PeerUsage usage)
    {
        if (usage == PeerUsage.Any)
            return;
        int purpose = usage == PeerUsage.ServerAuthentication ? X509.X509_PURPOSE_SSL_SERVER : X509.X509_PURPOSE_SSL_CLIENT;
        OpenSslErrorQueue.Check(X509.X509_STORE_CTX_set_purpose(context, purpose) == 1);
    }

    private static List<QSslError> Collect(nint context)
    {
        Collector collector = new();
        Collector? outer = t_collector;
        t_collector = collector;
        try
        {
            X509.X509_STORE_CTX_set_verify_cb(context, &Collect);
            int result = X509.X509_verify_cert(context);
            if (collector.Exception is { } exception)
                throw exception;
            // The callback ignores errors, so the result is 1. Any other result is a failure that was not reported to the callback.
            if (result != 1 && collector.Errors.Count == 0)
                collector.Add(X509.X509_STORE_CTX_get_error(context), new());
        }
        finally
        {
            t_collector = outer;
            OpenSslErrorQueue.Clear();
        }
        return collector.Errors;
    }

    [UnmanagedCallersOnly]
    private static int Collect(int ok, nint context)
    {
        Collector? collector = t_collector;
        if (ok == 1 || collector is null)
            return ok;
        try
        {
            nint certificate = X509.X509_STORE_CTX_get_current_cert(context);
            collector.Add(
                X509.X509_STORE_CTX_get_error(context),
                certificate == 0 ? new() : NativeCertificates.FromNative(certificate));
            // Otherwise the library would report an error that stays in the context again, instead of the next one.
            X509.X509_STORE_CTX_set_error(context, X509.X509_V_OK);
            return 1;
        }
#pragma warning disable CA1031 // No exception may cross native frames. It is thrown again after them.
        catch (Exception e)
#pragma warning restore CA1031
        {
            collector.Exception = e;
            return 0;
        }
    }

    private sealed class Collector
    {
        private readonly HashSet<(int, QSslCertificate)> _seen = [];

        public List<QSslError> Errors { get; } = [];

        public Exception? Exception { get; set; }

        public void Add(int code, QSslCertificate certificate)
        {
            // The library reports some errors once for each path that it tries to build.
            if (_seen.Add((code, certificate)))
                Errors.Add(VerifyErrorMap.ToError(code, certificate));
        }
    }
}
