using System.Text;

namespace QSslCore.Tls;

/// <summary>Checks a configuration without a network. It reports settings that cannot result in a TLS connection to any host.</summary>
internal static class ConfigurationCheck
{
    private const int MaxProtocolNameLength = 255;

    /// <param name="role">Client or server.</param>
    /// <param name="configuration">The configuration to check.</param>
    /// <param name="knowsPreSharedKeys">Whether pre-shared keys will be available.</param>
    /// <returns>The error; null if the configuration can be used.</returns>
    public static TlsSetupException? Run(SslMode role, QSslConfiguration configuration, bool knowsPreSharedKeys = false)
    {
        try
        {
            TlsBackend backend = TlsBackendRegistry.Find(configuration.Backend)
                ?? throw new TlsSetupException(TlsBackendRegistry.Describe(configuration.Backend));
            RefuseProtocolNames(configuration);
            TlsEngineOptions options = new(role, configuration.Copy(), null) { Questions = new Silence(knowsPreSharedKeys) };
            using TlsEngine engine = backend.CreateEngine(options, NullTransport.Instance);
            // A client speaks first. If it cannot make its first message, it cannot connect to any host.
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

    /// <summary>Qt silently ignores such names, and then the connection is not the one that was asked for.</summary>
    private static void RefuseProtocolNames(QSslConfiguration configuration)
    {
        foreach (int length in configuration.AllowedNextProtocols.Select(Encoding.UTF8.GetByteCount))
        {
            if (length is 0 or > MaxProtocolNameLength)
                throw new TlsSetupException($"The name of an application protocol (ALPN) has 1 to {MaxProtocolNameLength} bytes; one "
                    + $"has {length}.");
        }
    }

    /// <summary>A stub for the event handlers. There is no peer, so only the answer about pre-shared keys matters.</summary>
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
