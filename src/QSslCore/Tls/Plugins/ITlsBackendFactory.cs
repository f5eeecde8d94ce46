namespace QSslCore.Tls.Plugins;

/// <summary>Makes the backend of a plug-in.</summary>
internal interface ITlsBackendFactory
{
    /// <exception cref="NotSupportedException">The backend cannot be used here; the message is a sentence that says why and what to
    /// do.</exception>
    TlsBackend Create();
}
