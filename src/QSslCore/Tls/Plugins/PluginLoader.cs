using System.Reflection;
using System.Runtime.Loader;
using QSslCore.Files;

namespace QSslCore.Tls.Plugins;

/// <summary>
/// Loads backends of third parties: <c>plugins/&lt;Name&gt;/QSslCore.&lt;Name&gt;.dll</c> in the module's directory. Each plug-in loads its
/// own libraries from its own directory. Only QSslCore is shared with it.
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
    /// The directory of plug-ins, which does not have to exist. By default, it is beside this library. The module contains this library
    /// once more for each platform, and sets the directory beside the portable one.
    /// </summary>
    public static string? Place { get; set; } = PlaceBeside(typeof(PluginLoader).Assembly.Location);

    /// <summary>The directory of plug-ins where there is one.</summary>
    public static IEnumerable<string> Places => Directory.Exists(Place) ? [Place] : [];

    /// <summary>Returns the plug-in directory of a library; null for a library that was not loaded from a file.</summary>
    /// <remarks>The parent directory is not searched, because it belongs to whatever the application was installed in.</remarks>
    public static string? PlaceBeside(string library) =>
        Path.GetDirectoryName(library) is { Length: > 0 } own ? Path.Combine(own, "plugins") : null;

    /// <summary>Loads the plug-ins in a directory. A plug-in that cannot be used is returned with the reason.</summary>
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
#pragma warning disable CA1031 // Whatever is wrong with one plug-in, the others are loaded. The reason is reported.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new(name.ToLowerInvariant(), null, $"The plug-in in '{directory}' cannot be used: {Cause(e).Message.Trim()}");
        }
    }

    /// <summary>A user who can write a library beside the plug-in has the same power as a user who can write the plug-in.</summary>
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
    /// Reads the properties that every user of a backend needs. If the backend lacks a library, it fails here, where the reason can be
    /// reported, and not later in the code that lists the backends.
    /// </summary>
    private static string NameOf(TlsBackend backend)
    {
        bool isWhole = backend is { LibraryVersionString: not null, SupportedProtocols: not null, SupportedFeatures: not null,
            ImplementedClasses: not null, SupportedCiphers: not null };
        return isWhole && backend.Name is { Length: > 0 } name
            ? name
            : throw new NotSupportedException("its backend does not say what it is and can do.");
    }

    /// <summary>.NET only reports that a constructor failed. The inner exception is the reason.</summary>
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
            // This library must be loaded only once, or its types would differ. It may itself be loaded in a separate context.
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
