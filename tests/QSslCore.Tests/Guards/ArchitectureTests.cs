using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using QSslCore.Tests.Support;
using QSslCore.Tls;
using QSslCore.Tls.Plugins;

namespace QSslCore.Tests.Guards;

/// <summary>The folders of the library are its architecture: the arrows between them go down only.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] s_values =
    [
        "", "Certificates", "Certificates/Names", "Certificates/Pkcs", "Certificates/Reading", "Certificates/Revocation", "Ciphers",
        "Configuration", "Errors", "Files", "HostNames", "Keys", "Keys/Pem", "Ocsp",
    ];

    /// <summary>What the types of a folder may know of, beside their own folder.</summary>
    private static readonly Dictionary<string, string[]> s_below = new(StringComparer.Ordinal)
    {
        [""] = [],
        ["Certificates"] = [.. s_values, "Tls", "Verification"],
        ["Certificates/Names"] = [.. s_values],
        ["Certificates/Pkcs"] = [.. s_values, "Tls"],
        ["Certificates/Reading"] = [.. s_values, "Verification"],
        // The table of signature algorithms is there.
        ["Certificates/Revocation"] = [.. s_values, "Verification"],
        ["Ciphers"] = [.. s_values, "Tls"],
        ["Configuration"] = [.. s_values, "Files", "Tls"],
        ["Errors"] = [.. s_values],
        ["HostNames"] = ["", "Certificates", "Certificates/Names", "Certificates/Reading", "Errors"],
        ["Keys"] = [.. s_values, "Tls"],
        ["Keys/Pem"] = [.. s_values],
        // The table of digests is there.
        ["Ocsp"] = [.. s_values, "Verification"],
        ["Files"] = ["", "Errors"],
        ["Events"] = [.. s_values, "Proxies", "Sockets/Values"],
        ["Proxies"] = [.. s_values],
        ["StartTls"] = [.. s_values],
        ["StartTls/Responders"] = [.. s_values, "StartTls"],
        ["StartTls/Protocols"] = [.. s_values, "StartTls", "StartTls/Responders"],
        ["StartTls/Client"] =
        [
            .. s_values, "Sockets", "Sockets/Devices", "Sockets/Driving", "Sockets/Tls", "Sockets/Values", "StartTls", "StartTls/Protocols",
        ],
        ["Dane"] = [.. s_values],
        ["HostChecks"] =
        [
            .. s_values, "Dane", "Events", "Proxies", "Sockets", "Sockets/Devices", "Sockets/Driving", "Sockets/Tls", "Sockets/Tracing",
            "Sockets/Values", "StartTls", "StartTls/Client", "StartTls/Protocols",
        ],
        // The wire as values: no socket, and no TLS library.
        ["Probing/Profile"] = [""],
        ["Probing/Catalog"] = [],
        ["Probing/Messages"] = ["Probing/Catalog"],
        ["Probing/Surveys"] = [.. s_values, "Probing/Catalog", "Probing/Messages", "Probing/Profile", "StartTls/Protocols"],
        ["Probing/Sessions"] = ["Probing/Catalog", "Probing/Messages", "Probing/Surveys"],
        ["Probing/Weaknesses"] =
        [
            "", "Probing/Catalog", "Probing/Messages", "Probing/Profile", "Probing/Sessions", "Probing/Surveys",
        ],
        ["Probing/Weaknesses/Keys"] =
            ["Probing/Catalog", "Probing/Messages", "Probing/Profile", "Probing/Sessions", "Probing/Surveys", "Probing/Weaknesses"],
        ["Probing/Weaknesses/Plain"] =
        [
            "", "Probing/Messages", "Probing/Profile", "Probing/Sessions", "Probing/Surveys", "Probing/Weaknesses", "StartTls",
            "StartTls/Protocols",
        ],
        ["Probing/Responders"] = [.. s_values, "Probing/Catalog", "Probing/Messages", "StartTls", "StartTls/Responders"],
        ["Probing"] =
        [
            .. s_values, "Probing/Profile", "Probing/Surveys", "Probing/Weaknesses", "Proxies", "Sockets", "Sockets/Devices",
            "Sockets/Driving", "Sockets/Tls", "Sockets/Values", "StartTls", "StartTls/Client", "StartTls/Protocols",
        ],
        ["Verification"] = [.. s_values],
        ["Tls"] = [.. s_values, "Verification", "Files"],
        ["Tls/CertOnly"] = [.. s_values, "Verification", "Tls", "Tls/Managed"],
        ["Tls/Managed"] = [.. s_values, "Verification", "Tls"],
        ["Tls/Platform"] = [.. s_values, "Verification", "Tls", "Tls/Managed"],
        ["Tls/Plugins"] = ["Files", "Tls"],
        ["Tls/Services"] = [.. s_values, "Verification", "Tls", "Tls/Managed", "Tls/Platform", "Tls/Stapling"],
        ["Tls/Stapling"] = [.. s_values, "Verification", "Tls"],
        ["Tls/OpenSsl"] = [.. s_values, "Verification", "Files", "Tls", "Tls/Stapling", "Tls/OpenSsl/Interop", "Tls/OpenSsl/SafeHandles"],
        ["Tls/OpenSsl/Interop"] = ["Tls/OpenSsl/SafeHandles"],
        ["Tls/OpenSsl/SafeHandles"] = ["Tls/OpenSsl/Interop"],
        ["Sockets/Values"] = [""],
        ["Sockets/Tracing"] = ["", "Certificates", "Configuration", "Errors"],
        ["Sockets/Driving"] = ["", "Events", "Sockets/Values", "Tls"],
        ["Sockets/Devices"] = ["", "Events", "Sockets/Driving"],
        ["Sockets/Connecting"] = ["", "Errors", "HostNames", "Proxies", "Sockets", "Sockets/Driving", "Sockets/Values", "Tls"],
        ["Sockets"] =
        [
            "", "Errors", "Events", "HostNames", "Proxies", "Sockets/Connecting", "Sockets/Devices", "Sockets/Driving",
            "Sockets/Tracing", "Sockets/Values", "Tls",
        ],
        ["Sockets/Tls"] = [.. s_values, "Events", "Tls", "Sockets", "Sockets/Connecting", "Sockets/Devices", "Sockets/Driving",
            "Sockets/Tracing", "Sockets/Values"],
        ["Sockets/Native"] = [.. s_values, "Sockets", "Sockets/Connecting", "Sockets/Driving", "Sockets/Values", "Tls"],
        ["Server"] =
        [
            .. s_values, "Events", "Proxies", "Tls", "Sockets", "Sockets/Connecting", "Sockets/Devices", "Sockets/Driving", "Sockets/Tls",
            "Sockets/Tracing", "Sockets/Values", "StartTls", "StartTls/Protocols", "StartTls/Responders",
        ],
    };

    /// <summary>What a plug-in may know of the library: the contract of backends, and values.</summary>
    private static readonly string[] s_contract = [.. s_values, "Verification", "Tls", "Tls/Plugins", "Tls/Services", "Tls/Stapling"];

    /// <summary>What the folders of the plug-in bouncycastle may know of each other.</summary>
    private static readonly Dictionary<string, string[]> s_belowOfPlugin = new(StringComparer.Ordinal)
    {
        [""] = ["Engine", "Keys", "Ocsp", "Sessions", "Settings"],
        ["Engine"] = ["Ocsp", "Protocol", "Sessions", "Settings"],
        ["Protocol"] = ["Library", "Sessions", "Settings"],
        ["Sessions"] = ["Library", "Settings"],
        ["Settings"] = ["Keys", "Library"],
        ["Keys"] = ["Library"],
        ["Library"] = [],
        ["Ocsp"] = ["Library"],
    };

    /// <summary>Where a whole is put together, somebody must name the parts.</summary>
    private static readonly HashSet<(string User, string Used)> s_composition =
    [
        ("TlsBackendRegistry", "OpenSslBackend"),
        ("TlsBackendRegistry", "PlatformBackend"),
        ("TlsBackendRegistry", "PluginLoader"),
        ("TlsBackendSelection", "CertOnlyBackend"),
        ("QTcpSocket", "SystemNetwork"),
        ("QSslSocket", "SystemNetwork"),
        ("QTcpServer", "SystemNetwork"),
        ("QSslServer", "SystemNetwork"),
        ("WeaknessCatalog", "WeakKeyRule"),
        ("WeaknessCatalog", "StartTlsInjectionProbe"),
        ("WeaknessCatalog", "StartTlsStrippingProbe"),
        ("WeaknessCatalog", "OpossumProbe"),
        // A handle must say what went wrong, and a connection's handle keeps its engine alive for the library's callbacks.
        ("SafeX509Handle", "OpenSslErrorQueue"),
        ("SafeSslHandle", "OpenSslEngine"),
        // Qt reads these values off any device.
        ("DeviceBytes", "QIODevice"),
        ("QSslCertificate", "QIODevice"),
        ("QSslKey", "QIODevice"),
        ("QSslDiffieHellmanParameters", "QIODevice"),
    ];

    [Fact]
    public void A_folder_knows_only_those_below_it()
    {
        Assembly assembly = typeof(QSslSocket).Assembly;
        using SourceMap map = new(assembly, "/src/QSslCore/");
        List<string> faults = [];
        int seen = 0;
        foreach (Type type in assembly.GetTypes())
        {
            if (map.FolderOf(type) is not { } folder)
                continue;
            seen++;
            if (!s_below.TryGetValue(folder, out string[]? below))
            {
                faults.Add($"The folder {folder} has no place in the architecture ({type.Name}).");
                continue;
            }
            foreach (Type known in References.Of(type).Where(t => t.Assembly == assembly))
            {
                if (map.FolderOf(known) is { } other && other != folder && !below.Contains(other)
                    && !s_composition.Contains((Outer(type), Outer(known))))
                    faults.Add($"{folder}/{Outer(type)} knows {other}/{Outer(known)}.");
            }
        }
        Assert.True(seen > 100, $"only {seen} types were found in the symbols");
        Assert.Empty(faults.Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>The name to verify is parsed once on its way down: what takes it takes the result.</summary>
    [Fact]
    public void Sockets_and_the_verdict_put_no_name_into_ascii_again()
    {
        IEnumerable<string> files = [.. Repository.Files("src/QSslCore/Sockets", "*.cs"), .. Repository.Files("src/QSslCore/Tls", "*.cs")];
        Assert.DoesNotContain(files, file => File.ReadAllText(file).Contains("ToAce(", StringComparison.Ordinal));
        using QSslSocket socket = new() { PeerVerifyName = "B\u00fccher.test" };
        PeerHost parsed = socket.VerifyHost;
        Assert.Equal("xn--bcher-kva.test", parsed.Ace);
        Assert.Same(parsed, socket.VerifyHost);
        socket.PeerVerifyName = "other.test";
        Assert.Equal("other.test", socket.VerifyHost.Ace);
    }

    /// <summary>A backend is known by its contract alone: the OpenSSL of one folder by the test above, .NET's TLS by this one.</summary>
    [Fact]
    public void The_platforms_tls_is_known_to_its_backend_alone()
    {
        Assembly assembly = typeof(QSslSocket).Assembly;
        using SourceMap map = new(assembly, "/src/QSslCore/");
        ILookup<bool, string> users = assembly.GetTypes()
            .Where(type => References.Of(type).Any(known => known.Namespace == typeof(System.Net.Security.SslStream).Namespace))
            .ToLookup(type => map.FolderOf(type) == "Tls/Platform", Outer);
        Assert.NotEmpty(users[true]);
        Assert.Empty(users[false].Distinct());
    }

    /// <summary>A plug-in is written against the public contract: what this library's own projects see is not open to it.</summary>
    [Fact]
    public void Only_the_projects_of_the_library_see_its_internals()
    {
        IEnumerable<string> friends = typeof(QSslSocket).Assembly.GetCustomAttributes<InternalsVisibleToAttribute>()
            .Select(friend => friend.AssemblyName);
        Assert.Equal(["QSslCore.Fuzz", "QSslCore.Soak", "QSslCore.Tests", "QSslModule"], friends.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_plug_in_knows_the_contract_alone()
    {
        using TestFiles files = new();
        string built = Repository.PathOf("tests", "TestPlugin", "bin", Repository.Configuration, "net10.0", "QSslCore.TestPlugin.dll");
        files.Write("TestPlugin/QSslCore.TestPlugin.dll", File.ReadAllBytes(built));
        Assembly[] plugins = [.. PluginLoader.Load(files.Directory).Concat(PluginLoader.Places.SelectMany(PluginLoader.Load))
            .Select(found => found.Backend?.GetType().Assembly).OfType<Assembly>()];
        Assert.Contains(plugins, plugin => plugin.GetName().Name == "QSslCore.TestPlugin");
        Assembly library = typeof(QSslSocket).Assembly;
        using SourceMap map = new(library, "/src/QSslCore/");

        IEnumerable<string> faults =
            from plugin in plugins
            from type in plugin.GetTypes()
            from known in References.Of(type)
            where known.Assembly == library && map.FolderOf(known) is { } folder && !(known.IsVisible && s_contract.Contains(folder))
            select $"{plugin.GetName().Name}: {Outer(type)} knows {map.FolderOf(known)}/{Outer(known)}.";
        Assert.Empty(faults.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_of_the_plug_in_knows_only_those_below_it()
    {
        Assembly? plugin = PluginLoader.Places.SelectMany(PluginLoader.Load).Select(found => found.Backend?.GetType().Assembly)
            .FirstOrDefault(assembly => assembly?.GetName().Name == "QSslCore.BouncyCastle");
        if (plugin is null)
            Assert.Skip("the plug-in is not here: its package could not be restored");
        using SourceMap map = new(plugin, "/src/QSslCore.BouncyCastle/");
        List<string> faults = [];
        foreach (Type type in plugin.GetTypes().Where(type => map.FolderOf(type) is not null))
        {
            string folder = map.FolderOf(type)!;
            string[] below = s_belowOfPlugin.GetValueOrDefault(folder, []);
            faults.AddRange(References.Of(type).Where(known => known.Assembly == plugin)
                .Where(known => map.FolderOf(known) is { } other && other != folder && !below.Contains(other))
                .Select(known => $"{folder}/{Outer(type)} knows {map.FolderOf(known)}/{Outer(known)}."));
        }
        Assert.Empty(faults.Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>What backends get is what they need: the verdict and the connection's bytes stay with the library.</summary>
    [Theory]
    [InlineData("Accept")]
    [InlineData("Reject")]
    [InlineData("Attach")]
    [InlineData("Handshake")]
    [InlineData("Read")]
    [InlineData("Write")]
    public void A_backend_cannot_do_what_is_its_callers(string member)
    {
        MethodInfo method = typeof(TlsEngine).GetMethod(member, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!;
        Assert.True(method is { IsAssembly: true, IsVirtual: false }, $"{member} is open to backends");
    }

    [Fact]
    public void The_library_needs_nothing_but_the_runtime()
    {
        IEnumerable<string> foreign = typeof(QSslSocket).Assembly.GetReferencedAssemblies().Select(a => a.Name!)
            .Where(name => !File.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), $"{name}.dll")));
        Assert.Empty(foreign);
    }

    private static string Outer(Type type) => type.DeclaringType is { } declaring ? Outer(declaring) : type.Name;
}
