using System.Runtime.Loader;
using QSslCore.Tests.Support;
using QSslCore.Tls;
using QSslCore.Tls.Plugins;

namespace QSslCore.Tests.Backends;

/// <summary>Backends that others bring: found by their directory, loaded apart, and left out with a reason.</summary>
public sealed class PluginTests
{
    private const string Assembly = "QSslCore.TestPlugin.dll";

    private static readonly string s_built = Repository.PathOf("tests", "TestPlugin", "bin", Repository.Configuration, "net10.0", Assembly);

    [Fact]
    public void A_plug_in_is_loaded_into_a_context_of_its_own()
    {
        using TestFiles files = new();
        files.Write($"TestPlugin/{Assembly}", File.ReadAllBytes(s_built));
        TlsBackendCandidate found = Assert.Single(PluginLoader.Load(files.Directory));
        Assert.Equal(("small", ""), (found.Name, found.Reason));
        Assert.Equal("Small 1", found.Backend!.LibraryVersionString);
        AssemblyLoadContext? context = AssemblyLoadContext.GetLoadContext(found.Backend.GetType().Assembly);
        Assert.NotEqual(AssemblyLoadContext.GetLoadContext(typeof(TlsBackend).Assembly), context);

        TlsBackendSelection selection = new(() => [], () => [found]);
        Assert.Same(found.Backend, selection.Active);
        Assert.Equal(["small", "cert-only"], selection.Available.Select(b => b.Name));
    }

    [Fact]
    public void What_cannot_be_used_is_left_out_with_its_reason()
    {
        using TestFiles files = new();
        files.Write($"TestPlugin/{Assembly}", File.ReadAllBytes(s_built));
        files.Write("TestPlugin/missing.txt", "Its library is missing: install small-tls.");
        files.Write("Empty/readme.txt", "");
        files.Write("Broken/QSslCore.Broken.dll", "not an assembly");
        files.Write("Stranger/QSslCore.Stranger.dll", File.ReadAllBytes(typeof(FactAttribute).Assembly.Location));
        Dictionary<string, TlsBackendCandidate> found = PluginLoader.Load(files.Directory).ToDictionary(c => c.Name, StringComparer.Ordinal);
        Assert.Equal(["broken", "empty", "stranger", "testplugin"], found.Keys.Order(StringComparer.Ordinal));
        Assert.All(found.Values, candidate => Assert.Null(candidate.Backend));
        Assert.Contains("Its library is missing: install small-tls.", found["testplugin"].Reason, StringComparison.Ordinal);
        Assert.Contains("'QSslCore.Empty.dll' is not in it", found["empty"].Reason, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(files.Directory, "Broken"), found["broken"].Reason, StringComparison.Ordinal);
        Assert.Contains("brings no backend", found["stranger"].Reason, StringComparison.Ordinal);
    }
}
