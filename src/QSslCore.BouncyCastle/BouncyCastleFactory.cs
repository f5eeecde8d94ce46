using QSslCore.Tls;
using QSslCore.Tls.Plugins;

[assembly: TlsBackendPlugin(typeof(QSslCore.BouncyCastle.BouncyCastleFactory))]

namespace QSslCore.BouncyCastle;

/// <summary>Creates the backend. It has no dependency that could be missing.</summary>
internal sealed class BouncyCastleFactory : ITlsBackendFactory
{
    public TlsBackend Create() => new BouncyCastleBackend();
}
