using QSslCore.Tls;
using QSslCore.Tls.Plugins;

[assembly: TlsBackendPlugin(typeof(QSslCore.BouncyCastle.BouncyCastleFactory))]

namespace QSslCore.BouncyCastle;

/// <summary>Makes the backend; it needs nothing that could be missing.</summary>
internal sealed class BouncyCastleFactory : ITlsBackendFactory
{
    public TlsBackend Create() => new BouncyCastleBackend();
}
