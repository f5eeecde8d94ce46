using System.Diagnostics;
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
    /// <summary>The socket.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Socket")]
    public override QSslSocket InputObject { get; set; } = null!;

    /// <summary>Receives one line, without its line end.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Line")]
    public SwitchParameter Line { get; set; }

    /// <summary>Receives that many bytes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Count")]
    [ValidateRange(1, int.MaxValue)]
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

    /// <summary>How bytes become text: a name such as utf-8, latin1 or ascii, or an Encoding; UTF-8 unless told.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public object Encoding { get; set; } = "utf-8";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (RefusePaused(InputObject))
            return;
        Stopwatch watch = Stopwatch.StartNew();
        Encoding encoding;
        Regex? pattern;
        try
        {
            encoding = SendSslDataCommand.EncodingOf(Encoding);
            pattern = Pattern.Length > 0 ? new(Pattern, RegexOptions.Singleline, TimeSpan.FromSeconds(5)) : null;
        }
        catch (ArgumentException e)
        {
            WriteError(ErrorRecords.Make(ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, InputObject, e.Message, "Check -Encoding and -Pattern.", e));
            return;
        }
        while (true)
        {
            long ready = Ready(encoding, pattern);
            if (ready > 0)
            {
                Write(InputObject.Read(ready), encoding);
                return;
            }
            if (!WaitForMore(watch))
                return;
        }
    }

    /// <summary>How many bytes make what was asked for; 0 when it has not come.</summary>
    private long Ready(Encoding encoding, Regex? pattern)
    {
        long available = InputObject.BytesAvailable;
        switch (ParameterSetName)
        {
            case "Line":
                return InputObject.CanReadLine ? Array.IndexOf(InputObject.Peek(available), (byte)'\n') + 1 : 0;
            case "Count":
                return available >= Count ? Count : 0;
            case "Pattern":
                if (available == 0)
                    return 0;
                string text = encoding.GetString(InputObject.Peek(available));
                Match match = pattern!.Match(text);
                return match.Success ? TextBytes.LengthOf(InputObject.Peek(available), match.Index + match.Length, encoding) : 0;
            case "All":
                return 0;
            default:
                return AsByteStream ? available : TextBytes.CompleteLength(InputObject.Peek(available), encoding);
        }
    }

    private bool WaitForMore(Stopwatch watch)
    {
        DriveResult result = Wait(InputObject, SocketGoal.ReadyRead, Remaining(watch), $"Receiving from {InputObject.DisplayTarget()}");
        if (result == DriveResult.Satisfied)
            return true;
        if (result == DriveResult.TimedOut)
        {
            string text = InputObject.DescribeTimeout(SocketGoal.ReadyRead, TimeoutMilliseconds);
            if (InputObject.BytesAvailable > 0)
                text = $"{text} (what was asked for; {InputObject.BytesAvailable} bytes are there and stay readable)";
            WriteError(ErrorRecords.Make(
                ErrorIds.Timeout, ErrorCategory.OperationTimeout, InputObject, text, "Give more time with -TimeoutSeconds.", new TimeoutException(text)));
            return false;
        }
        if (ParameterSetName == "All" && InputObject.EndedInGoodOrder)
        {
            Write(InputObject.ReadAll(), SendSslDataCommand.EncodingOf(Encoding));
            return false;
        }
        if (InputObject.Error == QSocketError.UnknownSocketError && InputObject.State == SocketState.UnconnectedState)
        {
            WriteNotConnected(InputObject, "nothing can be received");
            return false;
        }
        if (InputObject.BytesAvailable > 0 && InputObject.EndedInGoodOrder && ParameterSetName == "Line")
        {
            // The last line need not end with a line feed.
            Write(InputObject.ReadAll(), SendSslDataCommand.EncodingOf(Encoding));
            return false;
        }
        string words = InputObject.BytesAvailable > 0 ? $" {InputObject.BytesAvailable} bytes are there and stay readable." : "";
        WriteError(ErrorRecords.Make(
            ErrorIds.RemoteClosed, ErrorCategory.ReadError, InputObject,
            $"{InputObject.DisplayTarget()}: the connection ended before what was asked for had come: {InputObject.ErrorString}{words}",
            "Read the rest with Receive-SslData -All.", InputObject.ToException()));
        return false;
    }

    private void Write(byte[] bytes, Encoding encoding)
    {
        if (ParameterSetName == "Line")
            bytes = TrimLineEnd(bytes);
        if (AsByteStream)
            WriteObject(bytes, enumerateCollection: false);
        else
            WriteObject(encoding.GetString(bytes));
    }

    private static byte[] TrimLineEnd(byte[] line)
    {
        int end = line.Length;
        if (end > 0 && line[end - 1] == '\n')
            end--;
        if (end > 0 && line[end - 1] == '\r')
            end--;
        return line[..end];
    }
}
