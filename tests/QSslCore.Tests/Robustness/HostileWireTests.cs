using System.Globalization;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Tests.Robustness;

/// <summary>
/// Somebody between two engines who does one thing at one moment, in the handshake or behind it: whatever it is, nothing is
/// thrown, nobody goes on for ever, and nobody reads what was not written. QSSL_WIRE_SEEDS makes the test a long one.
/// </summary>
public sealed class HostileWireTests
{
    private const int UsualSeeds = 30;
    private const int MostTurns = 3000;

    public static TheoryData<string, string, SslProtocol> Joined => BackendPairs.Joined;

    private static int Seeds =>
        int.TryParse(Environment.GetEnvironmentVariable("QSSL_WIRE_SEEDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int seeds)
            ? seeds
            : UsualSeeds;

    [Theory, MemberData(nameof(Joined))]
    public void Nobody_throws_or_hangs_or_is_deceived(string client, string server, SslProtocol protocol)
    {
        Needs.Backend(client, protocol);
        Needs.Backend(server, protocol);
        for (int seed = 0; seed < Seeds; seed++)
        {
            try
            {
                Run(client, server, protocol, seed);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}: {e.Message}", e);
            }
        }
    }

    private static void Run(string client, string server, SslProtocol protocol, int seed)
    {
        Random random = new(seed);
        bool hasCertificate = random.Next(2) == 0;
        using Link link = BackendPairs.Join(
            client, server, protocol, random.Next(2) == 0 ? TestPki.Server : TestPki.ServerRsa, hasCertificate ? TestPki.Client : null,
            hasCertificate ? PeerVerifyMode.VerifyPeer : PeerVerifyMode.AutoVerifyPeer, seed: seed, window: random.Next(3) == 0 ? 300
                : int.MaxValue);
        Side[] sides = [new(link.Client, link.ClientTransport, random), new(link.Server, link.ServerTransport, random)];
        (sides[0].Peer, sides[1].Peer) = (sides[1], sides[0]);
        Side victim = sides[random.Next(2)];
        int moment = random.Next(30), idle = 0;
        for (int turn = 0; idle < 50; turn++)
        {
            Assert.True(turn < MostTurns, "it goes on and on");
            if (turn >= moment && victim.Transport.Waiting > 0)
            {
                moment = int.MaxValue;
                Mischief(victim.Transport, random);
            }
            bool moved = false;
            foreach (Side side in sides)
                moved |= side.Step();
            idle = moved ? 0 : idle + 1;
        }
        Assert.All(sides, side => Assert.True(side.End is not TlsEngineStatus.Failed || side.Engine.Failure!.Reason.Length > 0));
    }

    private static void Mischief(MemoryTransport wire, Random random)
    {
        byte[] noise = new byte[random.Next(1, 400)];
        random.NextBytes(noise);
        switch (random.Next(9))
        {
            case 0:
                wire.Change(random);
                break;
            case 1:
                wire.Rewrite(waiting => waiting[..random.Next(waiting.Length)]);
                wire.Ended = true;
                break;
            case 2:
                wire.Rewrite(waiting => [.. noise, .. waiting]);
                break;
            case 3:
                // A record as it should be, with anything in it.
                wire.Rewrite(waiting => [(byte)random.Next(20, 25), 3, 3, (byte)(noise.Length >> 8), (byte)noise.Length, .. noise,
                    .. waiting]);
                break;
            case 4:
                // Everything twice: a replay.
                wire.Rewrite(waiting => [.. waiting, .. waiting]);
                break;
            case 5:
                wire.Rewrite(waiting => waiting[random.Next(waiting.Length)..]);
                break;
            case 6:
                // As long as can be said, and longer than may be.
                wire.Rewrite(waiting => [(byte)random.Next(20, 24), 3, 3, 0xFF, 0xFF, .. waiting, .. new byte[70_000]]);
                break;
            case 7:
                // An alert in the clear, warning or fatal, of any kind.
                wire.Rewrite(waiting => [21, 3, 3, 0, 2, (byte)random.Next(1, 3), (byte)random.Next(0, 121), .. waiting]);
                break;
            default:
                // A message in the clear that nobody asked for.
                wire.Rewrite(waiting => [22, 3, 3, 0, 4, (byte)random.Next(0, 26), 0, 0, 0, .. waiting]);
                break;
        }
    }

    /// <summary>One end: handshakes, then writes lines and reads, then says farewell.</summary>
    private sealed class Side(TlsEngine engine, MemoryTransport transport, Random random)
    {
        private const int MostWritten = 40_000;

        private readonly List<byte> _written = [];
        private readonly List<byte> _read = [];
        private bool _isEstablished;

        public TlsEngine Engine => engine;

        public MemoryTransport Transport => transport;

        public Side? Peer { get; set; }

        public TlsEngineStatus? End { get; private set; }

        /// <summary>Does what it can; false when that was nothing.</summary>
        public bool Step()
        {
            if (End is not null)
                return false;
            int before = _written.Count + _read.Count, waiting = transport.Waiting;
            long sent = engine.CiphertextSent;
            TlsEngineStatus status = _isEstablished ? Talk() : Greet();
            if (status is TlsEngineStatus.Failed or TlsEngineStatus.Closed or TlsEngineStatus.Truncated)
            {
                End = status;
                engine.Flush();
                // Whoever ends hangs up.
                Peer!.Transport.Ended = true;
            }
            return End is not null || _written.Count + _read.Count != before || transport.Waiting != waiting
                || engine.CiphertextSent != sent;
        }

        private TlsEngineStatus Greet()
        {
            TlsEngineStatus status = engine.Handshake();
            if (status == TlsEngineStatus.NeedsVerdict)
            {
                // Up to TLS 1.2 certificates are in the clear, and may be others by now.
                if (engine.Peer.ChainErrors.Count == 0)
                    engine.Accept();
                else
                    engine.Reject(engine.Peer.ChainErrors[0].Error);
                status = engine.Handshake();
                Assert.NotEqual(TlsEngineStatus.NeedsVerdict, status);
            }
            _isEstablished = status == TlsEngineStatus.Complete;
            return status;
        }

        private TlsEngineStatus Talk()
        {
            if (_written.Count < MostWritten)
            {
                byte[] line = new byte[random.Next(1, 9000)];
                random.NextBytes(line);
                TlsEngineStatus written = engine.Write(line, out int taken);
                _written.AddRange(line.AsSpan(0, taken));
                if (written == TlsEngineStatus.Failed || engine.Flush() == TlsEngineStatus.Failed)
                    return TlsEngineStatus.Failed;
            }
            byte[] room = new byte[random.Next(1, 5000)];
            TlsEngineStatus status = engine.Read(room, out int count);
            _read.AddRange(room.AsSpan(0, count));
            Assert.True(_read.Count <= Peer!._written.Count
                && _read.SequenceEqual(Peer._written.Take(_read.Count)), "somebody read what was not written");
            if (status == TlsEngineStatus.WantRead && _written.Count >= MostWritten && engine.Shutdown() == TlsEngineStatus.Failed)
                return TlsEngineStatus.Failed;
            return status;
        }
    }
}
