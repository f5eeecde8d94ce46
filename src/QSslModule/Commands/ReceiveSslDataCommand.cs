using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Receives text or bytes.</summary>
[Cmdlet(VerbsCommunications.Receive, "SslData", DefaultParameterSetName = "Available")]
[OutputType(typeof(string), typeof(byte[]))]
public sealed class ReceiveSslDataCommand : SslSocketCmdlet
{
    private static readonly TimeSpan s_patternLimit = TimeSpan.FromSeconds(5);

    /// <summary>The socket.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Socket")]
    [ConvertsTo<QSslSocket>]
    public override QSslSocket InputObject { get; set; } = null!;

    /// <summary>Receives one line, without its line end: LF or CR LF, in the bytes of -Encoding.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Line")]
    public SwitchParameter Line { get; set; }

    /// <summary>Receives that many bytes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Count")]
    [ValidateRange(1, int.MaxValue)]
    [ConvertsTo<int>]
    public int Count { get; set; }

    /// <summary>Receives until the text so far matches a regular expression, up to the end of the match.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Pattern")]
    [ValidateNotNullOrEmpty]
    public string Pattern { get; set; } = "";

    /// <summary>Receives until the peer ends the connection.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "All")]
    public SwitchParameter All { get; set; }

    /// <summary>Writes a byte array instead of text.</summary>
    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    /// <summary>How bytes become text: a name such as utf-8, latin1 or ascii, a code page, or an Encoding; UTF-8 unless told.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public object Encoding { get; set; } = "utf-8";

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(InputObject, Receive);

    private void Receive()
    {
        if (RefusePaused(InputObject))
            return;
        Stopwatch watch = Stopwatch.StartNew();
        Encoding encoding = TextEncodings.Find(Encoding);
        Regex? pattern = Pattern.Length > 0 ? ToRegex() : null;
        while (true)
        {
            long ready = Ready(encoding, pattern);
            if (ready > 0)
            {
                Write(InputObject.Read(ready), encoding);
                return;
            }
            if (!WaitForMore(watch, encoding))
                return;
        }
    }

    private Regex ToRegex()
    {
        try
        {
            return new(Pattern, RegexOptions.Singleline, s_patternLimit);
        }
        catch (ArgumentException e)
        {
            throw new MaterialException(ErrorRecords.Make(
                ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, Pattern, InputEcho.Within(e.Message, Pattern),
                "Give a regular expression of .NET; [regex]::Escape() makes one of plain text.", InputEcho.Of(Pattern) == Pattern ? e : null));
        }
    }

    /// <summary>How many bytes make what was asked for; 0 when it has not come.</summary>
    private long Ready(Encoding encoding, Regex? pattern)
    {
        long available = InputObject.BytesAvailable;
        switch (ParameterSetName)
        {
            case "Line":
                return LineLength(encoding.GetBytes("\n"), available);
            case "Count":
                return available >= Count ? Count : 0;
            case "Pattern":
                return available > 0 ? MatchLength(pattern!, InputObject.Peek(available), encoding) : 0;
            case "All":
                return 0;
            default:
                return AsByteStream ? available : TextBytes.CompleteLength(InputObject.Peek(available), encoding);
        }
    }

    private long LineLength(byte[] ending, long available)
    {
        if (!InputObject.CanReadLine)
            return 0;
        byte[] bytes = InputObject.Peek(available);
        // Where characters have several bytes, an end stands between two of them.
        for (int i = 0; i + ending.Length <= bytes.Length; i += ending.Length)
        {
            if (bytes.AsSpan(i, ending.Length).SequenceEqual(ending))
                return i + ending.Length;
        }
        return 0;
    }

    private int MatchLength(Regex pattern, byte[] bytes, Encoding encoding)
    {
        try
        {
            Match match = pattern.Match(encoding.GetString(bytes));
            return match.Success ? TextBytes.LengthOf(bytes, match.Index + match.Length, encoding) : 0;
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new MaterialException(ErrorRecords.Make(
                ErrorIds.Timeout, ErrorCategory.OperationTimeout, InputObject,
                $"{InputObject.DisplayTarget()}: the pattern was not done with {bytes.Length} bytes within {s_patternLimit.TotalSeconds} s; they stay readable.",
                "Quantifiers within quantifiers, such as (a+)+, take for ever: write the pattern without them.", e));
        }
    }

    private bool WaitForMore(Stopwatch watch, Encoding encoding)
    {
        if (IsFull())
            return false;
        DriveResult result = Wait(InputObject, SocketGoal.ReadyRead, Remaining(watch), $"Receiving from {InputObject.DisplayTarget()}");
        if (result == DriveResult.Satisfied)
            return true;
        if (result == DriveResult.TimedOut)
        {
            string text = InputObject.BytesAvailable > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{InputObject.DisplayTarget()} did not send what was asked for within {TimeoutSeconds} s; the {InputObject.BytesAvailable} bytes that have come stay readable.")
                : InputObject.DescribeTimeout(SocketGoal.ReadyRead, TimeoutMilliseconds);
            WriteError(ErrorRecords.Make(
                ErrorIds.Timeout, ErrorCategory.OperationTimeout, InputObject, text, "Give more time with -TimeoutSeconds.", new TimeoutException(text)));
            return false;
        }
        bool isAll = ParameterSetName == "All";
        // The peer has not ended it: it never stood, or this side has.
        bool isOurEnd = InputObject.Error == QSocketError.UnknownSocketError && InputObject.State == SocketState.UnconnectedState;
        if (InputObject.IsDisposed || (isOurEnd && !(isAll && InputObject.BytesAvailable > 0)))
        {
            WriteNotConnected(InputObject, "nothing can be received");
            return false;
        }
        if ((isOurEnd || InputObject.PeerEndedInGoodOrder) && (isAll || (ParameterSetName == "Line" && InputObject.BytesAvailable > 0)))
        {
            // The last line need not end with a line feed.
            Write(InputObject.ReadAll(), encoding);
            return false;
        }
        string words = InputObject.BytesAvailable > 0 ? $" {InputObject.BytesAvailable} bytes are there and stay readable." : "";
        WriteError(ErrorRecords.Make(
            ErrorIds.RemoteClosed, ErrorCategory.ReadError, InputObject,
            $"{InputObject.DisplayTarget()}: the connection ended before what was asked for had come: {InputObject.ErrorString}{words}",
            "Read the rest with Receive-SslData -All.", InputObject.ToException()));
        return false;
    }

    /// <summary>What does not fit into the socket's own limit never comes, however long one waits.</summary>
    private bool IsFull()
    {
        long limit = InputObject.ReadBufferSize;
        long available = InputObject.BytesAvailable;
        if (limit == 0 || available < limit || InputObject.State == SocketState.UnconnectedState)
            return false;
        WriteError(ErrorRecords.Make(
            ErrorIds.ReadBufferFull, ErrorCategory.LimitsExceeded, InputObject,
            $"{InputObject.DisplayTarget()}: what was asked for has not come with the {available} bytes that are there, and the socket's ReadBufferSize of {limit} lets no more in.",
            "Read what is there with plain Receive-SslData, or set the socket's ReadBufferSize to more, or to 0 for no limit."));
        return true;
    }

    private void Write(byte[] bytes, Encoding encoding)
    {
        if (ParameterSetName == "Line")
            bytes = Without(encoding.GetBytes("\r"), Without(encoding.GetBytes("\n"), bytes));
        if (AsByteStream)
            WriteObject(bytes, enumerateCollection: false);
        else
            WriteObject(encoding.GetString(bytes));
    }

    private static byte[] Without(byte[] ending, byte[] line) => line.AsSpan().EndsWith(ending) ? line[..^ending.Length] : line;
}
