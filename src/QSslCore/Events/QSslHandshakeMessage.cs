namespace QSslCore;

/// <summary>
/// One message of a handshake, as <see cref="QSslSocket.HandshakeMessages"/> records them. A value: any thread may read it. Not
/// one of Qt's types.
/// </summary>
public sealed class QSslHandshakeMessage
{
    private readonly byte[] _data;

    internal QSslHandshakeMessage(bool isSent, string name, TlsHandshakePhase phase, TimeSpan elapsed, TimeSpan took, byte[] data)
    {
        IsSent = isSent;
        Name = name;
        Phase = phase;
        Elapsed = elapsed;
        Took = took;
        _data = data;
    }

    /// <summary>This side sent it; else the peer did.</summary>
    public bool IsSent { get; }

    /// <summary>Its name in the standard, such as ClientHello or CertificateVerify; Alert and ChangeCipherSpec for those that are no
    /// handshake messages.</summary>
    public string Name { get; }

    /// <summary>To which part of the handshake it belongs.</summary>
    public TlsHandshakePhase Phase { get; }

    /// <summary>When it was made or read, since the handshake began.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>The time since the message before it; summed up by <see cref="Phase"/> it tells where a handshake's time went.</summary>
    public TimeSpan Took { get; }

    /// <summary>Its length in bytes, without the record around it.</summary>
    public int Length => _data.Length;

    /// <summary>The message itself, decrypted, with its header.</summary>
    public byte[] ToArray() => [.. _data];

    /// <summary>Direction, name and length.</summary>
    public override string ToString() => $"{(IsSent ? "→" : "←")} {Name} ({Length} bytes)";
}
