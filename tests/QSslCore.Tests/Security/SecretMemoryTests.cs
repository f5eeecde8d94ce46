using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace QSslCore.Tests.Security;

/// <summary>Copies of a secret that the library made are wiped: none is in memory when the objects are gone.</summary>
public sealed class SecretMemoryTests
{
    [Theory, InlineData("pass phrase"), InlineData("key"), InlineData("pre-shared key")]
    public void A_secret_is_gone_after_its_last_use(string kind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the memory of a process is read through /proc");
#if DEBUG
        Assert.SkipWhen(kind == "key", "code that is not optimized leaves a copy on the stack");
#endif
        byte[] masked = Use(kind);
        int found = 0;
        // The copy of a key is wiped by its finalizer, and the collector may need more than one pass to come to it.
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return (found = MemoryScan.Count(masked)) == 0;
            },
            10_000), $"{found} copies are left");
    }

    [Fact]
    public void The_scan_finds_what_is_there()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the memory of a process is read through /proc");
        // Pinned: the collector must not move it to where the scan has been already.
        byte[] secret = GC.AllocateUninitializedArray<byte>(32, pinned: true);
        RandomNumberGenerator.Fill(secret);
        byte[] masked = MemoryScan.Masked(secret);
        int found = 0;
        // A scan leaves out what goes while it looks.
        Assert.True(SpinWait.SpinUntil(() => (found = MemoryScan.Count(masked)) > 0, 10_000), "not found");
        Assert.InRange(found, 1, 100);
        GC.KeepAlive(secret);
    }

    // Not inlined: nothing of it is on the stack of the test afterwards.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte[] Use(string kind)
    {
        // Pinned: the collector leaves no copy of it when it moves things.
        byte[] secret = GC.AllocateUninitializedArray<byte>(32, pinned: true);
        RandomNumberGenerator.Fill(secret);
        byte[] masked = MemoryScan.Masked(secret);
        switch (kind)
        {
            case "pass phrase":
                Assert.False(new QSslKey(EncryptedKey(secret), KeyAlgorithm.Ec, EncodingFormat.Pem, KeyType.PrivateKey, secret).IsNull);
                break;
            case "key":
                // The code is compiled with another key: compiling takes memory that was just freed, and does not clear it.
                ReadKey(RandomNumberGenerator.GetBytes(secret.Length));
                ReadKey(secret);
                // OpenSSL frees its own copy of what it decodes as it is: the next keys take its place.
                for (int i = 0; i < 100; i++)
                    ReadKey(RandomNumberGenerator.GetBytes(secret.Length));
                break;
            default:
                Exchange(secret);
                break;
        }
        CryptographicOperations.ZeroMemory(secret);
        return masked;
    }

    private static byte[] EncryptedKey(byte[] passPhrase)
    {
        using ECDsa made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        PbeParameters parameters = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        return Encoding.ASCII.GetBytes(
            PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", made.ExportEncryptedPkcs8PrivateKey(passPhrase, parameters)));
    }

    /// <summary>Any 32 bytes are an Ed25519 key (RFC 8410): so no other library has to make one.</summary>
    private static void ReadKey(byte[] secret)
    {
        ReadOnlySpan<byte> head = [0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, 0x22, 4, 0x20];
        byte[] der = GC.AllocateUninitializedArray<byte>(head.Length + secret.Length, pinned: true);
        head.CopyTo(der);
        secret.CopyTo(der, head.Length);
        Assert.False(new QSslKey(der, KeyAlgorithm.Opaque, EncodingFormat.Der).IsNull);
        CryptographicOperations.ZeroMemory(der);
    }

    private static void Exchange(byte[] secret)
    {
        using QSslServer server = new();
        server.PreSharedKeyAuthenticationRequired += (_, e) => Answer(e.Authenticator);
        Assert.True(server.Listen(IPAddress.Loopback));
        using QSslSocket client = new();
        client.PeerVerifyMode = PeerVerifyMode.QueryPeer;
        client.PreSharedKeyAuthenticationRequired += (_, e) => Answer(e.Authenticator);
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort);
        Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
        Assert.True(client.UsesPreSharedKey);

        void Answer(QSslPreSharedKeyAuthenticator authenticator)
        {
            authenticator.Identity = "client"u8.ToArray();
            authenticator.PreSharedKey = secret;
        }
    }
}
