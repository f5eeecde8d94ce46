using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>Has the library build and check a certificate's path, and collects everything that is wrong instead of stopping at the first.</summary>
internal static unsafe class ChainVerification
{
    /// <summary>The verification that runs on this thread; the library calls back while it runs and at no other time.</summary>
    [ThreadStatic]
    private static Collector? t_collector;

    /// <summary>Checks with a verification context that is set up already, the library's own in a handshake or one of ours.</summary>
    /// <param name="context">The X509_STORE_CTX.</param>
    /// <param name="sent">The chain as sent, leaf first.</param>
    /// <param name="configuration">Depth and time to check by.</param>
    public static TlsPeer Run(nint context, IReadOnlyList<QSslCertificate> sent, QSslConfiguration configuration)
    {
        nint param = X509.X509_STORE_CTX_get0_param(context);
        if (configuration.VerificationTime is { } time)
            X509.X509_VERIFY_PARAM_set_time(param, time.ToUnixTimeSeconds());
        if (configuration.PeerVerifyDepth > 0)
            X509.X509_VERIFY_PARAM_set_depth(param, configuration.PeerVerifyDepth);
        Collector collector = new();
        Collector? outer = t_collector;
        t_collector = collector;
        try
        {
            X509.X509_STORE_CTX_set_verify_cb(context, &Collect);
            int result = X509.X509_verify_cert(context);
            if (collector.Exception is { } exception)
                throw exception;
            // With errors forgiven it answers 1; anything else is a failure that was not told to the callback.
            if (result != 1 && collector.Errors.Count == 0)
                collector.Add(X509.X509_STORE_CTX_get_error(context), new());
        }
        finally
        {
            t_collector = outer;
            OpenSslErrorQueue.Clear();
        }
        QSslCertificate[] verified = NativeCertificates.FromStack(X509.X509_STORE_CTX_get0_chain(context));
        collector.Errors.AddRange(NameConstraints.Check(verified));
        return new(sent, verified, collector.Errors);
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
            return 1;
        }
#pragma warning disable CA1031 // No exception may cross native frames; it is thrown again behind them.
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
            // The library tells some errors once per way it tried to build the path.
            if (_seen.Add((code, certificate)))
                Errors.Add(VerifyErrorMap.ToError(code, certificate));
        }
    }
}
