using System.Reflection;
using System.Runtime.Loader;

namespace QSslCore.Tls.Plugins;

/// <summary>
/// Loads backends that others have made: <c>plugins/&lt;Name&gt;/QSslCore.&lt;Name&gt;.dll</c> in the module's directory.
/// Each has its libraries to itself, in its own directory; only this library is shared with it.
/// </summary>
internal static class PluginLoader
{
    /// <summary>The directory of plug-ins: beside this library, or beside the directory that it is in.</summary>
    public static IEnumerable<string> Places
    {
        get
        {
            string? own = Path.GetDirectoryName(typeof(PluginLoader).Assembly.Location);
            return string.IsNullOrEmpty(own)
                ? []
                : new[] { own, Path.GetDirectoryName(own) }.OfType<string>().Select(d => Path.Combine(d, "plugins")).Where(Directory.Exists);
        }
    }

    /// <summary>Loads what is there; what cannot be used is told with its reason.</summary>
    public static IEnumerable<TlsBackendCandidate> Load(string place)
    {
        foreach (string directory in Directory.EnumerateDirectories(place).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(directory);
            string reason = "";
            TlsBackend? backend = null;
            try
            {
                backend = LoadOne(Path.Combine(directory, $"QSslCore.{name}.dll"));
            }
#pragma warning disable CA1031 // Whatever is wrong with it, the others go on; the reason is told.
            catch (Exception e)
#pragma warning restore CA1031
            {
                reason = $"The plug-in in '{directory}' cannot be used: {(e is TargetInvocationException { InnerException: { } inner } ? inner : e).Message}";
            }
            yield return new(backend?.Name ?? name.ToLowerInvariant(), backend, reason);
        }
    }

    private static TlsBackend LoadOne(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"'{Path.GetFileName(path)}' is not in it.");
        Assembly assembly = new Context(path).LoadFromAssemblyPath(path);
        TlsBackendPluginAttribute mark = assembly.GetCustomAttribute<TlsBackendPluginAttribute>()
            ?? throw new NotSupportedException($"'{Path.GetFileName(path)}' brings no backend ([assembly: TlsBackendPlugin]).");
        return ((ITlsBackendFactory)Activator.CreateInstance(mark.Factory, nonPublic: true)!).Create();
    }

    private sealed class Context(string path) : AssemblyLoadContext($"QSslCore plug-in {Path.GetFileNameWithoutExtension(path)}")
    {
        private static readonly Assembly s_core = typeof(PluginLoader).Assembly;

        private readonly AssemblyDependencyResolver? _resolver = File.Exists(Path.ChangeExtension(path, ".deps.json")) ? new(path) : null;

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            // One library, or its types would not be the same; it may itself live in a context of its own.
            if (assemblyName.Name == s_core.GetName().Name)
                return s_core;
            string? found = _resolver?.ResolveAssemblyToPath(assemblyName) ?? Path.Combine(Path.GetDirectoryName(path)!, $"{assemblyName.Name}.dll");
            return File.Exists(found) ? LoadFromAssemblyPath(found) : null;
        }

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver?.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;
    }
}
