namespace QSslCore.Tls.Plugins;

/// <summary>Marks an assembly in <c>plugins/&lt;Name&gt;/</c> as one that brings a TLS backend.</summary>
/// <remarks>The compiler writes the version of the contract that a plug-in is built against into the plug-in. The library loads no
/// plug-in of another version, and <c>Get-SslBackend</c> says why.</remarks>
/// <param name="factory">A class that implements <see cref="ITlsBackendFactory"/>.</param>
/// <param name="contractVersion">Leave it out: the compiler fills it in.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TlsBackendPluginAttribute(Type factory, int contractVersion = TlsBackendPluginAttribute.CurrentContractVersion)
    : Attribute
{
    /// <summary>The version of the contract between this library and its backends: the public types of <c>QSslCore.Tls</c> and of the
    /// namespaces below it. It grows when a backend that was built before would no longer load or work.</summary>
    public const int CurrentContractVersion = 1;

    /// <summary>The class that makes the backend.</summary>
    public Type Factory { get; } = factory;

    /// <summary>The version of the contract that the plug-in was built against.</summary>
    public int ContractVersion { get; } = contractVersion;
}
