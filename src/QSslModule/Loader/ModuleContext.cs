using System.Reflection;
using System.Runtime.Loader;
using QSslCore;
using QSslCore.Tls.Plugins;

namespace QSslModule;

/// <summary>What the module's own load context, which QSslModule.psm1 makes, needs from the rest of the process, and gives to it.</summary>
internal static class ModuleContext
{
    private static readonly Assembly[] s_own = [typeof(QSslSocket).Assembly, typeof(ModuleContext).Assembly];
    private static int s_shared;

    /// <summary>The directory of plug-ins in the module: beside the portable assemblies, for those of a platform too, which are one folder
    /// below.</summary>
    public static string? PluginPlace
    {
        get
        {
            string own = typeof(ModuleContext).Assembly.Location;
            string portable = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(own)!, "..", Path.GetFileName(own)));
            return PluginLoader.PlaceBeside(File.Exists(portable) ? portable : own);
        }
    }

    /// <summary>
    /// Connects the module's own context with the default one. The own context takes libraries from the module's folder.
    /// Code that is compiled against these assemblies in the session (Add-Type, classes, handlers of events) is in the default context, and
    /// asks for them there. It gets them, unless the process has others.
    /// </summary>
    public static void Share()
    {
        AssemblyLoadContext own = AssemblyLoadContext.GetLoadContext(s_own[0])!;
        if (own == AssemblyLoadContext.Default || Interlocked.Exchange(ref s_shared, 1) != 0)
            return;
        AssemblyLoadContext.Default.Resolving += static (_, name) => Array.Find(s_own, one => one.GetName().FullName == name.FullName);
        own.Resolving += static (context, name) => LoadBeside(context, name);
    }

    private static Assembly? LoadBeside(AssemblyLoadContext context, AssemblyName name)
    {
        string file = Path.Combine(Path.GetDirectoryName(s_own[0].Location)!, $"{name.Name}.dll");
        return File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
    }
}
