using System.Text;
using QSslCore.Sockets;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Interoperability;

/// <summary>Node.js at the other end, whose TLS has the groups that a quantum computer does not break, as server and as client.</summary>
public sealed class NodeTests
{
    private const string Server =
        """
        const [chain, key, group] = process.argv.slice(1), fs = require('fs');
        const options = { cert: fs.readFileSync(chain), key: fs.readFileSync(key), ecdhCurve: group, minVersion: 'TLSv1.3' };
        const server = require('tls').createServer(options, socket => {
            socket.on('error', e => console.log('ERROR ' + e.message));
            socket.on('data', data => { console.log('GOT ' + data); socket.end('to the client\n'); });
        });
        server.on('tlsClientError', e => console.log('ERROR ' + e.message));
        server.listen(0, '127.0.0.1', () => console.log('PORT ' + server.address().port));
        """;

    private const string Client =
        """
        const [authority, port, name, group] = process.argv.slice(1), fs = require('fs');
        const ends = { host: '127.0.0.1', port, servername: name };
        const options = { ...ends, ca: fs.readFileSync(authority), ecdhCurve: group, minVersion: 'TLSv1.3' };
        const socket = require('tls').connect(options, () => {
            console.log('AUTHORIZED ' + socket.authorized);
            socket.write('to the server\n');
        });
        socket.on('error', e => console.log('ERROR ' + e.message));
        socket.on('data', data => console.log('GOT ' + data));
        """;

    public static TheoryData<string, string> Cases =>
        new MatrixTheoryData<string, string>(BackendPairs.WithGroups, ["X25519MLKEM768", "SecP256r1MLKEM768", "SecP384r1MLKEM1024"]);

    [Theory, MemberData(nameof(Cases))]
    public void Its_server_and_we_agree_on_a_hybrid(string backend, string group)
    {
        (QSslEllipticCurve[] groups, string node) = Require(backend, group);
        using TestFiles files = new();
        (string chain, string key) = files.Write("server", TestPki.Server);
        using ExternalProgram server = ExternalProgram.Start(node, "-e", Server, chain, key, group);
        using QSslSocket client = new();
        QSslConfiguration configuration = client.SslConfiguration;
        (configuration.Backend, configuration.EllipticCurves) = (backend, groups);
        configuration.CaCertificates = [TestPki.Root.Certificate];
        client.SslConfiguration = configuration;
        server.WaitForOutput("PORT ");
        int port = int.Parse(server.Output.Split("PORT ")[1].Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture);
        client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
        Assert.True(client.WaitForEncrypted(10_000), $"{client.ErrorString}\n{server.Output}");
        Assert.Equal(group, client.NegotiatedGroup);
        client.Write("to the server\n");
        Assert.True(client.Flush());
        server.WaitForOutput("GOT to the server");
        Assert.Equal("to the client\n", Line(client));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Its_client_and_we_agree_on_a_hybrid(string backend, string group)
    {
        (QSslEllipticCurve[] groups, string node) = Require(backend, group);
        using TestFiles files = new();
        string authority = files.Write("ca.pem", TestPki.Root.Certificate.ToPem());
        using TlsServer server = new(TestPki.Server, c => (c.Backend, c.EllipticCurves) = (backend, groups));
        using ExternalProgram client = ExternalProgram.Start(node, "-e", Client, authority,
            server.ServerPort.ToString(System.Globalization.CultureInfo.InvariantCulture), TestPki.ServerName, group);
        using QSslSocket socket = server.AcceptEncrypted();
        Assert.Equal(group, socket.NegotiatedGroup);
        client.WaitForOutput("AUTHORIZED true");
        Assert.Equal("to the server\n", Line(socket));
        socket.Write("to the client\n");
        Assert.Equal(DriveResult.Satisfied, socket.Drive(SocketGoal.AllWritten, 5000));
        client.WaitForOutput("GOT to the client");
    }

    /// <summary>The group on this side, and the program; skips, by name, where either end does not know it.</summary>
    private static (QSslEllipticCurve[] Groups, string Node) Require(string backend, string group)
    {
        QSslEllipticCurve[] known = [.. TlsBackendRegistry.Find(backend)!.EllipticCurves.Where(curve => curve.ShortName == group)];
        if (known.Length == 0)
            Assert.Skip($"needs the group {group}, which {backend} does not have here");
        return (known, NodeProgram.Require(group));
    }

    private static string Line(QSslSocket socket)
    {
        while (!socket.CanReadLine)
            Assert.True(socket.WaitForReadyRead(10_000), socket.ErrorString);
        return Encoding.ASCII.GetString(socket.ReadLine());
    }
}
