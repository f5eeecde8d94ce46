using QSslCore.Probing.Messages;
using QSslCore.StartTls;

namespace QSslCore.Probing.Responders;

/// <summary>
/// A server as no library is any more, up to its first flight, byte for byte by the specifications: for tests of scanners. It answers what
/// shows its weakness, and never finishes a handshake, so it protects nothing and leaks nothing: what Heartbleed returns is made up.
/// </summary>
internal sealed class WeakResponder(WeakServer server, byte[] certificate) : StartTlsResponder(StartTlsFault.None)
{
    private const int UnexpectedMessage = 10;
    private const int BadRecordMac = 20;
    private const int HandshakeFailure = 40;
    private const int ProtocolVersion = 70;

    private readonly WeakFlight _flight = new(server, certificate);
    private int _version;
    private bool _hasChanged;

    protected override int Hear(ReadOnlySpan<byte> input)
    {
        if (_version == 0 && input[0] >= 0x80)
            return HearSsl2(input);
        if (input.Length < TlsRecord.HeaderLength)
            return 0;
        int length = TlsRecord.HeaderLength + (input[3] << 8 | input[4]);
        if (input[0] is < TlsRecord.ChangeCipherSpec or > TlsRecord.Heartbeat || length > TlsRecord.HeaderLength + TlsRecord.MaxPayload)
        {
            Reject("what came is not TLS");
            return input.Length;
        }
        if (input.Length < length)
            return 0;
        ReadOnlySpan<byte> payload = input[TlsRecord.HeaderLength..length];
        if (_version == 0)
            HearHello(input[0], payload);
        else
            HearMore(input[0], payload);
        return length;
    }

    private int HearSsl2(ReadOnlySpan<byte> input)
    {
        if (input.Length < 2 || input.Length < 2 + ((input[0] & 0x7F) << 8 | input[1]))
            return 0;
        if (_flight.AnswerSsl2() is { Length: > 0 } answer)
        {
            Send(answer, "SERVER-HELLO of SSL 2.0");
            Finish();
        }
        else
        {
            Alert(ProtocolVersion);
        }
        return input.Length;
    }

    private void HearHello(int type, ReadOnlySpan<byte> payload)
    {
        (_version, byte[] flight) = type == TlsRecord.Handshake ? _flight.Answer(payload) : (0, []);
        if (_version > 0)
            Send(flight, "hello, certificate and done");
        else
            Alert(HandshakeFailure);
    }

    private void HearMore(int type, ReadOnlySpan<byte> payload)
    {
        if (_hasChanged)
            Alert(BadRecordMac);
        else if (type == TlsRecord.Heartbeat && server.HasHeartbleed && payload.Length >= 3)
            Send(TlsRecord.Write(TlsRecord.Heartbeat, _version, WeakFlight.Heartbeat(payload)), "heartbeat");
        else if (type == TlsRecord.ChangeCipherSpec && server.TakesEarlyChange)
            _hasChanged = true;
        else if (type == TlsRecord.Alert)
            Finish();
        else
            Alert(type == TlsRecord.Handshake ? HandshakeFailure : UnexpectedMessage);
    }

    private void Alert(int number)
    {
        Send(TlsRecord.Write(TlsRecord.Alert, Math.Max(_version, 0x0300), [2, (byte)number]), $"alert {AlertNames.Of(number)}");
        Finish();
    }

    private void Finish() => End(StartTlsStatus.Refused, "the server shows a weakness (-Misbehave), and does not finish handshakes");
}
