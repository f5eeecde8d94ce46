using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;
using QSslCore.StartTls;

namespace QSslModule;

/// <summary>Interprets -StartTls for a target and reports a dialogue that failed.</summary>
internal static class StartTlsNegotiation
{
    public const string Auto = "Auto";

    /// <summary>The name of a socket's property, and of the entry in an exception's data, with the transcript of the dialogue.</summary>
    public const string TranscriptName = "StartTlsTranscript";

    /// <summary>Returns the protocol that the scheme or the port of a target implies; empty if TLS starts at once, null if neither implies
    /// one.</summary>
    public static string? Guess(SslTarget target, int port) =>
        SslScheme.Find(target.Scheme) is { StartsPlain: false } || SslScheme.IsOfTls(port)
            ? ""
            : (StartTlsProtocol.ByScheme(target.Scheme) ?? StartTlsProtocol.ByPort(port))?.Name;

    /// <exception cref="MaterialException">The protocol does not exist.</exception>
    public static void RefuseUnknown(string name, object? input)
    {
        if (name.Equals(Auto, StringComparison.OrdinalIgnoreCase) || StartTlsProtocol.Find(name) is not null)
            return;
        throw new MaterialException(StartTlsErrors.UnknownProtocol(name, input));
    }

    /// <summary>Throws for a value of -StartTls that is not valid for tests of many hosts.</summary>
    /// <exception cref="MaterialException">The value is a script block, or the protocol does not exist.</exception>
    public static void RefuseForMany(object startTls)
    {
        if ((startTls as PSObject)?.BaseObject is ScriptBlock || startTls is ScriptBlock)
            throw new MaterialException(StartTlsErrors.ScriptBlockForMany());
        RefuseUnknown($"{startTls}", startTls);
    }

    /// <summary>Returns the name of the protocol for a target; empty if TLS starts at once.</summary>
    /// <exception cref="MaterialException">The protocol does not exist, or port and scheme do not imply one.</exception>
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

    /// <summary>Returns a text that says what did not arrive in time.</summary>
    public static string DescribeTimeout(QSslSocket socket, StartTlsDialogue dialogue, string name, int milliseconds) => dialogue.Heard == 0
        ? socket.DescribeTimeout(SocketGoal.ReadyRead, milliseconds)
        : string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{name} did not come to TLS within {milliseconds / 1000.0:0.###} s; it has sent {dialogue.Heard} bytes of plain text.");

    /// <summary>Returns the error for a dialogue that did not reach TLS.</summary>
    public static ErrorRecord ToError(StartTlsDialogue dialogue, object? target, string name)
    {
        StartTlsException exception = StartTlsException.Of(dialogue, name);
        exception.Data[TranscriptName] = exception.Transcript;
        return StartTlsErrors.DialogueFailed(dialogue.Status, target, exception);
    }

    /// <summary>Adds the dialogue to the phases of the connection.</summary>
    public static void Narrate(QSslSocket socket, StartTlsDialogue dialogue)
    {
        foreach (string line in dialogue.Transcript)
            socket.Narrate($"STARTTLS {line}");
    }

    /// <summary>Removes the transcript of an earlier connection, so that the next connection does not show it.</summary>
    public static void Forget(QSslSocket socket) => PSObject.AsPSObject(socket).Properties.Remove(TranscriptName);

    /// <summary>Makes the transcript available as <c>$socket.StartTlsTranscript</c>.</summary>
    public static void Keep(QSslSocket socket, StartTlsDialogue dialogue)
    {
        PSMemberInfoCollection<PSPropertyInfo> properties = PSObject.AsPSObject(socket).Properties;
        properties.Remove(TranscriptName);
        properties.Add(new PSNoteProperty(TranscriptName, dialogue.Transcript.ToArray()));
    }
}
