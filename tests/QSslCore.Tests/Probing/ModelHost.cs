using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;
using QSslCore.Probing.Surveys;

namespace QSslCore.Tests.Probing;

/// <summary>A host in memory: a model server behind lines.</summary>
/// <param name="server">The truth.</param>
internal sealed class ModelHost(ModelServer server) : IProbeHost
{
    private int _connections;

    public string? ServerName { get; init; } = "server.test";

    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What becomes of an answer on its way, by the number of the connection; null for an end without a word.</summary>
    public Func<int, byte[], byte[]?> OnTheWay { get; init; } = (_, answer) => answer;

    /// <summary>How many bytes come at once.</summary>
    public int PieceLength { get; init; } = int.MaxValue;

    /// <summary>After what it has said, it neither speaks nor closes.</summary>
    public bool HangsAfterAnswer { get; init; }

    /// <summary>Instead of an end without a word, it is silent.</summary>
    public bool IsMuteWhereItChokes { get; init; }

    /// <summary>What the client agrees with in TLS 1.3.</summary>
    public Tls13Shares Shares { get; init; } = Tls13Shares.Common;

    public int Connections => _connections;

    public ValueTask<IProbeLine> OpenAsync(CancellationToken cancellation) =>
        ValueTask.FromResult<IProbeLine>(new Line(this, Interlocked.Increment(ref _connections)));

    public async Task<SslHostProfile> RunAsync(SslProfileSections sections = SslProfileSections.All, CancellationToken limit = default)
    {
        SurveyContext context = new(this, new() { HostName = "server.test", Port = 443 }, sections) { Shares = Shares };
        await SurveyRun.RunAsync(SurveyCatalog.Create(), context, "the time was up", CancellationToken.None, limit);
        return context.Profile with { Connections = Connections };
    }

    private sealed class Line(ModelHost host, int number) : IProbeLine
    {
        private readonly Queue<byte> _pending = new();
        private ModelHandshake13? _handshake;
        private bool _hasAnswered;

        public ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
        {
            byte[]? answer;
            if (_handshake is not null)
                answer = _handshake.Farewell();
            else
                answer = Respond(data.Span);
            answer = answer is null ? null : host.OnTheWay(number, answer);
            _hasAnswered |= answer is not null || host.IsMuteWhereItChokes;
            foreach (byte each in answer ?? [])
                _pending.Enqueue(each);
            return ValueTask.CompletedTask;
        }

        public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_pending.Count == 0 && host.HangsAfterAnswer && _hasAnswered)
                await Task.Delay(Timeout.Infinite, cancellation);
            int count = Math.Min(Math.Min(_pending.Count, buffer.Length), host.PieceLength);
            for (int i = 0; i < count; i++)
                buffer.Span[i] = _pending.Dequeue();
            return count;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private byte[]? Respond(ReadOnlySpan<byte> data)
        {
            if ((data[0] & 0x80) != 0)
            {
                WireReader reader = new(data[5..]);
                int length = reader.Word();
                reader.Word();
                reader.Word();
                WireReader list = new(reader.Bytes(length));
                List<int> offered = [];
                while (!list.IsAtEnd)
                    offered.Add(list.Triple());
                return Model.AnswerSsl2([.. offered]);
            }
            RecordReader records = new();
            MessageReader messages = new();
            while (records.Next(ref data) is { } record)
            {
                Assert.Equal(TlsRecord.Handshake, record.Type);
                messages.Add(record.Payload);
            }
            byte[] message = messages.Next() ?? throw new InvalidOperationException("no whole hello came");
            return Model.Answer(ModelHello.Read(message), message, out _handshake);
        }

        private ModelServer Model => host.Server;
    }

    private ModelServer Server => server;
}
