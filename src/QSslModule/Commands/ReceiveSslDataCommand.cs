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
    private static readonly TimeSpan s_patternLimit = TimeSpan.FromSeconds(5);

    /// <summary>If the peer sends nothing for this time, a pattern is searched for in the whole text.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private Encoding _encoding = System.Text.Encoding.UTF8;
    private bool _hasWaited;

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

    /// <summary>Receives data until the text matches a regular expression, up to the end of the match.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Pattern")]
    [ValidateNotNullOrEmpty]
    public string Pattern { get; set; } = "";

    /// <summary>Receives data until the peer closes the connection.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "All")]
    public SwitchParameter All { get; set; }

    /// <summary>Returns a byte array instead of text.</summary>
    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    /// <summary>The text encoding: a name such as utf-8, latin1 or ascii, a code page, or an Encoding. The default is UTF-8.</summary>
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
        _encoding = TextEncodings.Find(Encoding);
        LineScan? line = Line ? new(InputObject, _encoding.GetBytes("\n")) : null;
        PatternScan? pattern = Pattern.Length > 0 ? new(InputObject, ToRegex(), _encoding) : null;
        _hasWaited = false;
        while (true)
        {
            long ready = line?.Find() ?? (pattern is null ? Ready() : Search(pattern));
            if (ready == 0 && pattern is { IsFullSearchDue: true })
            {
                if (!IsPause(watch))
                    continue;
                ready = Search(pattern, fromStart: true);
            }
            if (ready > 0)
            {
                Write(InputObject.Read(ready));
                return;
            }
            if (!WaitForMore(watch))
                return;
        }
    }

    private Regex ToRegex()
    {
        try
        {
            return new(Pattern, RegexOptions.Singleline, PatternLimit);
        }
        catch (ArgumentException e)
        {
            throw new MaterialException(DataErrors.BadPattern(Pattern, e));
        }
    }

    private string Activity => $"Receiving from {InputObject.DisplayTarget()}";

    /// <summary>The time limit of one search. It does not exceed the time limit of the cmdlet.</summary>
    private TimeSpan PatternLimit => TimeoutSeconds is >= 1 and < 5 ? TimeSpan.FromSeconds(TimeoutSeconds) : s_patternLimit;

    /// <summary>Returns the number of bytes of the requested data; 0 if it has not arrived yet.</summary>
    private long Ready()
    {
        long available = InputObject.BytesAvailable;
        return ParameterSetName switch
        {
            "Count" => available >= Count ? Count : 0,
            "All" => 0,
            _ => AsByteStream ? available : TextBytes.CompleteLength(InputObject.Peek(available), _encoding),
        };
    }

    private long Search(PatternScan pattern, bool fromStart = false)
    {
        try
        {
            return pattern.Find(fromStart);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new MaterialException(DataErrors.PatternTimedOut(InputObject, PatternLimit, e));
        }
    }

    /// <summary>Waits briefly, and returns whether nothing more arrived or the time is over.</summary>
    private bool IsPause(Stopwatch watch)
    {
        int left = Remaining(watch);
        int pause = (int)s_pause.TotalMilliseconds;
        return Wait(InputObject, SocketGoal.ReadyRead, left < 0 ? pause : Math.Min(left, pause), Activity) != DriveResult.Satisfied
            || HasPassed(watch);
    }

    private bool WaitForMore(Stopwatch watch)
    {
        if (IsFull())
            return false;
        // A peer that sends without a break satisfies every wait, even if no time is left.
        DriveResult result = _hasWaited && HasPassed(watch)
            ? DriveResult.TimedOut
            : Wait(InputObject, SocketGoal.ReadyRead, Remaining(watch), Activity);
        _hasWaited = true;
        if (result == DriveResult.Satisfied)
            return true;
        if (result == DriveResult.TimedOut)
        {
            WriteError(DataErrors.ReceiveTimedOut(InputObject, TimeoutSeconds, TimeoutMilliseconds));
            return false;
        }
        bool isAll = ParameterSetName == "All";
        // The peer has not closed the connection: either it was never established, or this side has closed it.
        bool isOurEnd = InputObject.Error == QSocketError.UnknownSocketError && InputObject.State == SocketState.UnconnectedState;
        if (InputObject.IsDisposed || (isOurEnd && !(isAll && InputObject.BytesAvailable > 0)))
        {
            WriteNotConnected(InputObject, "nothing can be received");
            return false;
        }
        if ((isOurEnd || InputObject.PeerEndedInGoodOrder) && (isAll || (ParameterSetName == "Line" && InputObject.BytesAvailable > 0)))
        {
            // The last line does not need a line feed.
            Write(InputObject.ReadAll());
            return false;
        }
        WriteError(DataErrors.EndedTooEarly(InputObject));
        return false;
    }

    private string Wanted => ParameterSetName switch
    {
        "Line" => "the end of the line",
        "Pattern" => "a match of the pattern",
        _ => "what was asked for",
    };

    /// <summary>Data that exceeds the read buffer of the socket never arrives, however long the cmdlet waits.</summary>
    private bool IsFull()
    {
        long limit = InputObject.ReadBufferSize;
        long available = InputObject.BytesAvailable;
        if (limit == 0 || available < limit || InputObject.State == SocketState.UnconnectedState)
            return false;
        WriteError(DataErrors.ReadBufferFull(InputObject, Wanted, available));
        return true;
    }

    private void Write(byte[] bytes)
    {
        if (ParameterSetName == "Line")
            bytes = Without(_encoding.GetBytes("\r"), Without(_encoding.GetBytes("\n"), bytes));
        if (AsByteStream)
            WriteObject(bytes, enumerateCollection: false);
        else
            WriteObject(_encoding.GetString(bytes));
    }

    private static byte[] Without(byte[] ending, byte[] line) => line.AsSpan().EndsWith(ending) ? line[..^ending.Length] : line;
}
