// Starts a TLS server on loopback with a certificate made for the occasion, connects to it, verifies it, prints its
// chain and exchanges a line. Then connects without knowing the authority, which must be refused.
using System.Net;
using System.Text;
using QSslCore;
using QSslDemo;

using Authority authority = new("QSslModule demo CA");
(QSslCertificate certificate, QSslKey key) = authority.Issue("localhost");

QSslConfiguration identity = QSslConfiguration.DefaultConfiguration;
identity.LocalCertificateChain = [certificate, authority.Certificate];
identity.PrivateKey = key;
using QSslServer server = new() { SslConfiguration = identity };
// A subscriber is what makes the event loop work for a server or a socket; without one nothing moves until somebody waits.
server.PendingConnectionAvailable += (_, _) => Echo(server.NextPendingConnection());
if (!server.Listen(IPAddress.Loopback))
    return Fail(server.ErrorString);
Console.WriteLine($"Server       localhost:{server.ServerPort} with a certificate made just now ({QSslSocket.SslLibraryVersionString})");

using QSslSocket client = new();
QSslConfiguration trust = client.SslConfiguration;
trust.CaCertificates = [authority.Certificate];
client.SslConfiguration = trust;
client.ConnectToHostEncrypted("localhost", server.ServerPort);
if (!client.WaitForEncrypted(10_000))
    return Fail(client.ErrorString);
Console.WriteLine($"Connected    {client.SessionProtocol} {client.SessionCipher.Name}, the peer is verified");
foreach (QSslCertificate link in client.PeerCertificateChain)
    Console.WriteLine($"Chain        {link.SubjectDisplayName}, issued by {link.IssuerDisplayName}, valid "
        + $"until {link.ExpiryDate:yyyy-MM-dd}");

client.Write("Hello over TLS\n");
while (!client.CanReadLine && client.WaitForReadyRead(10_000))
{
}
string answer = Encoding.UTF8.GetString(client.ReadLine()).TrimEnd();
if (answer != "Hello over TLS")
    return Fail($"The server answered '{answer}'. {client.ErrorString}");
Console.WriteLine($"Exchanged    {answer}");
client.DisconnectFromHost();

using QSslSocket stranger = new();
stranger.ConnectToHostEncrypted("localhost", server.ServerPort);
if (stranger.WaitForEncrypted(10_000))
    return Fail("A server of an unknown authority was accepted.");
Console.WriteLine($"Refused      without the authority: {string.Join(" ", stranger.SslHandshakeErrors.Select(e => e.ErrorString))}");
return stranger.SslHandshakeErrors.Count > 0 ? 0 : Fail(stranger.ErrorString);

static void Echo(QTcpSocket? connection)
{
    if (connection is null)
        return;
    connection.ReadyRead += (_, _) =>
    {
        while (connection.CanReadLine)
            connection.Write(connection.ReadLine());
    };
    connection.Disconnected += (_, _) => connection.Dispose();
}

static int Fail(string reason)
{
    Console.Error.WriteLine($"The demo failed: {reason}");
    return 1;
}
