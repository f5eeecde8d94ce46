using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;
using QSslCore.StartTls;

namespace QSslModule;

/// <summary>Takes a connected plain socket to the point where the peer waits for TLS.</summary>
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
        throw new MaterialException(ErrorRecords.Make(
            ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, input,
            $"-StartTls does not know the protocol '{InputEcho.Of(name)}'.",
            $"It knows {string.Join(", ", StartTlsProtocol.All)}; Connect-SslHost takes a script block for others."));
    }

    /// <summary>The protocol for a target, by its name; empty when TLS begins at once there.</summary>
    /// <exception cref="MaterialException">There is no such protocol, or port and scheme do not tell which.</exception>
    public static string Resolve(string name, SslTarget target, int port)
    {
        RefuseUnknown(name, target.Input);
        if (!name.Equals(Auto, StringComparison.OrdinalIgnoreCase))
            return StartTlsProtocol.Find(name)!.Name;
        return Guess(target, port) ?? throw new MaterialException(ErrorRecords.Make(
            ErrorIds.InvalidTarget, ErrorCategory.InvalidArgument, target.Input,
            $"{SslTarget.Display(target.HostName, port)}: neither the port nor a scheme tells which protocol comes before TLS.",
            $"Name it: -StartTls {string.Join(" | ", StartTlsProtocol.All)}; or give a URI such as smtp://{VisibleText.Of(target.HostName)}."));
    }

    /// <summary>The dialogue for a target; null when TLS begins at once there.</summary>
    /// <param name="name">The protocol, or Auto.</param>
    /// <param name="target">Where.</param>
    /// <param name="port">The port there.</param>
    /// <param name="peerName">Whom to ask for; empty for the host.</param>
    /// <exception cref="MaterialException">There is no such protocol, or port and scheme do not tell which.</exception>
    public static StartTlsDialogue? Choose(string name, SslTarget target, int port, string peerName) =>
        StartTlsProtocol.Find(Resolve(name, target, port))?.CreateDialogue(peerName.Length > 0 ? peerName : target.HostName);

    /// <summary>Leads the dialogue over the socket, on this thread.</summary>
    /// <param name="socket">Connected and plain.</param>
    /// <param name="dialogue">What to say.</param>
    /// <param name="wait">Waits for something to read.</param>
    /// <returns>TimedOut, or Satisfied when the dialogue has ended.</returns>
    public static DriveResult Run(QSslSocket socket, StartTlsDialogue dialogue, Func<DriveResult> wait)
    {
        while (Step(socket, dialogue) is { } unread)
        {
            DriveResult result = wait();
            if (result == DriveResult.TimedOut)
                return result;
            Heard(socket, dialogue, result, unread);
        }
        Prepare(socket, dialogue);
        return DriveResult.Satisfied;
    }

    /// <summary>Awaitable forms.</summary>
    public static async Task RunAsync(QSslSocket socket, StartTlsDialogue dialogue, CancellationToken token)
    {
        while (Step(socket, dialogue) is { } unread)
            Heard(socket, dialogue, await socket.DriveAsync(SocketGoal.ReadyRead, token).ConfigureAwait(false), unread);
        Prepare(socket, dialogue);
    }

    /// <summary>A dialogue that did not come to TLS leaves nothing for a handshake.</summary>
    private static void Prepare(QSslSocket socket, StartTlsDialogue dialogue) =>
        socket.WrapsHandshake = dialogue.Status == StartTlsStatus.Ready && dialogue.WrapsHandshake;

    /// <summary>What did not come in time, in words.</summary>
    public static string DescribeTimeout(QSslSocket socket, StartTlsDialogue dialogue, string name, int milliseconds) => dialogue.Heard == 0
        ? socket.DescribeTimeout(SocketGoal.ReadyRead, milliseconds)
        : string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{name} did not come to TLS within {milliseconds / 1000.0:0.###} s; it has sent {dialogue.Heard} bytes of plain text.");

    /// <summary>Shows the dialogue what has come, and sends what it says.</summary>
    /// <returns>How many bytes were looked at and are no whole unit yet; null when the dialogue has ended.</returns>
    private static long? Step(QSslSocket socket, StartTlsDialogue dialogue)
    {
        byte[] said = socket.Peek(long.MaxValue);
        int taken = dialogue.Advance(said);
        socket.Skip(taken);
        byte[] answer = dialogue.TakeOutput();
        // A peer that hangs up behind its word gets no answer, and is told of by the wait.
        if (answer.Length > 0 && socket.State == SocketState.ConnectedState)
            socket.Write(answer);
        return dialogue.Status == StartTlsStatus.NeedsInput ? said.Length - taken : null;
    }

    /// <summary>A connection that ended may have left a last word.</summary>
    private static void Heard(QSslSocket socket, StartTlsDialogue dialogue, DriveResult result, long unread)
    {
        if (result == DriveResult.Failed && socket.BytesAvailable == unread)
            dialogue.PeerEnded();
    }

    /// <summary>Why a dialogue did not come to TLS, in a sentence.</summary>
    public static string Describe(StartTlsDialogue dialogue) => $"{Classify(dialogue.Status).What}: {dialogue.Reason}";

    /// <summary>The error of a dialogue that did not come to TLS.</summary>
    public static ErrorRecord ToError(StartTlsDialogue dialogue, object? target, string name)
    {
        (string id, ErrorCategory category, _, string advice) = Classify(dialogue.Status);
        QSslSocketException exception = new($"{name}: {Describe(dialogue)}.") { Target = name, Hint = advice };
        exception.Data[TranscriptName] = dialogue.Transcript;
        return ErrorRecords.Make(id, category, target, exception.Message, advice, exception);
    }

    private static (string Id, ErrorCategory Category, string What, string Advice) Classify(StartTlsStatus status) => status switch
    {
        StartTlsStatus.NotOffered => (
            ErrorIds.StartTlsNotOffered, ErrorCategory.NotImplemented, "the server does not offer TLS",
            "Set up a certificate on the server. If it should offer TLS, something on the way may have taken the offer out: do not go "
                + "on in plain text."),
        StartTlsStatus.Refused => (
            ErrorIds.StartTlsRefused, ErrorCategory.ConnectionError, "the server refused to start TLS",
            "The server's log says why; often it is a certificate it cannot read, or too many connections."),
        StartTlsStatus.Injected => (
            ErrorIds.StartTlsInjection, ErrorCategory.SecurityError, "plain text came that was not asked for, and was not used",
            "Somebody on the way may have put it there. Update the server if it is yours, else tell its owner."),
        StartTlsStatus.Truncated => (
            ErrorIds.RemoteClosed, ErrorCategory.ConnectionError, "the server hung up before TLS",
            "The server's log says why; it may not like this client's address."),
        _ => (
            ErrorIds.StartTlsNotUnderstood, ErrorCategory.ProtocolError, "the server does not speak the protocol named",
            "Check the port and -StartTls. A service that begins with TLS needs no -StartTls."),
    };

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
