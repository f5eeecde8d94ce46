using QSslCore.Tests.Support;

namespace QSslCore.Tests.Interoperability;

/// <summary>A server's identity in files, for programs that read them and for us: with each kind of key there is in certificates
/// today.</summary>
/// <param name="Chain">Path of the certificate and its intermediates.</param>
/// <param name="Key">Path of the private key.</param>
/// <param name="Authority">Path of the root to trust.</param>
/// <param name="Root">The root to trust.</param>
internal sealed record PeerIdentity(string Chain, string Key, string Authority, QSslCertificate Root)
{
    /// <summary>A good server for <see cref="TestPki.ServerName"/>.</summary>
    /// <param name="files">Where to write.</param>
    /// <param name="kind">rsa, "rsa, for any use", rsa-pss, ecdsa, p521, ed25519 or ed448.</param>
    public static PeerIdentity Make(TestFiles files, string kind) => kind switch
    {
        "rsa" => Of(files, TestPki.ServerRsa, TestPki.RootRsa),
        "ed25519" or "ed448" => MakeByProgram(files, "-algorithm", kind),
        "rsa-pss" => MakeByProgram(files, "-algorithm", "rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"),
        "rsa, for any use" => MakeByProgram(files, "-algorithm", "rsa", "-pkeyopt", "rsa_keygen_bits:2048"),
        "p521" => MakeByProgram(files, "-algorithm", "ec", "-pkeyopt", "ec_paramgen_curve:P-521"),
        _ => Elliptic(files),
    };

    private static PeerIdentity Elliptic(TestFiles files)
    {
        Needs.EllipticKeys();
        return Of(files, TestPki.Server, TestPki.Root);
    }

    public static PeerIdentity Of(TestFiles files, TestIdentity identity, TestIdentity root)
    {
        (string chain, string key) = files.Write("server", identity);
        return new(chain, key, files.Write("ca.pem", root.Certificate.ToPem()), root.Certificate);
    }

    /// <summary>What .NET makes no key of: the program openssl does.</summary>
    public static PeerIdentity MakeByProgram(TestFiles files, params string[] kind)
    {
        ExternalProgram.Require("openssl", "openssl");
        (string authority, string authorityKey) = files.Write("ca", TestPki.Root);
        string key = files.PathOf("server.key"), request = files.PathOf("server.csr"), certificate = files.PathOf("server.pem");
        string extensions = files.Write("server.ext",
            $"subjectAltName=DNS:{TestPki.ServerName},DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n");
        Run(["genpkey", .. kind, "-out", key]);
        Run("req", "-new", "-key", key, "-subj", $"/CN={TestPki.ServerName}", "-out", request);
        Run("x509", "-req", "-in", request, "-CA", authority, "-CAkey", authorityKey, "-days", "2", "-set_serial", "4711", "-extfile",
            extensions, "-out", certificate);
        return new(certificate, key, authority, TestPki.Root.Certificate);
    }

    private static void Run(params string[] arguments)
    {
        using ExternalProgram program = ExternalProgram.Start("openssl", arguments);
        int code = program.WaitForExit();
        Assert.True(code == 0, program.Output);
    }
}
