using System.Buffers;

namespace QSslCore.Proxies;

/// <summary>What is said to a proxy before it is a tunnel. It does no I/O: bytes in, bytes out.</summary>
internal abstract class ProxyDialogue
{
    /// <summary>What is to be sent; the caller sends and clears it.</summary>
    public ArrayBufferWriter<byte> Output { get; } = new();

    /// <summary>Why it failed.</summary>
    public (QSocketError Error, string Text) Failure { get; private set; }

    /// <summary>The next thing to say must be said on a new connection.</summary>
    public virtual bool NeedsNewConnection => false;

    /// <summary>Reads the proxy's answer as far as it came.</summary>
    /// <param name="received">All that was received and not taken yet.</param>
    /// <param name="taken">How much of it was the proxy's.</param>
    public abstract ProxyDialogueStatus Receive(ReadOnlySpan<byte> received, out int taken);

    /// <summary>Goes on with a user name and a password.</summary>
    public abstract ProxyDialogueStatus Authenticate(string user, string password);

    protected void Send(ReadOnlySpan<byte> bytes) => Output.Write(bytes);

    protected ProxyDialogueStatus Fail(QSocketError error, string text)
    {
        Failure = (error, text);
        return ProxyDialogueStatus.Failed;
    }
}
