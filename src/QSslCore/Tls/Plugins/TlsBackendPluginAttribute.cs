namespace QSslCore.Tls.Plugins;

/// <summary>Marks an assembly in <c>plugins/&lt;Name&gt;/</c> as one that contains a TLS backend.</summary>
/// <remarks>The compiler writes the contract version of the build into the plug-in. QSslCore does not load a plug-in with another version,
/// and <c>Get-SslBackend</c> gives the reason.</remarks>
/// <param name="factory">A class that implements <see cref="ITlsBackendFactory"/>.</param>
/// <param name="contractVersion">Omit it; the compiler supplies the value.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TlsBackendPluginAttribute(Type factory, int contractVersion = TlsBackendPluginAttribute.CurrentContractVersion)
    : Attribute
{
    /// <summary>The version of the contract between this library and its backends: the public types of <c>QSslCore.Tls</c> and of the
    /// namespaces below it. It increases when an existing backend would no longer load or work.</summary>
    public const int CurrentContractVersion = 1;

    /// <summary>The class that creates the backend.</summary>
    public Type Factory { get; } = factory;

    /// <summary>The version of the contract that the plug-in was built against.</summary>
    public int ContractVersion { get; } = contractVersion;
}
