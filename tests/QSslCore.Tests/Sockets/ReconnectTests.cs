using System.Reflection;
using QSslCore.Sockets;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Sockets;

/// <summary>A socket that connects again is as a new one: nothing that is of a connection outlives it.</summary>
public sealed class ReconnectTests
{
    /// <summary>Settings are kept on purpose.</summary>
    private static readonly HashSet<string> s_settings =
    [
        nameof(QSslSocket.PeerVerifyName), nameof(QSslSocket.SslConfiguration), nameof(QSslSocket.Proxy), nameof(QSslSocket.PauseMode),
        nameof(QSslSocket.ReadBufferSize), nameof(QSslSocket.PauseTimeout),
    ];

    private static readonly string[] s_internal = ["WrapsHandshake", "HandshakeFault", "CertificateRequested", "FiniteFieldBits"];

    [Fact]
    public void A_socket_that_connects_again_tells_nothing_of_the_connection_before()
    {
        using EncryptedPair pair = new(configuration =>
        {
            configuration.RecordsHandshakeMessages = true;
            configuration.SetSslOption(SslOption.DisableSessionPersistence, false);
            configuration.AllowedNextProtocols = ["x"];
        }, configuration => configuration.AllowedNextProtocols = ["x"]);
        QSslSocket socket = pair.Client;
        socket.Write("unsent");
        pair.Server.Write("unread");
        pair.Server.Flush();
        Assert.True(socket.WaitForReadyRead(5000));
        socket.StartTransaction();
        socket.WrapsHandshake = true;
        using QSslSocket fresh = new();
        (string Name, string Value)[] used = Facts(socket), unused = Facts(fresh);
        // The table means something: a connection changes most of it.
        HashSet<string> changed = [.. used.Except(unused).Select(fact => fact.Name)];
        Assert.Superset(
            new HashSet<string>
            {
                "State", "Mode", "IsEncrypted", "HandshakeMessages", "PeerCertificate", "PeerCertificateChain", "VerifiedCertificateChain",
                    "SessionCipher",
                "SessionProtocol", "NextNegotiatedProtocol", "NegotiatedGroup", "PeerSignatureAlgorithm", "PeerAddress", "PeerPort",
                    "LocalAddress",
                "LocalPort", "PeerName", "BytesAvailable", "IsTransactionStarted", "WrapsHandshake",
            },
            changed);
        socket.Abort();

        using QTcpServer next = new();
        Assert.True(next.Listen(System.Net.IPAddress.Loopback), next.ErrorString);
        Begin(socket);
        Begin(fresh);
        Assert.Equal(Facts(fresh), Facts(socket));

        void Begin(QSslSocket begun)
        {
            begun.ConnectToHost("127.0.0.1", next.ServerPort);
            Assert.Equal(SocketState.HostLookupState, begun.State);
        }
    }

    /// <summary>All that a socket tells of itself, lists by what is in them.</summary>
    private static (string Name, string Value)[] Facts(QSslSocket socket) =>
    [
        .. typeof(QSslSocket).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => !s_settings.Contains(p.Name) && p.GetIndexParameters().Length == 0)
            .Concat(s_internal.Select(name => typeof(QSslSocket).GetProperty(name, BindingFlags.NonPublic | BindingFlags.Instance)!))
            .Select(p => (p.Name, Text(p.GetValue(socket)))).OrderBy(fact => fact.Name, StringComparer.Ordinal),
    ];

    private static string Text(object? value) => value switch
    {
        null => "null",
        QSslKey key => key.IsNull ? "no key" : "a key",
        QSslCertificate certificate => certificate.IsNull ? "no certificate" : certificate.Sha256Thumbprint,
        QSslCipher cipher => cipher.Name,
        string text => text,
        System.Collections.IEnumerable list => string.Join(", ", list.Cast<object>().Select(Text)),
        _ => value.ToString() ?? "",
    };
}
