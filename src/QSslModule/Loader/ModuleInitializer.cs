using System.Management.Automation;
using System.Management.Automation.Runspaces;
using QSslCore.Sockets;
using QSslCore.Tls.Plugins;

namespace QSslModule;

/// <summary>Tells the core, on import, which event handlers are script blocks.</summary>
/// <remarks>Each import makes a new instance and may come more than once: everything here is static and can be repeated.</remarks>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport()
    {
        PluginLoader.Place = ModuleContext.PluginPlace;
        ModuleContext.Share();
        SubscriberAffinity.IsBoundToThread = IsBound;
        CoreWarnings.Install();
        SubscriberAffinity.CurrentThreadRunsBound = static () => Runspace.DefaultRunspace is not null;
    }

    /// <summary>
    /// A script block that was made a delegate throws on a thread without its runspace. PowerShell compiles it into a
    /// lambda whose closure holds the script block; the handlers of Register-ObjectEvent hold none and run anywhere.
    /// </summary>
    private static bool IsBound(Delegate handler) =>
        handler.Target is ScriptBlock or IPipelineBound
        || (ConstantsOf(handler.Target) is { } constants && Array.Exists(constants, static c => c is ScriptBlock));

    /// <summary>What a compiled lambda closed over. Its class is public at run time and absent from the reference assemblies.</summary>
    private static object[]? ConstantsOf(object? target) =>
        target?.GetType() is { FullName: "System.Runtime.CompilerServices.Closure" } closure
            ? closure.GetField("Constants")?.GetValue(target) as object[]
            : null;
}
