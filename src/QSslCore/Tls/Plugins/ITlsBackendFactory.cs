namespace QSslCore.Tls.Plugins;

/// <summary>Creates the backend of a plug-in. The class has a constructor without parameters and need not be public.</summary>
public interface ITlsBackendFactory
{
    /// <summary>Creates the backend. Called once per process, on any thread, when the backends are searched.</summary>
    /// <exception cref="NotSupportedException">The backend cannot be used on this system. The message is a sentence that says why and what
    /// to do; <c>Get-SslBackend</c> shows it. After any other exception the backend is not used, either.</exception>
    TlsBackend Create();
}
