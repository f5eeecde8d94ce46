namespace QSslCore;

/// <summary>
/// A message of a handshake, as <see cref="QSslSocket.HandshakeMessages"/> records it. This type is a value that any thread can read. Not
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

    /// <summary>True if this side sent the message, false if the peer sent it.</summary>
    public bool IsSent { get; }

    /// <summary>The name of the message in the standard, such as ClientHello or CertificateVerify. Alert and ChangeCipherSpec are not
    /// handshake messages.</summary>
    public string Name { get; }

    /// <summary>The phase of the handshake that the message belongs to.</summary>
    public TlsHandshakePhase Phase { get; }

    /// <summary>The time from the start of the handshake until the message was created or read.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>The time since the previous message. The sum for each <see cref="Phase"/> shows where the handshake spent its
    /// time.</summary>
    public TimeSpan Took { get; }

    /// <summary>The length in bytes, without the record header.</summary>
    public int Length => _data.Length;

    /// <summary>Returns the decrypted message with its header.</summary>
    public byte[] ToArray() => [.. _data];

    /// <summary>Returns the direction, the name, and the length.</summary>
    public override string ToString() => $"{(IsSent ? "→" : "←")} {Name} ({Length} bytes)";
}
