using System.Security.Cryptography;
using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>One connection of a <see cref="FlawedServer"/>: hello, flight, key exchange, Finished, and what follows.</summary>
internal sealed class FlawedConnection(FlawedServer server, RecordChannel channel, PlainService? service = null)
{
    private readonly MessageReader _messages = new();
    private readonly List<byte> _transcript = [];
    private readonly byte[] _random = RandomNumberGenerator.GetBytes(32);
    private readonly ServerFlaws _flaws = server.Flaws;
    private int _version;
    private SessionSuite _suite = null!;
    private ReceivedHello _hello = null!;
    private FlawedKeyExchange _exchange = null!;
    private SessionKeys? _keys;
    private RecordProtection? _outgoing;
    private FlawedOpener? _incoming;
    private bool _isFinished;

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (await channel.ReadAsync(cancellation) is { } record)
        {
            if (!await TakeAsync(record, cancellation))
                return;
        }
    }

    /// <summary>False to end the connection.</summary>
    private async Task<bool> TakeAsync(TlsRecord record, CancellationToken cancellation)
    {
        byte[]? content = record.Payload;
        if (_incoming is not null && record.Type != TlsRecord.ChangeCipherSpec || _incoming is { IsEarly: true })
        {
            (content, byte[] alerts) = _incoming.Open(record.Type, record.Payload);
            if (content is null)
            {
                foreach (byte alert in alerts)
                    await AlertAsync(alert, cancellation);
                return false;
            }
        }
        switch (record.Type)
        {
            case TlsRecord.Handshake:
                _messages.Add(content);
                while (_messages.Next() is { } message)
                {
                    if (!await TakeAsync(message, cancellation))
                        return false;
                }
                return true;
            case TlsRecord.ChangeCipherSpec when _keys is not null:
                _incoming = new(_keys.Protect(ofClient: true), _flaws, _suite, _version, _keys);
                return true;
            case TlsRecord.ChangeCipherSpec when _flaws.CcsInjection && _hello is not null:
                _incoming = FlawedOpener.Early(
                    SessionKeys.FromMaster(_version, _suite, [], _hello.Random, _random).Protect(ofClient: true));
                return true;
            case TlsRecord.Heartbeat when _flaws.Heartbeat && (!_flaws.HeartbeatLate || _isFinished):
                await HeartbeatAsync(content, cancellation);
                return true;
            case TlsRecord.Heartbeat:
                return true;
            case TlsRecord.Alert when _flaws.Robot == RobotOracle.ShortFlow && _exchange.IsDoubtful:
                await AlertAsync(40, cancellation);
                return false;
            case TlsRecord.Alert:
                return content is not [_, 0] && content is not [2, _];
            case TlsRecord.ApplicationData when _isFinished && service is not null:
                return await SpeakAsync(service.Take(content), cancellation);
            case TlsRecord.ApplicationData when _isFinished:
                return true;
            default:
                await AlertAsync(10, cancellation);
                return false;
        }
    }

    private async Task<bool> TakeAsync(byte[] message, CancellationToken cancellation)
    {
        if (message[0] == 1 && _isFinished)
            return await RenegotiateAsync(message, cancellation);
        if (message[0] is 20)
            return await FinishAsync(message, cancellation);
        _transcript.AddRange(message);
        switch (message[0])
        {
            case 1:
                _hello = ReceivedHello.Read(message);
                return await AnswerAsync(cancellation);
            case 16:
                byte[]? premaster = _exchange.Premaster(message.AsSpan(4), _hello.Version, out byte alert);
                if (premaster is null)
                {
                    await AlertAsync(alert, cancellation);
                    return false;
                }
                _keys = SessionKeys.FromPremaster(_version, _suite, premaster, _hello.Random, _random);
                return true;
            default:
                await AlertAsync(10, cancellation);
                return false;
        }
    }

    private async Task<bool> AnswerAsync(CancellationToken cancellation)
    {
        if (_flaws.IsSilent)
            return true;
        if (_hello.Length > _flaws.MaxHello || _flaws.IsGreaseIntolerant && _hello.HasGrease)
            return false;
        _version = Math.Min(_hello.Version, _flaws.MaxVersion);
        _suite = _flaws.Suites.Where(_hello.Suites.Contains).Select(c => SessionSuite.Find(c)!)
            .FirstOrDefault(s => _version >= 0x0303 || !s.IsOfTls12)!;
        byte refusal = _version < _flaws.MinVersion || _flaws.IsVersionIntolerant && _hello.Version > 0x0303 ? (byte)70
            : _hello.Suites.Contains(0x5600) && _version < _flaws.MaxVersion && !_flaws.LacksFallbackScsv ? (byte)86
            : _suite is null ? (byte)40 : (byte)0;
        if (refusal > 0)
        {
            await AlertAsync(refusal, cancellation);
            return false;
        }
        if (_hello.Extensions.GetValueOrDefault(35) is { Length: > 0 } ticket
            && server.Sessions.TryGetValue(Convert.ToHexString(ticket), out byte[]? master))
            return await ResumeAsync(master, cancellation);
        _exchange = new(server, _suite!.Agreement);
        await SendAsync(
            cancellation, ServerHello(RandomNumberGenerator.GetBytes(32)), Message(11, Counted24(Counted24(server.Certificate))),
            _suite.Agreement == KeyAgreement.Rsa ? [] : Message(12, _exchange.Message(_version, [.. _hello.Random, .. _random])),
            Message(14, []));
        return !_flaws.IsSilentBehindFlight || await SwallowAsync(cancellation);
    }

    private async Task<bool> SwallowAsync(CancellationToken cancellation)
    {
        while (await channel.ReadAsync(cancellation) is not null)
        {
        }
        return false;
    }

    private byte[] ServerHello(byte[] id)
    {
        List<byte> extensions = [];
        bool Has(int type) => _hello.Extensions.ContainsKey(type);
        if (!_flaws.LacksRenegotiationInfo && Has(0xFF01))
            extensions.AddRange([0xFF, 1, 0, 1, 0]);
        if (!_flaws.LacksExtendedMasterSecret && Has(23))
            extensions.AddRange([0, 23, 0, 0]);
        if (_flaws.Heartbeat && Has(15))
            extensions.AddRange([0, 15, 0, 1, 1]);
        if (_flaws.Tickets && Has(35))
            extensions.AddRange([0, 35, 0, 0]);
        byte compression = (byte)(_flaws.Compresses && _hello.Compression.Contains((byte)1) ? 1 : 0);
        return Message(2,
            [(byte)(_version >> 8), (byte)_version, .. _random, (byte)id.Length, .. id, (byte)(_suite.Code >> 8), (byte)_suite.Code,
                compression, .. extensions.Count == 0 ? (byte[])[] : [0, (byte)extensions.Count, .. extensions]]);
    }

    private async Task<bool> ResumeAsync(byte[] master, CancellationToken cancellation)
    {
        byte[] id = _flaws.Ticketbleed && _hello.SessionId.Length is > 0 and < 32
            ? [.. _hello.SessionId, .. new byte[32 - _hello.SessionId.Length]]
            : _hello.SessionId;
        await SendAsync(cancellation, ServerHello(id));
        SessionKeys keys = SessionKeys.FromMaster(_version, _suite, master, _hello.Random, _random);
        byte[] finished = Message(20, keys.Finished(ofClient: false, [.. _transcript]));
        byte[] record = TlsRecord.Write(TlsRecord.Handshake, _version, keys.Protect(ofClient: false).Seal(TlsRecord.Handshake, finished));
        await channel.SendAsync((byte[])[.. TlsRecord.Write(TlsRecord.ChangeCipherSpec, _version, [1]), .. record], cancellation);
        return true;
    }

    private async Task<bool> FinishAsync(byte[] message, CancellationToken cancellation)
    {
        if (!message.AsSpan(4).SequenceEqual(_keys!.Finished(ofClient: true, [.. _transcript])))
        {
            await AlertAsync(51, cancellation);
            return false;
        }
        _transcript.AddRange(message);
        if (_flaws.Tickets && _hello.Extensions.ContainsKey(35))
        {
            byte[] ticket = RandomNumberGenerator.GetBytes(40);
            server.Sessions[Convert.ToHexString(ticket)] = _keys.Master;
            await SendAsync(cancellation, Message(4, [0, 0, 1, 0, 0, 40, .. ticket]));
        }
        byte[] finished = Message(20, _keys.Finished(ofClient: false, [.. _transcript]));
        await channel.SendAsync(TlsRecord.Write(TlsRecord.ChangeCipherSpec, _version, [1]), cancellation);
        _outgoing = _keys.Protect(ofClient: false);
        await RecordAsync(TlsRecord.Handshake, finished, cancellation);
        _isFinished = true;
        return service is null || await SpeakAsync(service.Take([]), cancellation);
    }

    private async Task<bool> SpeakAsync((byte[] Answers, bool IsOver) said, CancellationToken cancellation)
    {
        if (said.Answers.Length > 0)
            await RecordAsync(TlsRecord.ApplicationData, said.Answers, cancellation);
        return !said.IsOver;
    }

    private async Task<bool> RenegotiateAsync(byte[] message, CancellationToken cancellation)
    {
        _hello = ReceivedHello.Read(message);
        bool isBound = _hello.Extensions.ContainsKey(0xFF01);
        if (!_flaws.Renegotiates || !isBound && !_flaws.LacksRenegotiationInfo)
        {
            await RecordAsync(TlsRecord.Alert, [1, 100], cancellation);
            return true;
        }
        await RecordAsync(TlsRecord.Handshake, ServerHello(RandomNumberGenerator.GetBytes(32)), cancellation);
        return true;
    }

    private Task HeartbeatAsync(byte[] request, CancellationToken cancellation)
    {
        int claimed = request.Length < 3 ? 0 : request[1] << 8 | request[2];
        if (!_flaws.Heartbleed && 3 + claimed + 16 > request.Length)
            return Task.CompletedTask;
        byte[] memory = [.. request, .. Enumerable.Repeat((byte)'m', claimed)];
        return RecordAsync(TlsRecord.Heartbeat, [2, request[1], request[2], .. memory[3..(3 + claimed)], .. new byte[16]], cancellation);
    }

    private Task AlertAsync(byte number, CancellationToken cancellation) =>
        _flaws.HidesAlerts ? Task.CompletedTask : RecordAsync(TlsRecord.Alert, [2, number], cancellation);

    private Task RecordAsync(int type, byte[] content, CancellationToken cancellation) => channel.SendAsync(
        TlsRecord.Write(type, _version == 0 ? 0x0301 : _version, _outgoing?.Seal(type, content) ?? content), cancellation);

    private Task SendAsync(CancellationToken cancellation, params byte[][] messages)
    {
        byte[] all = [.. messages.SelectMany(m => m)];
        _transcript.AddRange(all);
        return RecordAsync(TlsRecord.Handshake, all, cancellation);
    }

    private static byte[] Message(byte type, byte[] body) => [type, .. Counted24(body)];

    private static byte[] Counted24(byte[] body) => [(byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. body];
}
