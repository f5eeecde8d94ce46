using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>
/// The client's side of a handshake of TLS 1.3: takes the server's bytes, gives what to send. After the handshake it says goodbye at once;
/// a server sends its tickets before it takes that. It never throws for what came.
/// </summary>
internal sealed class Tls13Reader : IAnswerReader
{
    private const int MaxBytes = 512 * 1024;
    private const byte CloseNotify = 0;

    private readonly RecordReader _records = new();
    private readonly Tls13Flight _flight;
    private readonly Tls13Shares _shares;
    private readonly ClientHello _hello;
    private readonly bool _wantsTickets;
    private readonly List<byte> _output = [];
    private MessageReader _messages = new();
    private Tls13Protection? _incoming;
    private Tls13Keys? _keys;
    private byte[] _clientTraffic = [], _serverTraffic = [];
    private long _received;

    /// <param name="hello">The hello.</param>
    /// <param name="shares">The client's shares.</param>
    /// <param name="wantsTickets">Finishes the handshake, for what comes behind it; else the server's part is all.</param>
    public Tls13Reader(ClientHello hello, Tls13Shares shares, bool wantsTickets = true)
    {
        (_hello, _shares, Message, _wantsTickets) = (hello, shares, hello.ToMessage(), wantsTickets);
        _flight = new(Message);
    }

    /// <summary>The hello.</summary>
    public byte[] Message { get; }

    public ServerAnswer? Answer { get; private set; }

    /// <summary>What has to be sent; gone from here afterwards.</summary>
    public byte[] TakeOutput()
    {
        byte[] output = [.. _output];
        _output.Clear();
        return output;
    }

    public void Take(ReadOnlySpan<byte> input)
    {
        _received += input.Length;
        // What follows a fault must not be taken for the answer.
        while (Answer is null && _messages.Fault is null && _records.Next(ref input) is { } record)
            TakeRecord(record);
        if (Answer is null && (_records.Fault ?? _messages.Fault) is { } fault)
            Answer = Garbled(fault);
        else if (Answer is null && _received > MaxBytes)
            Answer = Garbled($"more than {MaxBytes / 1024} KB came and the handshake did not end");
    }

    public ServerAnswer End(AnswerKind kind, string reason) => Answer ??= _flight.IsFinished
        ? _flight.Agreed
        : _received == 0
            ? new() { Kind = kind, Reason = reason }
            : Garbled($"the handshake is cut off after {_received} bytes: {reason}");

    private ServerAnswer Garbled(string reason) => new() { Kind = AnswerKind.Unintelligible, Reason = reason };

    private void TakeRecord(TlsRecord record)
    {
        if (record.Type == TlsRecord.ChangeCipherSpec)
            return;
        if (_incoming is null || record.Type != TlsRecord.ApplicationData)
        {
            if (_incoming is not null && record.Type != TlsRecord.Alert)
                Answer = Garbled($"a record of the type {record.Type} came unprotected");
            else
                TakeContent(record.Type, record.Payload);
        }
        else if (_incoming.Open(record) is { } opened)
            TakeContent(opened.Type, opened.Content);
        else
            Answer = Garbled("a record is not authentic");
    }

    private void TakeContent(int type, byte[] content)
    {
        if (type == TlsRecord.Alert)
        {
            TakeAlert(content);
            return;
        }
        if (type == TlsRecord.ApplicationData && _flight.IsFinished)
            return;
        if (type != TlsRecord.Handshake)
        {
            Answer = Garbled($"a record of the type {type} came amid the handshake");
            return;
        }
        _messages.Add(content);
        while (Answer is null && _messages.Next() is { } message)
            TakeMessage(message);
    }

    private void TakeAlert(byte[] content)
    {
        if (content.Length != 2)
            Answer = Garbled("an alert cannot be read");
        else if (_flight.IsFinished)
            Answer = _flight.Agreed;
        else if (_keys is not null || _messages.IsAmidMessage || content[1] == CloseNotify || content[0] is not (1 or 2))
            Answer = Garbled($"the alert {AlertNames.Of(content[1])} came amid the handshake") with { Alert = content[1] };
        else if (content[0] == 2)
            Answer = new() { Kind = AnswerKind.Alert, Alert = content[1], Reason = $"the alert {AlertNames.Of(content[1])}" };
    }

    private void TakeMessage(byte[] message)
    {
        string? fault;
        if (_keys is null)
            fault = TakeHello(message);
        else if (!_flight.IsFinished && message[0] == (byte)HandshakeType.Finished)
            fault = TakeFinished(message);
        else
            fault = _flight.Take(message);
        if (fault is not null)
            Answer = Garbled(fault);
    }

    private string? TakeHello(byte[] message)
    {
        if (message[0] != (byte)HandshakeType.ServerHello || ServerHello.Read(message.AsSpan(4)) is not { } hello)
            return "the server's hello cannot be read";
        if (HelloCheck.Contradiction(_hello, hello) is { } contradiction)
            return contradiction;
        if (hello.IsRetry)
        {
            Answer = new()
            {
                Kind = AnswerKind.Unintelligible,
                Reason = $"the host wants the group {TlsGroup.NameOf(hello.Group)}, and the handshake could not be decrypted with that",
            };
            return null;
        }
        WireReader share = new(hello.Find(TlsExtensionType.KeyShare));
        int group = share.Word();
        byte[]? secret = _shares.Agree(group, share.Counted16());
        if (secret is null || share.HasFailed || share.Left > 0)
            return "the server's share is not a point of its curve";
        _flight.Begin(hello, message);
        _keys = new(hello.Suite, secret);
        _clientTraffic = _keys.HandshakeTraffic(ofClient: true, _flight.Transcript);
        _serverTraffic = _keys.HandshakeTraffic(ofClient: false, _flight.Transcript);
        _incoming = _keys.Protect(_serverTraffic);
        // Nothing may follow in the same record: other keys begin here.
        return _messages.IsAmidMessage ? "the server's hello is followed by unprotected messages" : null;
    }

    private string? TakeFinished(byte[] message)
    {
        if (!message.AsSpan(4).SequenceEqual(_keys!.Finished(_serverTraffic, _flight.Transcript)))
            return "the server's Finished is not right";
        if (_flight.Finish(message) is { } fault)
            return fault;
        if (!_wantsTickets)
        {
            Answer = _flight.Agreed;
            return null;
        }
        Tls13Protection outgoing = _keys.Protect(_clientTraffic);
        byte[] application = _keys.ApplicationTraffic(ofClient: true, _flight.Transcript);
        _incoming = _keys.Protect(_keys.ApplicationTraffic(ofClient: false, _flight.Transcript));
        if (_flight.CertificateContext is { } context)
        {
            byte[] none = [(byte)HandshakeType.Certificate, 0, 0, (byte)(4 + context.Length), (byte)context.Length, .. context, 0, 0, 0];
            _flight.AddOwn(none);
            _output.AddRange(outgoing.Seal(TlsRecord.Handshake, none));
        }
        byte[] verify = _keys.Finished(_clientTraffic, _flight.Transcript);
        _output.AddRange(outgoing.Seal(TlsRecord.Handshake, [(byte)HandshakeType.Finished, 0, 0, (byte)verify.Length, .. verify]));
        _output.AddRange(_keys.Protect(application).Seal(TlsRecord.Alert, [1, CloseNotify]));
        _messages = new();
        return null;
    }
}
