using System.Buffers.Binary;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Net.Security;
using QSslCore;

namespace QSslBench.Clients;

/// <summary>The server that all clients talk to, and the words they use: an operation and its count.</summary>
internal sealed class Target(int port, string rootFile)
{
    public const string Address = "127.0.0.1";
    public const string Name = "localhost";
    public const int ChunkSize = 64 * 1024;

    public int Port => port;

    /// <summary>TLS 1.3 and one authority; all else as a new socket has it.</summary>
    public QSslConfiguration Configuration { get; } = MakeConfiguration(rootFile);

    /// <summary>The same for SslStream.</summary>
    public SslClientAuthenticationOptions Options { get; } = new()
    {
        TargetHost = Name,
        EnabledSslProtocols = SslProtocols.Tls13,
        AllowTlsResume = false,
        CertificateChainPolicy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(rootFile) },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
    };

    public static byte[] Request(char operation, long count)
    {
        byte[] request = new byte[9];
        request[0] = (byte)operation;
        BinaryPrimitives.WriteInt64LittleEndian(request.AsSpan(1), count);
        return request;
    }

    private static QSslConfiguration MakeConfiguration(string rootFile)
    {
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        configuration.Protocol = SslProtocol.TlsV1_3;
        configuration.CaCertificates = [new(File.ReadAllBytes(rootFile))];
        return configuration;
    }
}
