using System.Text;

namespace QSslCore.Tls;

/// <summary>Judges a configuration without a network: reports what cannot become a TLS connection to any host before one is made.</summary>
internal static class ConfigurationCheck
{
    private const int MaxProtocolNameLength = 255;

    /// <param name="role">Client or server.</param>
    /// <param name="configuration">What to judge.</param>
    /// <param name="knowsPreSharedKeys">Whether there will be pre-shared keys.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static TlsSetupException? Run(SslMode role, QSslConfiguration configuration, bool knowsPreSharedKeys = false)
    {
        try
        {
            TlsBackend backend = TlsBackendRegistry.Find(configuration.Backend)
                ?? throw new TlsSetupException(TlsBackendRegistry.Describe(configuration.Backend));
            RefuseProtocolNames(configuration);
            TlsEngineOptions options = new(role, configuration.Copy(), null) { Questions = new Silence(knowsPreSharedKeys) };
            using TlsEngine engine = backend.CreateEngine(options, NullTransport.Instance);
            // A client speaks first: what it cannot say at all, it can say to no host.
            return role == SslMode.SslClientMode && engine.Handshake() == TlsEngineStatus.Failed
                ? new($"TLS cannot start with these settings: {engine.Failure?.Reason.TrimEnd('.')}.")
                : null;
        }
        catch (TlsSetupException e)
        {
            return e;
        }
        catch (NotSupportedException e)
        {
            return new(e.Message);
        }
    }

    /// <summary>Qt leaves such names out in silence, and the connection is not the one that was asked for.</summary>
    private static void RefuseProtocolNames(QSslConfiguration configuration)
    {
        foreach (int length in configuration.AllowedNextProtocols.Select(Encoding.UTF8.GetByteCount))
        {
            if (length is 0 or > MaxProtocolNameLength)
                throw new TlsSetupException($"The name of an application protocol (ALPN) has 1 to {MaxProtocolNameLength} bytes; one "
                    + $"has {length}.");
        }
    }

    /// <summary>Answers nothing: there is no peer.</summary>
    private sealed class Silence(bool knowsPreSharedKeys) : ITlsQuestions
    {
        public bool KnowsPreSharedKeys => knowsPreSharedKeys;

        public void AskPreSharedKey(QSslPreSharedKeyAuthenticator authenticator)
        {
        }

        public SslErrorCode? RefusalOf(TlsPeer peer) => SslErrorCode.CertificateRejected;

        public void TellMessage(bool isSent, int contentType, ReadOnlySpan<byte> message)
        {
        }

        public void LogKey(string line)
        {
        }
    }
}
