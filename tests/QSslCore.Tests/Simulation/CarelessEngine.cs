using System.Text;
using QSslCore.Tls;

namespace QSslCore.Tests.Simulation;

/// <summary>An engine that does what a test says, however wrong, with all the means that a backend has.</summary>
internal sealed class CarelessEngine(TlsEngineOptions options, Func<CarelessEngine, TlsEngineStatus> handshake) : TlsEngine(options)
{
    public const string Secret = "the client's credentials";
    public const string Payload = "the first order";

    public delegate TlsEngineStatus DataStep(CarelessEngine engine, int offered, out int count);

    public static byte[] Hello { get; } = Record(22, [1, 0, 0, 34, 3, 3, .. Enumerable.Repeat((byte)7, 32)]);

    public static byte[] Credentials { get; } = Record(22, [11, 0, 0, (byte)Secret.Length, .. Encoding.ASCII.GetBytes(Secret)]);

    public static byte[] Data { get; } = Record(23, Encoding.ASCII.GetBytes($"{Payload}, {Payload}"));

    public static byte[] Refusal { get; } = Record(21, [2, 48]);

    public Action<CarelessEngine> OnReject { get; init; } = _ => { };

    public DataStep OnRead { get; init; } = static (CarelessEngine _, int _, out int count) =>
        Answer(TlsEngineStatus.WantRead, 0, out count);

    public DataStep OnWrite { get; init; } = static (CarelessEngine engine, int offered, out int count) =>
    {
        engine.Put(Data);
        return Answer(TlsEngineStatus.Complete, offered, out count);
    };

    /// <summary>How often the gate let a call through to this engine.</summary>
    public int Calls { get; private set; }

    public override SslProtocol SessionProtocol => SslProtocol.TlsV1_3;

    public override QSslCipher SessionCipher => new();

    public override string? ApplicationProtocol => null;

    public static byte[] Record(byte type, byte[] content) => [type, 3, 3, (byte)(content.Length >> 8), (byte)content.Length, .. content];

    public static TlsEngineStatus Answer(TlsEngineStatus status, int told, out int count)
    {
        count = told;
        return status;
    }

    public TlsEngineStatus AskAbout(TlsPeer peer) => Ask(peer);

    public bool HoldsFlight => WithholdsFlight;

    public bool HasAccepted => IsAccepted;

    public void Put(byte[] ciphertext) => Gather(ciphertext);

    public TlsEngineStatus GiveUp(string reason) => Fail(new(reason));

    protected override TlsEngineStatus HandshakeCore()
    {
        Calls++;
        return handshake(this);
    }

    protected override void RejectCore(SslErrorCode reason) => OnReject(this);

    protected override TlsEngineStatus ReadCore(Span<byte> destination, out int count)
    {
        Calls++;
        return OnRead(this, destination.Length, out count);
    }

    protected override TlsEngineStatus WriteCore(ReadOnlySpan<byte> source, out int count)
    {
        Calls++;
        return OnWrite(this, source.Length, out count);
    }

    protected override TlsEngineStatus ShutdownCore()
    {
        Calls++;
        Put(Data);
        return TlsEngineStatus.Complete;
    }

    protected override TlsSession? TakeSessionCore()
    {
        Calls++;
        return new([1], 1);
    }

    protected override byte[] ExportKeyingMaterialCore(string label, byte[]? context, int length)
    {
        Calls++;
        return new byte[length];
    }

    protected override void Dispose(bool disposing)
    {
    }
}

/// <summary>Makes careless engines.</summary>
internal sealed class CarelessBackend(Func<TlsEngineOptions, CarelessEngine> make) : ToyBackend(ToyPeer.Good)
{
    protected override TlsEngine CreateEngineCore(TlsEngineOptions options) => make(options);
}
