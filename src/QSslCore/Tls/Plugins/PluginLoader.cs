using System.Reflection;
using System.Runtime.Loader;
using QSslCore.Files;

namespace QSslCore.Tls.Plugins;

/// <summary>
/// Loads backends that others have made: <c>plugins/&lt;Name&gt;/QSslCore.&lt;Name&gt;.dll</c> in the module's directory.
/// Each has its libraries to itself, in its own directory; only this library is shared with it.
/// </summary>
internal static class PluginLoader
{
    private const string Advice =
        "Another user could have put code there. Give it to this user or to the administrator, and take the right to write from all "
            + "others.";

    private static readonly EnumerationOptions s_everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
    };

    /// <summary>
    /// The directory of plug-ins, which need not exist: beside this library. The module has this library once more for each platform, and names
    /// the directory beside the portable one.
    /// </summary>
    public static string? Place { get; set; } = PlaceBeside(typeof(PluginLoader).Assembly.Location);

    /// <summary>The directory of plug-ins where there is one.</summary>
    public static IEnumerable<string> Places => Directory.Exists(Place) ? [Place] : [];

    /// <summary>The directory of plug-ins of a library; null for one that was loaded from no file.</summary>
    /// <remarks>Not beside the library's directory, too: what lies there belongs to whatever the application was put into.</remarks>
    public static string? PlaceBeside(string library) =>
        Path.GetDirectoryName(library) is { Length: > 0 } own ? Path.Combine(own, "plugins") : null;

    /// <summary>Loads what is there; what cannot be used is told with its reason.</summary>
    public static IEnumerable<TlsBackendCandidate> Load(string place)
    {
        try
        {
            if (TrustedPath.Here.Fault(place) is { } fault)
                return [new("plugins", null, $"The plug-ins in '{place}' are not loaded: {fault}. {Advice}")];
            return [.. Directory.GetDirectories(place).Order(StringComparer.Ordinal).Select(LoadFrom)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [new("plugins", null, $"The plug-ins in '{place}' cannot be read: {e.Message}")];
        }
    }

    private static TlsBackendCandidate LoadFrom(string directory)
    {
        string name = Path.GetFileName(directory);
        try
        {
            if (FaultIn(directory) is { } fault)
                return new(name.ToLowerInvariant(), null, $"The plug-in in '{directory}' is not loaded: {fault}. {Advice}");
            TlsBackend backend = LoadOne(Path.Combine(directory, $"QSslCore.{name}.dll"));
            return new(NameOf(backend), backend);
        }
#pragma warning disable CA1031 // Whatever is wrong with it, the others go on; the reason is told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new(name.ToLowerInvariant(), null, $"The plug-in in '{directory}' cannot be used: {Cause(e).Message.Trim()}");
        }
    }

    /// <summary>Who may write a library beside the plug-in is as good as who may write the plug-in.</summary>
    private static string? FaultIn(string directory) => TrustedPath.Here.Fault(directory)
        ?? Directory.EnumerateFileSystemEntries(directory, "*", s_everything)
            .Select(TrustedPath.Here.Fault)
            .FirstOrDefault(fault => fault is not null);

    private static TlsBackend LoadOne(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"'{Path.GetFileName(path)}' is not in it.");
        Assembly assembly = new Context(path).LoadFromAssemblyPath(path);
        TlsBackendPluginAttribute mark = assembly.GetCustomAttribute<TlsBackendPluginAttribute>()
            ?? throw new NotSupportedException($"'{Path.GetFileName(path)}' brings no backend ([assembly: TlsBackendPlugin]).");
        if (mark.ContractVersion != TlsBackendPluginAttribute.CurrentContractVersion)
        {
            throw new NotSupportedException($"it was built for version {mark.ContractVersion} of the backend contract, and this library "
                + $"has version {TlsBackendPluginAttribute.CurrentContractVersion}. Install a build of it for this version of QSslCore.");
        }
        return ((ITlsBackendFactory)Activator.CreateInstance(mark.Factory, nonPublic: true)!).Create();
    }

    /// <summary>
    /// What every user asks of a backend is asked once now: a library that it lacks shows here, where it can be told, and not
    /// later in the code that lists the backends.
    /// </summary>
    private static string NameOf(TlsBackend backend)
    {
        bool isWhole = backend is { LibraryVersionString: not null, SupportedProtocols: not null, SupportedFeatures: not null,
            ImplementedClasses: not null, SupportedCiphers: not null };
        return isWhole && backend.Name is { Length: > 0 } name
            ? name
            : throw new NotSupportedException("its backend does not say what it is and can do.");
    }

    /// <summary>.NET says only that a constructor threw; what it threw is of interest.</summary>
    private static Exception Cause(Exception exception) =>
        exception is TargetInvocationException or TypeInitializationException && exception.InnerException is { } inner
            ? Cause(inner)
            : exception;

    private sealed class Context(string path) : AssemblyLoadContext($"QSslCore plug-in {Path.GetFileNameWithoutExtension(path)}")
    {
        private static readonly Assembly s_core = typeof(PluginLoader).Assembly;

        private readonly AssemblyDependencyResolver? _resolver = File.Exists(Path.ChangeExtension(path, ".deps.json")) ? new(path) : null;

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            // One library, or its types would not be the same; it may itself live in a context of its own.
            if (assemblyName.Name == s_core.GetName().Name)
                return s_core;
            string? found = _resolver?.ResolveAssemblyToPath(assemblyName)
                ?? Path.Combine(Path.GetDirectoryName(path)!, $"{assemblyName.Name}.dll");
            return File.Exists(found) ? LoadFromAssemblyPath(found) : null;
        }

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver?.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;
    }
}
