using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;
using QSslCore.Probing.Surveys;

namespace QSslCore.Tests.Probing;

/// <summary>The server's side of a handshake of TLS 1.3, in a model. Its signature is not one: no probe looks at it.</summary>
internal sealed class ModelHandshake13(ModelServer server, ModelHello hello, byte[] message, int suite, int group, int scheme)
{
    private readonly List<byte> _transcript = [.. message];
    private Tls13Keys _keys = null!;
    private byte[] _applicationTraffic = [];

    public byte[] Flight()
    {
        using Tls13Shares shares = new();
        byte[] share = shares.Shares.First(each => each.Group == group).Key;
        List<byte> extensions = [];
        extensions.Word(TlsExtensionType.SupportedVersions);
        extensions.Counted16([3, 4]);
        extensions.Word(TlsExtensionType.KeyShare);
        List<byte> entry = [];
        entry.Word(group);
        entry.Counted16(share);
        extensions.Counted16([.. entry]);
        byte[] first = ModelServer.Hello(0x0303, hello.SessionId, suite, 0, extensions, Guid.NewGuid().ToByteArray());
        _transcript.AddRange(first);
        _keys = new(suite, shares.Agree(group, hello.Share(group)!)!);
        byte[] traffic = _keys.HandshakeTraffic(ofClient: false, _transcript.ToArray());
        Tls13Protection outgoing = _keys.Protect(traffic);
        List<byte> alpn = [];
        if (server.Alpn.FirstOrDefault(hello.Alpn.Contains) is { } name)
        {
            alpn.Word(TlsExtensionType.Alpn);
            alpn.Counted16([0, (byte)(name.Length + 1), (byte)name.Length, .. System.Text.Encoding.ASCII.GetBytes(name)]);
        }
        List<byte> hidden = [], list = [], verify = [];
        list.Counted16([.. alpn]);
        hidden.AddRange(ModelServer.Message(HandshakeType.EncryptedExtensions, [.. list]));
        hidden.AddRange(ModelServer.Message(HandshakeType.Certificate, server.CertificateList(isModern: true)));
        verify.Word(scheme);
        verify.Counted16(new byte[64]);
        hidden.AddRange(ModelServer.Message(HandshakeType.CertificateVerify, [.. verify]));
        _transcript.AddRange(hidden);
        byte[] finished = ModelServer.Message(HandshakeType.Finished, _keys.Finished(traffic, _transcript.ToArray()));
        _transcript.AddRange(finished);
        hidden.AddRange(finished);
        _applicationTraffic = _keys.ApplicationTraffic(ofClient: false, _transcript.ToArray());
        return
        [
            .. TlsRecord.Write(TlsRecord.Handshake, 0x0303, first), .. TlsRecord.Write(TlsRecord.ChangeCipherSpec, 0x0303, [1]),
            .. outgoing.Seal(TlsRecord.Handshake, [.. hidden]),
        ];
    }

    /// <summary>What follows the client's Finished: a ticket, and the goodbye.</summary>
    public byte[] Farewell()
    {
        Tls13Protection outgoing = _keys.Protect(_applicationTraffic);
        byte[] goodbye = [];
        List<byte> ticket = [0, 0, 0x1C, 0x20, 0, 0, 0, 1, 1, 0, 0, 4, 1, 2, 3, 4];
        List<byte> early = [];
        if (server.EarlyData > 0)
        {
            early.Word(TlsExtensionType.EarlyData);
            early.Counted16([0, 0, (byte)(server.EarlyData >> 8), (byte)server.EarlyData]);
        }
        ticket.Counted16([.. early]);
        byte[] sent = server.SendsTickets
            ? outgoing.Seal(TlsRecord.Handshake, ModelServer.Message(HandshakeType.NewSessionTicket, [.. ticket]))
            : [];
        goodbye = outgoing.Seal(TlsRecord.Alert, [1, 0]);
        return [.. sent, .. goodbye];
    }
}
