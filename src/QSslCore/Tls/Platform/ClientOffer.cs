using System.Text;

namespace QSslCore.Tls.Platform;

/// <summary>The facts that a server reads from the ClientHello before the library does: the application protocols that the client
/// offers, in its order.</summary>
internal sealed class ClientOffer
{
    private const byte ClientHello = 1;
    private const ushort ApplicationLayerProtocols = 16;

    private readonly HandshakeMessages _messages;

    public ClientOffer() => _messages = new(Take);

    public IReadOnlyList<string> Protocols { get; private set; } = [];

    public AlertType? Alert => _messages.Alert;

    public void Add(ReadOnlySpan<byte> bytes) => _messages.Add(bytes);

    private bool Take(byte type, ReadOnlyMemory<byte> body)
    {
        MessageReader reader = new(body.Span);
        if (type != ClientHello || !reader.Skip(2 + 32) || !reader.TryVector(1, out _) || !reader.TryVector(2, out _)
            || !reader.TryVector(1, out _) || !reader.TryVector(2, out ReadOnlySpan<byte> extensions))
        {
            return false;
        }
        MessageReader rest = new(extensions);
        while (rest.TryNumber(out ushort kind) && rest.TryVector(2, out ReadOnlySpan<byte> data))
        {
            if (kind == ApplicationLayerProtocols)
                TakeProtocols(data);
        }
        // After a retry, a second ClientHello offers the same protocols (RFC 8446, section 4.1.2).
        return false;
    }

    private void TakeProtocols(ReadOnlySpan<byte> data)
    {
        MessageReader reader = new(data);
        if (!reader.TryVector(2, out ReadOnlySpan<byte> list))
            return;
        List<string> names = [];
        MessageReader rest = new(list);
        while (rest.TryVector(1, out ReadOnlySpan<byte> name))
            names.Add(Encoding.UTF8.GetString(name));
        Protocols = names;
    }
}
