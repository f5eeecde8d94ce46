using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Tls;
using QSslCore.Tls.CertOnly;
using QSslCore.Tls.Platform;

namespace QSslCore.Tests.Support;

/// <summary>
/// Skips, by name, a test of a feature that only one backend or some systems have. Each need is tried once. The tests try the feature
/// itself and do not ask for the name of the system. A reason begins with "needs".
/// </summary>
internal static class Needs
{
    private static readonly Lazy<bool> s_keyDerivation = Tried(() =>
        Rfc2898DeriveBytes.Pbkdf2("x"u8, [1, 2, 3, 4, 5, 6, 7, 8], 1, HashAlgorithmName.SHA256, 16));

    private static readonly Lazy<bool> s_joinedKeys = Tried(() =>
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=x", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 joined = request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        Assert.True(joined.HasPrivateKey);
    });

    private static readonly Lazy<bool> s_unixSockets = Tried(() =>
    {
        using TestFiles files = new();
        using Socket socket = new(AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(files.PathOf("socket")));
    });

    private static readonly Lazy<bool> s_directoryLinks = Tried(() =>
    {
        using TestFiles files = new();
        Directory.CreateDirectory(files.PathOf("real"));
        Directory.CreateSymbolicLink(files.PathOf("link"), files.PathOf("real"));
        File.WriteAllText(Path.Combine(files.PathOf("link"), "file"), "");
        Assert.NotNull(new DirectoryInfo(files.PathOf("link")).LinkTarget);
    });

    private static readonly Lazy<bool> s_bundles = Tried(() =>
    {
        Assert.True(s_joinedKeys!.Value);
        using X509Certificate2 certificate = TestPki.ServerRsa.Certificate.ToX509Certificate2();
        certificate.Export(X509ContentType.Pkcs12, "x");
    });

    private static readonly Lazy<bool> s_isWine = new(() => OperatingSystem.IsWindows()
        && NativeLibrary.TryLoad("ntdll.dll", out nint system) && NativeLibrary.TryGetExport(system, "wine_get_version", out _));

    // The TLS of the platform keeps a session unless it is disabled. If it cannot be disabled, the connection is refused before any data is
    // sent.
    private static readonly Lazy<bool> s_platformTls = Tried(() =>
    {
        Assert.True(s_joinedKeys!.Value);
        using MemoryStream wire = new();
        using SslStream client = new(wire);
        Assert.Throws<IOException>(() => client.AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            TargetHost = "a.test",
            AllowTlsResume = false,
        }));
        Assert.True(wire.Length > 0);
    });

    public static void OpenSsl()
    {
        if (TlsBackendRegistry.Active.Name != "openssl")
            Assert.Skip($"needs openssl as the active backend, which is {TlsBackendRegistry.Active.Name}");
    }

    /// <summary>Requires keys on elliptic curves from the cryptography of the system.</summary>
    public static void EllipticKeys()
    {
        if (!TestKeys.HasEllipticKeys)
            Assert.Skip("needs keys on elliptic curves, which the system's own cryptography does not make");
    }

    /// <summary>Returns a new key on a curve from the cryptography of the system.</summary>
    public static ECDsa EllipticKey(ECCurve curve)
    {
        EllipticKeys();
        return ECDsa.Create(curve);
    }

    /// <summary>Keys from pass phrases (PBKDF2), by the system's own cryptography.</summary>
    /// <param name="backend">Where it is not the platform's, the backend derives keys by itself where the system does not.</param>
    public static void KeyDerivation(string? backend = null)
    {
        if (!HasKeyDerivation(backend))
            Assert.Skip("needs PBKDF2, which the system's own cryptography does not have");
    }

    /// <summary>Whether <see cref="KeyDerivation"/> is met.</summary>
    public static bool HasKeyDerivation(string? backend) => s_keyDerivation.Value
        || (backend is not null && TlsBackendRegistry.Find(backend) is not (PlatformBackend or CertOnlyBackend));

    /// <summary>Requires certificates of the system that are joined with a key in memory.</summary>
    public static void JoinedKeys() => Ask(s_joinedKeys, "certificates joined with keys in memory, which the system does not make");

    /// <summary>Requires that the system reads and writes bundles (PKCS#12).</summary>
    public static void Bundles() => Ask(s_bundles, "PKCS#12 bundles, which the system's own cryptography does not read and write");

    /// <summary>Requires that a backend can complete handshakes here, in a version that this build of the system has.</summary>
    public static void Backend(string name, SslProtocol protocol = SslProtocol.SecureProtocols)
    {
        if (!HasBackend(name))
            Assert.Skip($"needs {name} to take keys in memory and to leave sessions out, which this system refuses");
        if (TlsBackendRegistry.Find(name) is PlatformBackend platform && protocol is SslProtocol.TlsV1_2 or SslProtocol.TlsV1_3
            && !platform.SupportedProtocols.Contains(protocol))
            Assert.Skip($"needs {protocol} of {name}, which this system does not have");
    }

    /// <summary>Determines whether a backend can complete handshakes here.</summary>
    public static bool HasBackend(string name) => TlsBackendRegistry.Find(name) is not PlatformBackend || s_platformTls.Value;

    public static void UnixSockets() => Ask(s_unixSockets, "sockets in the file system (AF_UNIX), which the system does not have");

    public static void DirectoryLinks() => Ask(s_directoryLinks, "links to directories, which cannot be made here");

    /// <summary>Requires a real Windows. Wine reports what it is, and lacks the feature.</summary>
    public static void RealWindows(string what)
    {
        if (s_isWine.Value)
            Assert.Skip($"needs {what}, which Wine does not have");
    }

    private static void Ask(Lazy<bool> need, string what)
    {
        if (!need.Value)
            Assert.Skip($"needs {what}");
    }

    private static Lazy<bool> Tried(Action attempt) => new(() =>
    {
        try
        {
            attempt();
            return true;
        }
        // A failure of any kind would occur in the test as well.
        catch (Exception)
        {
            return false;
        }
    });
}
