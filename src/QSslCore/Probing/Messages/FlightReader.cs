using QSslCore.Probing.Catalog;

namespace QSslCore.Probing.Messages;

/// <summary>
/// Reads a server's answer to a hello, from bytes that come in pieces of any size. What the peer sends is limited in bytes, messages and
/// kinds; what cannot be is told in the answer. It never throws for what came.
/// </summary>
internal sealed class FlightReader(ClientHello hello) : IAnswerReader
{
    /// <summary>What is read of one answer at most. A flight with a long chain of certificates has some ten kilobytes.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int MaxWarnings = 8;
    private const int MaxRecords = 4096;

    private readonly RecordReader _records = new();
    private readonly MessageReader _messages = new();
    private readonly FlightContent _content = new(hello);
    private long _received;
    private int _warnings, _seenRecords;
    private bool _sawMessage;

    /// <summary>The answer; null while more has to come.</summary>
    public ServerAnswer? Answer { get; private set; }

    /// <summary>Whether any byte came.</summary>
    public bool HasReceived => _received > 0;

    /// <summary>Takes bytes. Those behind the end of the answer are left out.</summary>
    public void Take(ReadOnlySpan<byte> input)
    {
        _received += input.Length;
        while (Answer is null && _records.Next(ref input) is { } record)
        {
            if (++_seenRecords > MaxRecords)
                Answer = _content.Garbled($"more than {MaxRecords} records came and the answer did not end");
            else
                TakeRecord(record);
        }
        if (Answer is null && _records.Fault is { } fault)
            Answer = _content.Garbled(fault);
        else if (Answer is null && _received > MaxBytes)
            Answer = _content.Garbled($"more than {MaxBytes / 1024} KB came and the answer did not end");
    }

    /// <summary>No more bytes come.</summary>
    /// <param name="kind">Closed, Reset or Silent.</param>
    /// <param name="reason">In words.</param>
    public ServerAnswer End(AnswerKind kind, string reason) => Answer ??= _received == 0
        ? new() { Kind = kind, Reason = reason }
        : _content.Garbled($"the answer is cut off after {_received} bytes: {reason}");

    private void TakeRecord(TlsRecord record)
    {
        switch (record.Type)
        {
            case TlsRecord.Alert:
                TakeAlert(record.Payload);
                break;
            case TlsRecord.Handshake:
                _messages.Add(record.Payload);
                while (Answer is null && _messages.Next() is { } message)
                {
                    _sawMessage = true;
                    Answer = _content.Take(message);
                }
                if (Answer is null && _messages.Fault is { } fault)
                    Answer = _content.Garbled(fault);
                break;
            case TlsRecord.ChangeCipherSpec when _sawMessage:
                // Servers of TLS 1.3 send it for the sake of old machines on the way.
                break;
            default:
                Answer = _content.Garbled($"a record of the type {record.Type} came amid the answer");
                break;
        }
    }

    private void TakeAlert(byte[] payload)
    {
        const byte Warning = 1;
        if (payload.Length != 2)
        {
            Answer = _content.Garbled($"an alert has {payload.Length} bytes instead of 2");
            return;
        }
        int code = payload[1];
        if (payload[0] == Warning && code != 0 && ++_warnings <= MaxWarnings)
            return;
        string name = AlertNames.Of(code);
        if (_sawMessage || _messages.IsAmidMessage)
            Answer = _content.Garbled($"the alert {name} came amid the answer") with { Alert = code };
        else if (payload[0] is not (Warning or 2) || _warnings > MaxWarnings)
            Answer = _content.Garbled($"the alert {name} came with the level {payload[0]}, or too often") with { Alert = code };
        else
            Answer = new() { Kind = AnswerKind.Alert, Alert = code, Reason = $"the alert {name}" };
    }
}
