using QSslCore.Probing.Catalog;

namespace QSslCore.Probing.Messages;

/// <summary>What the messages of a server's answer say, held against what the hello asked.</summary>
internal sealed class FlightContent(ClientHello hello)
{
    private const int MaxMessages = 64;

    private readonly List<byte[]> _messages = [];
    private List<byte[]> _certificates = [];
    private ServerHello? _hello;
    private ServerKeyExchange? _exchange;
    private byte[] _staple = [];
    private bool _asksForCertificate;
    private IReadOnlyList<string> _authorities = [];

    /// <summary>Takes the next message.</summary>
    /// <returns>The answer, when it is complete; null when more has to come.</returns>
    public ServerAnswer? Take(byte[] message)
    {
        if (_messages.Count == MaxMessages)
            return Garbled($"more than {MaxMessages} messages came and the answer did not end");
        _messages.Add(message);
        HandshakeType type = (HandshakeType)message[0];
        ReadOnlySpan<byte> body = message.AsSpan(4);
        if (_hello is null != (type == HandshakeType.ServerHello))
            return Garbled(_hello is null ? $"the message {message[0]} came before the server's hello" : "two hellos came");
        switch (type)
        {
            case HandshakeType.ServerHello:
                return TakeHello(body);
            case HandshakeType.Certificate when _certificates.Count == 0:
                return ReadCertificates(body) is { } list && list.Count > 0
                    ? Keep(() => _certificates = list)
                    : Garbled("the list of certificates cannot be read");
            case HandshakeType.CertificateStatus:
                WireReader status = new(body);
                status.Byte();
                _staple = status.Counted24().ToArray();
                return status.HasFailed ? Garbled("the stapled response cannot be read") : null;
            case HandshakeType.ServerKeyExchange when _exchange is null:
                return TakeExchange(body);
            case HandshakeType.CertificateRequest:
                return TakeRequest(body);
            case HandshakeType.ServerHelloDone:
                return TakeDone(body);
            case HandshakeType.NewSessionTicket:
                return null;
            default:
                return Garbled($"the message {message[0]} came where none may come");
        }
    }

    /// <summary>An answer that cannot be read.</summary>
    public ServerAnswer Garbled(string reason) => Make(AnswerKind.Unintelligible) with { Reason = reason };

    private ServerAnswer? TakeHello(ReadOnlySpan<byte> body)
    {
        _hello = ServerHello.Read(body);
        if (_hello is null)
            return Garbled("the server's hello cannot be read");
        if (HelloCheck.Contradiction(hello, _hello) is { } contradiction)
            return Garbled(contradiction);
        if (_hello.Version < hello.LeastVersion)
            return Make(AnswerKind.Older) with { Reason = $"the host goes on with {TlsVersion.NameOf(_hello.Version)}" };
        if (_hello.Version < TlsVersion.Tls13)
            return null;
        return Make(_hello.IsRetry ? AnswerKind.Retry : AnswerKind.Agreed);
    }

    private ServerAnswer? TakeRequest(ReadOnlySpan<byte> body)
    {
        WireReader reader = new(body);
        reader.Counted8();
        if (_hello!.Version == TlsVersion.Tls12)
            reader.Counted16();
        IReadOnlyList<string>? names = AuthorityNames.Read(reader.Counted16());
        if (reader.HasFailed || reader.Left > 0 || names is null)
            return Garbled("the request for a certificate cannot be read");
        (_asksForCertificate, _authorities) = (true, names);
        return null;
    }

    private ServerAnswer? TakeExchange(ReadOnlySpan<byte> body)
    {
        if (TlsSuite.Find(_hello!.Suite) is not { } suite)
            return null;
        _exchange = ServerKeyExchange.Read(suite, _hello.Version, body);
        if (_exchange is null)
            return Garbled("the server's key exchange cannot be read");
        return HelloCheck.Contradiction(hello, _exchange) is { } contradiction ? Garbled(contradiction) : null;
    }

    private ServerAnswer TakeDone(ReadOnlySpan<byte> body)
    {
        TlsSuite? suite = TlsSuite.Find(_hello!.Suite);
        if (!body.IsEmpty)
            return Garbled("the end of the answer has content");
        if (suite is { IsElliptic: true } or { IsFiniteField: true } && _exchange is null)
            return Garbled("the server's key exchange is missing");
        if (suite is { Authentication: "RSA" or "ECDSA" or "DSS" } && suite.KeyExchange != "SRP" && _certificates.Count == 0)
            return Garbled("the server's certificate is missing");
        return Make(AnswerKind.Agreed);
    }

    private static ServerAnswer? Keep(Action keep)
    {
        keep();
        return null;
    }

    private static List<byte[]>? ReadCertificates(ReadOnlySpan<byte> body)
    {
        const int MaxCertificates = 32;
        WireReader reader = new(body);
        WireReader list = new(reader.Counted24());
        List<byte[]> certificates = [];
        while (!list.IsAtEnd && certificates.Count < MaxCertificates)
            certificates.Add(list.Counted24().ToArray());
        return reader.HasFailed || reader.Left > 0 || list.HasFailed || list.Left > 0 || certificates.Any(c => c.Length == 0)
            ? null
            : certificates;
    }

    private ServerAnswer Make(AnswerKind kind) => new()
    {
        Kind = kind,
        Hello = _hello,
        Certificates = _certificates,
        KeyExchange = _exchange,
        HasCertificateRequest = _asksForCertificate,
        RequestedAuthorities = _authorities,
        Staple = _staple,
        Messages = _messages,
    };
}
