using System.Buffers;

namespace QSslCore.Proxies;

/// <summary>The dialogue with a proxy before the tunnel. It does no I/O: it takes bytes and returns bytes.</summary>
internal abstract class ProxyDialogue
{
    /// <summary>The bytes to send. The caller sends and clears them.</summary>
    public ArrayBufferWriter<byte> Output { get; } = new();

    /// <summary>Why the dialogue failed.</summary>
    public (QSocketError Error, string Text) Failure { get; private set; }

    /// <summary>Whether the dialogue must continue on a new connection.</summary>
    public virtual bool NeedsNewConnection => false;

    /// <summary>Reads the proxy's answer as far as it has arrived.</summary>
    /// <param name="received">All received data that is not processed yet.</param>
    /// <param name="taken">The number of bytes that belong to the answer.</param>
    public abstract ProxyDialogueStatus Receive(ReadOnlySpan<byte> received, out int taken);

    /// <summary>Continues with a user name and a password.</summary>
    public abstract ProxyDialogueStatus Authenticate(string user, string password);

    protected void Send(ReadOnlySpan<byte> bytes) => Output.Write(bytes);

    protected ProxyDialogueStatus Fail(QSocketError error, string text)
    {
        Failure = (error, text);
        return ProxyDialogueStatus.Failed;
    }
}
