using QSslCore.Tls;

namespace QSslCore;

// The TLS library and its features.
/// <remarks>Lists are arrays because scripts can index arrays, but not the other lists that the compiler creates.</remarks>
public partial class QSslSocket
{
    /// <summary>True if this process can use TLS.</summary>
    [QtMember("QSslSocket::supportsSsl")]
    public static bool SupportsSsl => TlsBackendRegistry.Current.ImplementedClasses.Contains(ImplementedClass.Socket);

    /// <summary>The names of the available backends in lower case, in order of preference.</summary>
    [QtMember("QSslSocket::availableBackends")]
    public static IReadOnlyList<string> AvailableBackends => TlsBackendRegistry.Available.Select(b => b.Name).ToArray();

    /// <summary>The default backend of the process.</summary>
    [QtMember("QSslSocket::activeBackend")]
    public static string ActiveBackend => TlsBackendRegistry.Current.Name;

    /// <summary>Sets the backend of the process. If it cannot be set, this call writes a warning and changes nothing.</summary>
    /// <param name="backendName">One of <see cref="AvailableBackends"/>.</param>
    /// <returns>
    /// True if the backend is now the active one. After a backend has been used (by a socket, a key, or a list of ciphers), it cannot be
    /// changed. Use <see cref="QSslConfiguration.Backend"/> to select a backend for a single connection at any time.
    /// </returns>
    [QtMember("QSslSocket::setActiveBackend")]
    public static bool SetActiveBackend(string backendName)
    {
        if (TlsBackendRegistry.TryChoose(backendName ?? "", out string refusal))
            return true;
        QtLog.Warn($"QSslSocket.SetActiveBackend: {refusal}");
        return false;
    }

    /// <summary>The version of the library in use, in the library's own number format, or 0 if there is no TLS.</summary>
    [QtMember("QSslSocket::sslLibraryVersionNumber")]
    public static long SslLibraryVersionNumber => TlsBackendRegistry.Current.LibraryVersionNumber;

    /// <summary>The version of the library in use as text, or empty if there is no TLS.</summary>
    [QtMember("QSslSocket::sslLibraryVersionString")]
    public static string SslLibraryVersionString => TlsBackendRegistry.Current.LibraryVersionString;

    /// <summary>The version that this library was written for, as a number, or 0 if there is no TLS.</summary>
    [QtMember("QSslSocket::sslLibraryBuildVersionNumber")]
    public static long SslLibraryBuildVersionNumber => TlsBackendRegistry.Current.LibraryBuildVersionNumber;

    /// <summary>The version that this library was written for, as text, or empty if there is no TLS.</summary>
    [QtMember("QSslSocket::sslLibraryBuildVersionString")]
    public static string SslLibraryBuildVersionString => TlsBackendRegistry.Current.LibraryBuildVersionString;

    /// <summary>The protocol versions that a backend supports.</summary>
    /// <param name="backend">The name of the backend. Empty means the active backend.</param>
    /// <returns>An empty list for an unknown backend.</returns>
    [QtMember("QSslSocket::supportedProtocols")]
    public static IReadOnlyList<SslProtocol> SupportedProtocols(string backend = "") =>
        (TlsBackendRegistry.Peek(backend)?.SupportedProtocols ?? []).ToArray();

    /// <summary>Whether a backend supports a protocol version.</summary>
    /// <param name="protocol">The protocol version.</param>
    /// <param name="backend">The name of the backend. Empty means the active backend.</param>
    [QtMember("QSslSocket::isProtocolSupported")]
    public static bool IsProtocolSupported(SslProtocol protocol, string backend = "") => SupportedProtocols(backend).Contains(protocol);

    /// <summary>The features that a backend supports.</summary>
    /// <param name="backend">The name of the backend. Empty means the active backend.</param>
    /// <returns>An empty list for an unknown backend.</returns>
    [QtMember("QSslSocket::supportedFeatures")]
    public static IReadOnlyList<SupportedFeature> SupportedFeatures(string backend = "") =>
        (TlsBackendRegistry.Peek(backend)?.SupportedFeatures ?? []).ToArray();

    /// <summary>Whether a backend supports a feature.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="backend">The name of the backend. Empty means the active backend.</param>
    [QtMember("QSslSocket::isFeatureSupported")]
    public static bool IsFeatureSupported(SupportedFeature feature, string backend = "") => SupportedFeatures(backend).Contains(feature);

    /// <summary>The classes that a backend implements.</summary>
    /// <param name="backend">The name of the backend. Empty means the active backend.</param>
    /// <returns>An empty list for an unknown backend.</returns>
    [QtMember("QSslSocket::implementedClasses")]
    public static IReadOnlyList<ImplementedClass> ImplementedClasses(string backend = "") =>
        (TlsBackendRegistry.Peek(backend)?.ImplementedClasses ?? []).ToArray();

    /// <summary>Whether a backend implements a class.</summary>
    /// <param name="implementedClass">The class.</param>
    /// <param name="backend">The name of the backend. Empty means the active backend.</param>
    [QtMember("QSslSocket::isClassImplemented")]
    public static bool IsClassImplemented(ImplementedClass implementedClass, string backend = "") =>
        ImplementedClasses(backend).Contains(implementedClass);
}
