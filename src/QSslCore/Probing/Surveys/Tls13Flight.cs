using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>The messages that a server of TLS 1.3 hides, and what they say.</summary>
/// <param name="clientHello">The client's hello, with its header.</param>
internal sealed class Tls13Flight(byte[] clientHello)
{
    private const int MaxTickets = 16;

    private readonly List<byte> _transcript = [.. clientHello];
    private readonly List<(int Type, byte[] Data)> _extensions = [];
    private readonly List<byte[]> _certificates = [];
    private readonly List<(long Lifetime, long EarlyData)> _tickets = [];
    private ServerHello? _hello;
    private IReadOnlyList<string> _authorities = [];
    private byte[] _staple = [];
    private int _scheme = -1;
    private bool _hasExtensions;

    /// <summary>The messages so far.</summary>
    public ReadOnlySpan<byte> Transcript => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_transcript);

    /// <summary>What a request for a certificate has to be answered with; null for no request.</summary>
    public byte[]? CertificateContext { get; private set; }

    /// <summary>The server's part is complete and authentic.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>The answer of a server whose part is complete.</summary>
    public ServerAnswer Agreed => new()
    {
        Kind = AnswerKind.Agreed,
        Hello = _hello,
        HiddenExtensions = _extensions,
        Certificates = _certificates,
        KeyExchange = new() { Group = _hello!.Group, Scheme = _scheme },
        HasCertificateRequest = CertificateContext is not null,
        RequestedAuthorities = _authorities,
        Staple = _staple,
        Tickets = _tickets,
        IsFinished = true,
    };

    public void Begin(ServerHello hello, byte[] message)
    {
        _hello = hello;
        _transcript.AddRange(message);
    }

    /// <summary>A message of the client's.</summary>
    public void AddOwn(byte[] message) => _transcript.AddRange(message);

    /// <summary>The server's last message of the handshake, which is authentic.</summary>
    /// <returns>What is wrong; null where nothing is.</returns>
    public string? Finish(byte[] message)
    {
        if (!_hasExtensions || _certificates.Count == 0 || _scheme < 0)
            return "the server's part of the handshake is not complete";
        _transcript.AddRange(message);
        IsFinished = true;
        return null;
    }

    /// <summary>Takes the next message.</summary>
    /// <returns>What is wrong; null where nothing is.</returns>
    public string? Take(byte[] message)
    {
        if (IsFinished)
            return TakeTicket(message);
        _transcript.AddRange(message);
        ReadOnlySpan<byte> body = message.AsSpan(4);
        switch ((HandshakeType)message[0])
        {
            case HandshakeType.EncryptedExtensions when !_hasExtensions:
                _hasExtensions = true;
                WireReader extensions = new(body);
                bool isRead = ServerHello.ReadExtensions(extensions.Counted16(), _extensions);
                return isRead && !extensions.HasFailed && extensions.Left == 0 ? null : "the hidden extensions cannot be read";
            case HandshakeType.CertificateRequest when _hasExtensions && CertificateContext is null:
                return TakeRequest(body);
            case HandshakeType.Certificate when _hasExtensions && _certificates.Count == 0:
                return TakeCertificates(body);
            case HandshakeType.CertificateVerify when _certificates.Count > 0 && _scheme < 0:
                WireReader verify = new(body);
                _scheme = verify.Word();
                verify.Counted16();
                return verify.HasFailed || verify.Left > 0 ? "the signature cannot be read" : null;
            default:
                return $"the message {message[0]} came where none may come";
        }
    }

    private string? TakeRequest(ReadOnlySpan<byte> body)
    {
        const string Fault = "the request for a certificate cannot be read";
        WireReader request = new(body);
        CertificateContext = request.Counted8().ToArray();
        List<(int Type, byte[] Data)> extensions = [];
        if (!ServerHello.ReadExtensions(request.Counted16(), extensions) || request.HasFailed || request.Left > 0)
            return Fault;
        foreach ((_, byte[] data) in extensions.Where(each => each.Type == TlsExtensionType.CertificateAuthorities))
        {
            WireReader list = new(data);
            if (AuthorityNames.Read(list.Counted16()) is not { } names || list.HasFailed || list.Left > 0)
                return Fault;
            _authorities = names;
        }
        return null;
    }

    private string? TakeCertificates(ReadOnlySpan<byte> body)
    {
        const string Fault = "the list of certificates cannot be read";
        const int MaxCertificates = 32;
        WireReader reader = new(body);
        reader.Counted8();
        WireReader list = new(reader.Counted24());
        while (!list.IsAtEnd && _certificates.Count < MaxCertificates)
        {
            _certificates.Add(list.Counted24().ToArray());
            List<(int Type, byte[] Data)> extensions = [];
            if (!ServerHello.ReadExtensions(list.Counted16(), extensions))
                return Fault;
            foreach ((int type, byte[] data) in extensions.Where(_ => _certificates.Count == 1))
                TakeExtension(type, data);
        }
        return reader.HasFailed || reader.Left > 0 || list.HasFailed || list.Left > 0 || _certificates.Count == 0 ? Fault : null;
    }

    private void TakeExtension(int type, byte[] data)
    {
        if (!_extensions.Exists(each => each.Type == type))
            _extensions.Add((type, data));
        if (type != TlsExtensionType.StatusRequest)
            return;
        WireReader status = new(data);
        status.Byte();
        _staple = status.Counted24().ToArray();
    }

    private string? TakeTicket(byte[] message)
    {
        if (message[0] != (byte)HandshakeType.NewSessionTicket || _tickets.Count == MaxTickets)
            return null;
        WireReader reader = new(message.AsSpan(4));
        long lifetime = reader.Quad(), early = 0;
        reader.Quad();
        reader.Counted8();
        reader.Counted16();
        List<(int Type, byte[] Data)> extensions = [];
        if (!ServerHello.ReadExtensions(reader.Counted16(), extensions) || reader.HasFailed)
            return "a ticket cannot be read";
        foreach ((int type, byte[] data) in extensions)
        {
            if (type == TlsExtensionType.EarlyData && data.Length == 4)
                early = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(data);
        }
        _tickets.Add((lifetime, early));
        return null;
    }
}
