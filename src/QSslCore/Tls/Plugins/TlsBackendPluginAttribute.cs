namespace QSslCore.Tls.Plugins;

/// <summary>Marks an assembly in <c>plugins/&lt;Name&gt;/</c> as one that brings a TLS backend.</summary>
/// <param name="factory">A class with a constructor without parameters that makes the backend.</param>
/// <remarks>A backend's contract is internal: such an assembly is a friend of this one, named in its project.</remarks>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class TlsBackendPluginAttribute(Type factory) : Attribute
{
    public Type Factory { get; } = factory;
}
