using System.Net.Sockets;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Security;

/// <summary>A peer that sends without end what is for the TLS library alone: nobody's limit may depend on when it stops.</summary>
public sealed class FloodTests
{
    public static TheoryData<string> Clients => [.. BackendPairs.WithTls];

    [Theory, MemberData(nameof(Clients))]
    public void A_wait_keeps_its_limit(string backend)
    {
        using Flooded flooded = new(backend);
        Assert.False(flooded.Client.WaitForReadyRead(300));
        Assert.Equal(SocketState.ConnectedState, flooded.Client.State);
        Assert.False(flooded.HasEnded, "the wait lasted for as long as the flood");
    }

    [Fact]
    public void Who_aborts_need_not_wait_for_its_end()
    {
        using Flooded flooded = new("openssl");
        // Not after: the loop may take so many at once that no more are kept.
        int before = flooded.Client.HandshakeMessages.Count;
        flooded.Client.Disconnected += (_, _) => { };
        Assert.True(SpinWait.SpinUntil(() => flooded.Client.HandshakeMessages.Count > before, 10_000), "the loop does not drive");
        while (flooded.Client.State != SocketState.UnconnectedState)
            flooded.Client.Abort();
        Assert.False(flooded.HasEnded, "the loop was held for as long as the flood lasted");
    }

    /// <summary>With data among it the flood is worth further steps of the same pass.</summary>
    [Theory, MemberData(nameof(Mixed))]
    public void Another_connection_of_the_event_loop_is_served(string backend, bool hasData)
    {
        using Flooded flooded = new(backend, hasData);
        flooded.Client.ReadyRead += (_, _) => flooded.Client.ReadAll();
        using TrafficPair good = TrafficPair.Connect();
        good.Server.ReadyRead += (_, _) => good.Server.Write(good.Server.ReadAll());
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        for (int i = 0; i < 5; i++)
        {
            good.Client.Write([(byte)i]);
            Assert.True(good.Client.WaitForReadyRead(10_000), good.Client.ErrorString);
            Assert.Equal([(byte)i], good.Client.ReadAll());
        }
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"five answers took {watch.Elapsed}");
        Assert.False(flooded.HasEnded, "they came when the flood was over");
    }

    public static TheoryData<string, bool> Mixed => new MatrixTheoryData<string, bool>([.. BackendPairs.WithTls], [false, true]);

    /// <summary>An encrypted client whose server has gone mad.</summary>
    private sealed class Flooded : IDisposable
    {
        /// <summary>Where a limit is not kept, its test ends with this.</summary>
        private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

        private readonly CancellationTokenSource _stop = new();
        private readonly bool _hasData;
        private readonly QSslSocket _server;
        private readonly Task _flood;

        public Flooded(string backend, bool hasData = false)
        {
            Needs.OpenSsl();
            Needs.Backend(backend);
            _hasData = hasData;
            byte[] secret = [];
            using TlsServer listener = new(TestPki.Server, c =>
            {
                (c.Backend, c.Protocol) = ("openssl", SslProtocol.TlsV1_3);
                c.SetCiphers("TLS_AES_128_GCM_SHA256");
                // Records are counted: none may have been sent before.
                c.SetSslOption(SslOption.DisableSessionTickets, true);
                c.KeyLogCallback = line => secret = line.StartsWith("SERVER_TRAFFIC_SECRET_0 ", StringComparison.Ordinal)
                    ? Convert.FromHexString(line.Split(' ')[2])
                    : secret;
            });
            QSslConfiguration configuration = Client.SslConfiguration;
            (configuration.Backend, configuration.CaCertificates, configuration.RecordsHandshakeMessages) = (backend,
                [TestPki.Root.Certificate], backend == "openssl");
            Client.SslConfiguration = configuration;
            Client.ConnectToHostEncrypted("127.0.0.1", listener.ServerPort, TestPki.ServerName);
            Assert.True(Client.WaitForConnected(10_000), Client.ErrorString);
            _server = listener.Accept();
            Task<bool> accepted = Task.Run(() => _server.WaitForEncrypted(10_000));
            Assert.True(Client.WaitForEncrypted(10_000), Client.ErrorString);
            Assert.True(accepted.GetAwaiter().GetResult(), _server.ErrorString);
            using ManualResetEventSlim begun = new();
            _flood = Task.Factory.StartNew(() => Flood(secret, begun), TaskCreationOptions.LongRunning);
            Assert.True(begun.Wait(10_000));
        }

        public QSslSocket Client { get; } = new();

        /// <summary>By itself, not because the client went away.</summary>
        public bool HasEnded { get; private set; }

        public void Dispose()
        {
            _stop.Cancel();
            _flood.GetAwaiter().GetResult();
            _server.Dispose();
            Client.Dispose();
            _stop.Dispose();
        }

        private void Flood(byte[] secret, ManualResetEventSlim begun)
        {
            using RecordForge forge = new(secret, sent: []);
            using Socket raw = new(new SafeSocketHandle(_server.SocketDescriptor, ownsHandle: false)) { Blocking = false };
            // As short as a ticket can be: a few bytes for the sender, much work for the receiver.
            byte[] tickets = [.. Enumerable.Repeat<byte[]>([4, 0, 0, 14, 0, 0, 28, 32, 1, 2, 3, 4, 0, 0, 1, 7, 0, 0], 900)
                .SelectMany(ticket => ticket)];
            System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
            while (!_stop.IsCancellationRequested && watch.Elapsed < s_longest)
            {
                byte[] record = forge.Seal(RecordForge.Handshake, tickets);
                if (_hasData)
                    record = [.. record, .. forge.Seal(RecordForge.Data, [1])];
                for (int sent = 0; sent < record.Length && !_stop.IsCancellationRequested;)
                {
                    int n = raw.Send(record.AsSpan(sent), SocketFlags.None, out SocketError error);
                    sent += n;
                    if (error == SocketError.WouldBlock)
                        raw.Poll(10_000, SelectMode.SelectWrite);
                    else if (error != SocketError.Success)
                        return;
                }
                begun.Set();
            }
            HasEnded = !_stop.IsCancellationRequested;
        }
    }
}
