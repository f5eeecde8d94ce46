using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using System.Runtime.Versioning;
using QSslCore.Tests.Simulation;
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
        Assert.Equal(TlsBackendPluginAttribute.CurrentContractVersion,
            found.Backend.GetType().Assembly.GetCustomAttribute<TlsBackendPluginAttribute>()!.ContractVersion);

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
        Dictionary<string, TlsBackendCandidate> found = PluginLoader.Load(files.Directory)
            .ToDictionary(c => c.Name, StringComparer.Ordinal);
        Assert.Equal(["broken", "empty", "stranger", "testplugin"], found.Keys.Order(StringComparer.Ordinal));
        Assert.All(found.Values, candidate => Assert.Null(candidate.Backend));
        Assert.Contains("Its library is missing: install small-tls.", found["testplugin"].Reason, StringComparison.Ordinal);
        Assert.Contains("'QSslCore.Empty.dll' is not in it", found["empty"].Reason, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(files.Directory, "Broken"), found["broken"].Reason, StringComparison.Ordinal);
        Assert.Contains("brings no backend", found["stranger"].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(TlsBackendPluginAttribute.CurrentContractVersion + 1)]
    public void A_plug_in_of_another_version_of_the_contract_is_left_out(int version)
    {
        using TestFiles files = new();
        Directory.CreateDirectory(files.PathOf("Other"));
        ConstructorInfo mark = typeof(TlsBackendPluginAttribute).GetConstructor([typeof(Type), typeof(int)])!;
        PersistedAssemblyBuilder other = new(new("QSslCore.Other"), typeof(object).Assembly);
        other.DefineDynamicModule("QSslCore.Other");
        other.SetCustomAttribute(new(mark, [typeof(SmallFactory), version]));
        other.Save(files.PathOf("Other/QSslCore.Other.dll"));

        TlsBackendCandidate found = Assert.Single(PluginLoader.Load(files.Directory));

        Assert.Null(found.Backend);
        Assert.Contains($"version {version} of the backend contract, and this library has version "
            + $"{TlsBackendPluginAttribute.CurrentContractVersion}", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_plug_in_throws_is_told_and_not_that_it_threw()
    {
        using TestFiles files = new();
        files.Write($"TestPlugin/{Assembly}", File.ReadAllBytes(s_built));
        files.Write("TestPlugin/constructor.txt", "Its licence has run out.");
        files.Write("Nameless/QSslCore.Nameless.dll", File.ReadAllBytes(s_built));
        files.Write("Nameless/name.txt", "");
        Dictionary<string, TlsBackendCandidate> found = PluginLoader.Load(files.Directory)
            .ToDictionary(c => c.Name, StringComparer.Ordinal);
        Assert.EndsWith(" cannot be used: Its licence has run out.", found["testplugin"].Reason, StringComparison.Ordinal);
        Assert.EndsWith("its backend does not say what it is and can do.", found["nameless"].Reason, StringComparison.Ordinal);
        Assert.All(found.Values, candidate => Assert.Null(candidate.Backend));
    }

    /// <summary>An application in a shared directory has neighbours that are not its own.</summary>
    [Fact]
    public void Plug_ins_are_taken_from_beside_the_library_alone()
    {
        string own = AppContext.BaseDirectory;
        Assert.Equal(Path.Combine(own, "plugins"), PluginLoader.PlaceBeside(Path.Combine(own, "QSslCore.dll")));
        Assert.Null(PluginLoader.PlaceBeside(""));
        string above = Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(own))!, "plugins");
        bool isNew = !Directory.Exists(above);
        Directory.CreateDirectory(above);
        try
        {
            Assert.DoesNotContain(above, PluginLoader.Places);
        }
        finally
        {
            if (isNew)
                Directory.Delete(above);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("TestPlugin")]
    [InlineData($"TestPlugin/{Assembly}")]
    [InlineData("TestPlugin/runtimes/native.so")]
    [UnsupportedOSPlatform("windows")]
    public void Code_that_others_may_have_put_there_is_not_loaded(string open)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("needs modes of files, which Windows does not have");
        using TestFiles files = new();
        files.Write($"TestPlugin/{Assembly}", File.ReadAllBytes(s_built));
        files.Write("TestPlugin/runtimes/native.so", "");
        string writable = files.PathOf(open);
        File.SetUnixFileMode(writable, File.GetUnixFileMode(writable) | UnixFileMode.OtherWrite);
        TlsBackendCandidate found = Assert.Single(PluginLoader.Load(files.Directory));
        Assert.Null(found.Backend);
        Assert.Contains($"is not loaded: other users may write '{writable.TrimEnd('/')}'".Replace("is not", open.Length == 0
            ? "are not"
            : "is not", StringComparison.Ordinal), found.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TestPlugin")]
    [InlineData($"TestPlugin/{Assembly}")]
    public void Code_of_another_user_is_not_loaded(string foreign)
    {
        OtherUser.Require();
        using TestFiles files = new();
        files.Write($"TestPlugin/{Assembly}", File.ReadAllBytes(s_built));
        OtherUser.Give(files.PathOf(foreign));
        TlsBackendCandidate found = Assert.Single(PluginLoader.Load(files.Directory));
        Assert.Null(found.Backend);
        Assert.Contains($"'{files.PathOf(foreign)}' belongs to another user", found.Reason, StringComparison.Ordinal);
    }

    /// <summary>It is loaded on the first touch of its library only, which must not be somebody's who lists the backends.</summary>
    [Fact]
    public void A_plug_in_without_its_library_is_left_out()
    {
        string whole = Path.Combine(AppContext.BaseDirectory, "plugins", "BouncyCastle", "QSslCore.BouncyCastle.dll");
        if (!File.Exists(whole))
            Assert.Skip("the plug-in is not here: its package could not be restored");
        using TestFiles files = new();
        files.Write("BouncyCastle/QSslCore.BouncyCastle.dll", File.ReadAllBytes(whole));
        TlsBackendCandidate found = Assert.Single(PluginLoader.Load(files.Directory));
        Assert.Equal(("bouncycastle", null), (found.Name, found.Backend));
        Assert.Contains("'BouncyCastle.Cryptography,", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_taken_stays_whose_it_is()
    {
        using TestFiles files = new();
        foreach ((string folder, string name) in new[] { ("A", "Built-In"), ("B", "small"), ("C", "Small"), ("D", "cert-only"),
            ("E", "gone") })
        {
            files.Write($"{folder}/QSslCore.{folder}.dll", File.ReadAllBytes(s_built));
            files.Write($"{folder}/name.txt", name);
        }
        TlsBackendSelection selection = new(
            () => [new("built-in", new BuiltInBackend()), new("gone", null, "It is gone.")], () => PluginLoader.Load(files.Directory));
        Assert.Equal(["built-in", "small", "cert-only"], selection.Available.Select(b => b.Name));
        Assert.IsType<BuiltInBackend>(selection.Find("BUILT-IN"));
        Assert.Null(selection.Find("gone"));
        Assert.Equal(["gone", "Built-In", "Small", "cert-only", "gone"], selection.Unusable.Select(u => u.Name));
        Assert.All(selection.Unusable.Skip(1), u => Assert.Contains("is taken", u.Reason, StringComparison.Ordinal));
        Assert.Contains(Path.Combine("C", "QSslCore.C.dll"), selection.Unusable[2].Reason, StringComparison.Ordinal);
        Assert.EndsWith("It is gone.", selection.Describe("gone"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_that_cannot_be_looked_at_spoils_nothing()
    {
        using TestFiles files = new();
        string place = files.Write("plugins", "a file");
        TlsBackendSelection selection = new(() => [], () => PluginLoader.Load(place));
        Assert.Equal(["cert-only"], selection.Available.Select(b => b.Name));
        Assert.Contains(place, Assert.Single(selection.Unusable).Reason, StringComparison.Ordinal);
    }

    private sealed class SmallFactory : ITlsBackendFactory
    {
        public TlsBackend Create() => new BuiltInBackend();
    }

    private sealed class BuiltInBackend() : ToyBackend(ToyPeer.Good)
    {
        public override string Name => "built-in";
    }
}
