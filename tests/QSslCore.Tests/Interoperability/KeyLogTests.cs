using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Interoperability;

/// <summary>A key log is good when Wireshark's program decrypts with it what went over the wire, and cannot without.</summary>
public sealed class KeyLogTests
{
    private const string Secret = "the quick brown fox";

    [Theory]
    [InlineData(SslProtocol.TlsV1_2, true)]
    [InlineData(SslProtocol.TlsV1_3, true)]
    [InlineData(SslProtocol.TlsV1_3, false)]
    public async Task Tshark_decrypts_a_connection_with_its_keys_alone(SslProtocol protocol, bool rightKeys)
    {
        ExternalProgram.Require("tshark", "tshark");
        ExternalProgram.Require("text2pcap", "wireshark-common");
        using TestFiles files = new();
        string log = files.PathOf("keys.log"), other = files.PathOf("other.log");
        using TlsServer server = new(TestPki.Server);
        using TcpListener relay = new(IPAddress.Loopback, 0);
        relay.Start();
        using QSslSocket client = new()
        {
            SslConfiguration = new() { CaCertificates = [TestPki.Root.Certificate], Protocol = protocol, KeyLogFile = log },
        };
        StringBuilder dump = new();
        client.ConnectToHostEncrypted("127.0.0.1", ((IPEndPoint)relay.LocalEndpoint).Port, TestPki.ServerName);
        client.Encrypted += (_, _) => client.Write(Secret);
        using TcpClient near = await relay.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using TcpClient far = new("127.0.0.1", server.ServerPort);
        Task up = Relay(near.GetStream(), far.GetStream(), "O", dump), down = Relay(far.GetStream(), near.GetStream(), "I", dump);
        using (QSslSocket end = server.Accept())
        {
            end.ReadyRead += (_, _) => { };
            await client.WaitForEncryptedAsync().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            Assert.True(SpinWait.SpinUntil(() => end.BytesAvailable == Secret.Length, 5000));
            await client.DisconnectFromHostAsync().WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
            end.DisconnectFromHost();
        }
        near.Close();
        far.Close();
        await Task.WhenAll(up, down).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        // Keys of another connection have the same form.
        using (EncryptedPair pair = new(c => (c.Protocol, c.KeyLogFile) = (protocol, other)))
            Assert.True(pair.Client.IsEncrypted);

        string text = files.Write("dump.txt", dump.ToString()), packets = files.PathOf("packets.pcap");
        using ExternalProgram convert = ExternalProgram.Start("text2pcap", "-q", "-D", "-T", "443,50000", text, packets);
        Assert.True(convert.WaitForExit() == 0, convert.Output);
        using ExternalProgram shark = ExternalProgram.Start(
            "tshark", "-r", packets, "-o", $"tls.keylog_file:{(rightKeys ? log : other)}", "-q", "-z", "follow,tls,ascii,0");
        Assert.True(shark.WaitForExit() == 0, shark.Output);
        Assert.Equal(rightKeys, shark.Output.Contains(Secret, StringComparison.Ordinal));
    }

    /// <summary>Passes bytes on and writes them down as text2pcap reads them.</summary>
    private static async Task Relay(NetworkStream from, NetworkStream to, string direction, StringBuilder dump)
    {
        byte[] buffer = new byte[32 * 1024];
        try
        {
            for (int n; (n = await from.ReadAsync(buffer)) > 0;)
            {
                lock (dump)
                {
                    dump.Append(direction).Append('\n');
                    for (int at = 0; at < n; at += 16)
                    {
                        dump.Append(at.ToString("x6", CultureInfo.InvariantCulture));
                        foreach (byte b in buffer.AsSpan(at, Math.Min(16, n - at)))
                            dump.Append(' ').Append(b.ToString("x2", CultureInfo.InvariantCulture));
                        dump.Append('\n');
                    }
                }
                await to.WriteAsync(buffer.AsMemory(0, n));
            }
            to.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // The end of the connection, in whatever way.
        }
    }
}
