using QSslCore.Tls;

namespace QSslCore;

/// <content>What the TLS library is and can do.</content>
/// <remarks>Lists are arrays: scripts index those, and no other lists that the compiler makes.</remarks>
public partial class QSslSocket
{
    /// <summary>True when TLS can be used in this process.</summary>
    [QtMember("QSslSocket::supportsSsl")]
    public static bool SupportsSsl => TlsBackendRegistry.Current.ImplementedClasses.Contains(ImplementedClass.Socket);

    /// <summary>The names of the usable backends, lower case, the preferred one first.</summary>
    [QtMember("QSslSocket::availableBackends")]
    public static IReadOnlyList<string> AvailableBackends => TlsBackendRegistry.Available.Select(b => b.Name).ToArray();

    /// <summary>The backend that is used without a choice.</summary>
    [QtMember("QSslSocket::activeBackend")]
    public static string ActiveBackend => TlsBackendRegistry.Current.Name;

    /// <summary>Chooses the backend of the process; warns, and changes nothing, when it cannot.</summary>
    /// <param name="backendName">One of <see cref="AvailableBackends"/>.</param>
    /// <returns>
    /// Whether it is the active one now. Once a backend has been used (by a socket, a key or a list of ciphers) it stays;
    /// <see cref="QSslConfiguration.Backend"/> chooses for single connections at any time.
    /// </returns>
    [QtMember("QSslSocket::setActiveBackend")]
    public static bool SetActiveBackend(string backendName)
    {
        if (TlsBackendRegistry.TryChoose(backendName ?? "", out string refusal))
            return true;
        QtLog.Warn($"QSslSocket.SetActiveBackend: {refusal}");
        return false;
    }

    /// <summary>The version of the library in use, as its own number; 0 where there is no TLS.</summary>
    [QtMember("QSslSocket::sslLibraryVersionNumber")]
    public static long SslLibraryVersionNumber => TlsBackendRegistry.Current.LibraryVersionNumber;

    /// <summary>The version of the library in use, in words; empty where there is no TLS.</summary>
    [QtMember("QSslSocket::sslLibraryVersionString")]
    public static string SslLibraryVersionString => TlsBackendRegistry.Current.LibraryVersionString;

    /// <summary>The version that this library was written against, as a number; 0 where there is no TLS.</summary>
    [QtMember("QSslSocket::sslLibraryBuildVersionNumber")]
    public static long SslLibraryBuildVersionNumber => TlsBackendRegistry.Current.LibraryBuildVersionNumber;

    /// <summary>The version that this library was written against, in words; empty where there is no TLS.</summary>
    [QtMember("QSslSocket::sslLibraryBuildVersionString")]
    public static string SslLibraryBuildVersionString => TlsBackendRegistry.Current.LibraryBuildVersionString;

    /// <summary>The protocol versions that a backend supports.</summary>
    /// <param name="backend">Its name; empty for the active one.</param>
    /// <returns>Empty for an unknown backend.</returns>
    [QtMember("QSslSocket::supportedProtocols")]
    public static IReadOnlyList<SslProtocol> SupportedProtocols(string backend = "") =>
        (TlsBackendRegistry.Peek(backend)?.SupportedProtocols ?? []).ToArray();

    /// <summary>Whether a backend supports a protocol version.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="backend">Its name; empty for the active one.</param>
    [QtMember("QSslSocket::isProtocolSupported")]
    public static bool IsProtocolSupported(SslProtocol protocol, string backend = "") => SupportedProtocols(backend).Contains(protocol);

    /// <summary>The features that a backend supports.</summary>
    /// <param name="backend">Its name; empty for the active one.</param>
    /// <returns>Empty for an unknown backend.</returns>
    [QtMember("QSslSocket::supportedFeatures")]
    public static IReadOnlyList<SupportedFeature> SupportedFeatures(string backend = "") =>
        (TlsBackendRegistry.Peek(backend)?.SupportedFeatures ?? []).ToArray();

    /// <summary>Whether a backend supports a feature.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="backend">Its name; empty for the active one.</param>
    [QtMember("QSslSocket::isFeatureSupported")]
    public static bool IsFeatureSupported(SupportedFeature feature, string backend = "") => SupportedFeatures(backend).Contains(feature);

    /// <summary>The classes that a backend implements.</summary>
    /// <param name="backend">Its name; empty for the active one.</param>
    /// <returns>Empty for an unknown backend.</returns>
    [QtMember("QSslSocket::implementedClasses")]
    public static IReadOnlyList<ImplementedClass> ImplementedClasses(string backend = "") =>
        (TlsBackendRegistry.Peek(backend)?.ImplementedClasses ?? []).ToArray();

    /// <summary>Whether a backend implements a class.</summary>
    /// <param name="implementedClass">The class.</param>
    /// <param name="backend">Its name; empty for the active one.</param>
    [QtMember("QSslSocket::isClassImplemented")]
    public static bool IsClassImplemented(ImplementedClass implementedClass, string backend = "") =>
        ImplementedClasses(backend).Contains(implementedClass);
}
