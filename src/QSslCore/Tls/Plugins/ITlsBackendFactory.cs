namespace QSslCore.Tls.Plugins;

/// <summary>Makes the backend of a plug-in. The class has a constructor without parameters; it need not be public.</summary>
public interface ITlsBackendFactory
{
    /// <summary>Makes the backend. Called once a process, on any thread, when backends are looked for.</summary>
    /// <exception cref="NotSupportedException">The backend cannot be used here; the message is a sentence that says why and what to
    /// do. <c>Get-SslBackend</c> shows it. Any other exception leaves the backend out, too.</exception>
    TlsBackend Create();
}
