using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;
using QSslCore.Probing.Surveys;
using QSslCore.Probing.Weaknesses;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>A TLS server byte for byte by the RFC, without a TLS library, that has the flaws of a description and no others.</summary>
internal sealed class FlawedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    public FlawedServer(ServerFlaws flaws)
    {
        Flaws = flaws;
        Rsa.ImportPkcs8PrivateKey(TestPki.ServerRsa.Pkcs8, out _);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public ServerFlaws Flaws { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Accepted { get; private set; }

    /// <summary>Clients may send what the model does not expect.</summary>
    public bool MayFail { get; init; }

    /// <summary>What went wrong in the model itself.</summary>
    public List<string> Faults { get; } = [];

    public RSA Rsa { get; } = RSA.Create();

    public byte[] Certificate { get; } = TestPki.ServerRsa.Certificate.ToDer();

    /// <summary>The shares of one that uses them again.</summary>
    public ECDiffieHellman Ecdh { get; } = CurveKeys.Create(ECCurve.NamedCurves.nistP256);

    public System.Numerics.BigInteger DhSecret { get; } = BigEndian.Number(RandomNumberGenerator.GetBytes(32));

    /// <summary>Master secrets by ticket.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<string, byte[]> Sessions { get; } = new();

    public ProbeContext Context(int limit = 10_000) => Context(Truth, limit);

    /// <summary>What a survey finds of versions and suites.</summary>
    private SslHostProfile Truth => new()
    {
        Protocols =
        [
            .. TlsVersion.Classic.Select(version => new SslProfileProtocol
            {
                Version = TlsVersion.NameOf(version),
                Status = version >= Flaws.MinVersion && version <= Flaws.MaxVersion ? SslProfileStatus.Accepted : SslProfileStatus.Refused,
                Ciphers = [.. Flaws.Suites.Select(suite => ProfileCiphers.Of(suite, null))],
            }),
        ],
    };

    public ProbeContext Context(SslHostProfile profile, int limit = 10_000) =>
        new(new Interview(new LoopbackHost(Port, TimeSpan.FromMilliseconds(limit))
        {
            StartTls = Flaws.StartTls is { } protocol ? StartTlsProtocol.Find(protocol) : null,
        }, new AnswerLog()), profile);

    public void Dispose()
    {
        _end.Cancel();
        _accepting.Wait();
        _listener.Stop();
        Rsa.Dispose();
        Ecdh.Dispose();
        _end.Dispose();
        if (!MayFail)
            Assert.Empty(Faults);
    }

    private async Task AcceptAsync()
    {
        List<Task> served = [];
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_end.Token);
                Accepted++;
                served.Add(ServeAsync(socket));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            TcpLine line = new(socket);
            await using RecordChannel channel = new(line, TimeSpan.FromSeconds(30));
            PlainService? service = Flaws.StartTls is { } protocol ? new(protocol, Flaws) : null;
            if (service is null || await service.ReachTlsAsync(line, _end.Token))
                await new FlawedConnection(this, channel, service).RunAsync(_end.Token);
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
        catch (Exception e)
        {
            lock (Faults)
                Faults.Add(e.ToString());
        }
    }
}
