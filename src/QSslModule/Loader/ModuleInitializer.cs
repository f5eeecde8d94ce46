using System.Management.Automation;
using System.Management.Automation.Runspaces;
using QSslCore.Sockets;
using QSslCore.Tls.Plugins;

namespace QSslModule;

/// <summary>On import, tells the core which event handlers are script blocks.</summary>
/// <remarks>Each import creates a new instance, and there may be several imports. Everything here is static and can run again.</remarks>
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
    /// Determines whether a handler contains a script block. A script block that was converted to a delegate throws on a thread without its
    /// runspace. PowerShell compiles it into a lambda, and the closure of the lambda contains the script block. The handlers of
    /// Register-ObjectEvent contain no script block and run on any thread.
    /// </summary>
    private static bool IsBound(Delegate handler) =>
        handler.Target is ScriptBlock or IPipelineBound
        || (ConstantsOf(handler.Target) is { } constants && Array.Exists(constants, static c => c is ScriptBlock));

    /// <summary>Returns the constants of a compiled lambda. Its class is public at run time, but not in the reference assemblies.</summary>
    private static object[]? ConstantsOf(object? target) =>
        target?.GetType() is { FullName: "System.Runtime.CompilerServices.Closure" } closure
            ? closure.GetField("Constants")?.GetValue(target) as object[]
            : null;
}
