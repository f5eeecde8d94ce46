using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;
using QSslCore.StartTls;

namespace QSslModule;

/// <summary>What -StartTls means for a target, and how a dialogue that failed is told.</summary>
internal static class StartTlsNegotiation
{
    public const string Auto = "Auto";

    /// <summary>The property of a socket, and the entry in an exception's data, that holds what was said.</summary>
    public const string TranscriptName = "StartTlsTranscript";

    /// <summary>The protocol that a target's scheme or port stands for; empty when TLS begins at once there, null when neither
    /// tells.</summary>
    public static string? Guess(SslTarget target, int port) =>
        SslScheme.Find(target.Scheme) is { StartsPlain: false } || SslScheme.IsOfTls(port)
            ? ""
            : (StartTlsProtocol.ByScheme(target.Scheme) ?? StartTlsProtocol.ByPort(port))?.Name;

    /// <exception cref="MaterialException">There is no such protocol.</exception>
    public static void RefuseUnknown(string name, object? input)
    {
        if (name.Equals(Auto, StringComparison.OrdinalIgnoreCase) || StartTlsProtocol.Find(name) is not null)
            return;
        throw new MaterialException(StartTlsErrors.UnknownProtocol(name, input));
    }

    /// <summary>What -StartTls cannot be where many hosts are tested at once.</summary>
    /// <exception cref="MaterialException">It is a script block, or there is no such protocol.</exception>
    public static void RefuseForMany(object startTls)
    {
        if ((startTls as PSObject)?.BaseObject is ScriptBlock || startTls is ScriptBlock)
            throw new MaterialException(StartTlsErrors.ScriptBlockForMany());
        RefuseUnknown($"{startTls}", startTls);
    }

    /// <summary>The protocol for a target, by its name; empty when TLS begins at once there.</summary>
    /// <exception cref="MaterialException">There is no such protocol, or port and scheme do not tell which.</exception>
    public static string Resolve(string name, SslTarget target, int port)
    {
        RefuseUnknown(name, target.Input);
        if (!name.Equals(Auto, StringComparison.OrdinalIgnoreCase))
            return StartTlsProtocol.Find(name)!.Name;
        return Guess(target, port) ?? throw new MaterialException(StartTlsErrors.ProtocolNotGuessed(target, port));
    }

    /// <summary>The protocol before TLS, by its name: the one that was asked for, or that of a scheme that begins plain; empty when TLS
    /// begins at once.</summary>
    /// <param name="name">What was asked for, or Auto; null or empty for nothing.</param>
    /// <param name="target">Where.</param>
    /// <param name="port">The port there.</param>
    /// <exception cref="MaterialException">There is no such protocol, or port and scheme do not tell which.</exception>
    public static string ProtocolOf(string? name, SslTarget target, int port) => name switch
    {
        { Length: > 0 } => Resolve(name, target, port),
        _ => SslScheme.Find(target.Scheme) is { StartsPlain: true } ? Guess(target, port) ?? "" : "",
    };

    /// <summary>The dialogue for a target; null when TLS begins at once there.</summary>
    /// <param name="name">What was asked for, or Auto; null or empty for nothing.</param>
    /// <param name="target">Where.</param>
    /// <param name="port">The port there.</param>
    /// <param name="peerName">The name to ask for; empty for the host.</param>
    /// <exception cref="MaterialException">There is no such protocol, or port and scheme do not tell which.</exception>
    public static StartTlsDialogue? Choose(string? name, SslTarget target, int port, string peerName) =>
        StartTlsProtocol.Find(ProtocolOf(name, target, port))?.CreateDialogue(peerName.Length > 0 ? peerName : target.HostName);

    /// <summary>What did not come in time, in words.</summary>
    public static string DescribeTimeout(QSslSocket socket, StartTlsDialogue dialogue, string name, int milliseconds) => dialogue.Heard == 0
        ? socket.DescribeTimeout(SocketGoal.ReadyRead, milliseconds)
        : string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{name} did not come to TLS within {milliseconds / 1000.0:0.###} s; it has sent {dialogue.Heard} bytes of plain text.");

    /// <summary>The error of a dialogue that did not come to TLS.</summary>
    public static ErrorRecord ToError(StartTlsDialogue dialogue, object? target, string name)
    {
        StartTlsException exception = StartTlsException.Of(dialogue, name);
        exception.Data[TranscriptName] = exception.Transcript;
        return StartTlsErrors.DialogueFailed(dialogue.Status, target, exception);
    }

    /// <summary>Tells what was said among the phases of the connection.</summary>
    public static void Narrate(QSslSocket socket, StartTlsDialogue dialogue)
    {
        foreach (string line in dialogue.Transcript)
            socket.Narrate($"STARTTLS {line}");
    }

    /// <summary>What was said on an earlier connection is not told of the next one.</summary>
    public static void Forget(QSslSocket socket) => PSObject.AsPSObject(socket).Properties.Remove(TranscriptName);

    /// <summary>Lets <c>$socket.StartTlsTranscript</c> answer with what was said.</summary>
    public static void Keep(QSslSocket socket, StartTlsDialogue dialogue)
    {
        PSMemberInfoCollection<PSPropertyInfo> properties = PSObject.AsPSObject(socket).Properties;
        properties.Remove(TranscriptName);
        properties.Add(new PSNoteProperty(TranscriptName, dialogue.Transcript.ToArray()));
    }
}
