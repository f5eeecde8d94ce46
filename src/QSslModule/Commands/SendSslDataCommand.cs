using System.Collections;
using System.Management.Automation;
using System.Text;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Sends text or bytes and waits until they have left.</summary>
[Cmdlet(VerbsCommunications.Send, "SslData", DefaultParameterSetName = SocketSet)]
[OutputType(typeof(QSslSocket))]
public sealed class SendSslDataCommand : SslSocketCmdlet
{
    private const string SocketSet = "Socket";
    private const string DataSet = "Data";
    private const int GatheredLength = 64 * 1024;

    /// <summary>Bytes that came through the pipeline one by one.</summary>
    private readonly List<byte> _gathered = [];

    private bool _sent;

    /// <summary>The socket.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = SocketSet)]
    [Parameter(Mandatory = true, ParameterSetName = DataSet)]
    [Alias("Socket")]
    public override QSslSocket InputObject { get; set; } = null!;

    /// <summary>Text, a byte array, or bytes one by one.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = SocketSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = DataSet)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object Data { get; set; } = null!;

    /// <summary>Ends the text with CR LF.</summary>
    [Parameter]
    public SwitchParameter Line { get; set; }

    /// <summary>How text becomes bytes: a name such as utf-8, latin1 or ascii, or an Encoding; UTF-8 unless told.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public object Encoding { get; set; } = "utf-8";

    /// <summary>Writes the socket.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == DataSet && !Line && (Data is PSObject wrapped ? wrapped.BaseObject : Data) is byte one)
        {
            _gathered.Add(one);
            if (_gathered.Count >= GatheredLength)
                SendGathered();
            return;
        }
        // What came before goes before.
        SendGathered();
        if (TryBytes(out byte[] bytes))
            Send(bytes);
        if (PassThru && ParameterSetName == SocketSet && _sent)
            WriteObject(InputObject);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        SendGathered();
        if (PassThru && ParameterSetName == DataSet && _sent)
            WriteObject(InputObject);
    }

    private void SendGathered()
    {
        if (_gathered.Count == 0)
            return;
        byte[] bytes = [.. _gathered];
        _gathered.Clear();
        Send(bytes);
    }

    private void Send(byte[] bytes) => Guard(InputObject, () =>
    {
        _sent = false;
        if (RefusePaused(InputObject))
            return;
        if (InputObject.State == SocketState.UnconnectedState || InputObject.Write(bytes) < 0)
        {
            WriteNotConnected(InputObject, "nothing can be sent");
            return;
        }
        DriveResult result = Wait(InputObject, SocketGoal.AllWritten, TimeoutMilliseconds, $"Sending to {InputObject.DisplayTarget()}");
        _sent = result == DriveResult.Satisfied;
        if (result == DriveResult.TimedOut)
        {
            string text = InputObject.DescribeTimeout(SocketGoal.AllWritten, TimeoutMilliseconds);
            WriteError(ErrorRecords.Make(
                ErrorIds.Timeout, ErrorCategory.OperationTimeout, InputObject, text,
                "The peer does not read; what is left stays queued.", new TimeoutException(text)));
        }
        else if (!_sent)
        {
            WriteSocketError(InputObject);
        }
    });

    private bool TryBytes(out byte[] bytes)
    {
        object data = Data is PSObject wrapped ? wrapped.BaseObject : Data;
        bytes = [];
        try
        {
            byte[] ending = Line ? "\r\n"u8.ToArray() : [];
            bytes = data switch
            {
                byte[] given => [.. given, .. ending],
                byte one => [one, .. ending],
                string text => [.. EncodingOf(Encoding).GetBytes(text), .. ending],
                ICollection list => [.. list.Cast<object>().Select(o => LanguagePrimitives.ConvertTo<byte>(o)), .. ending],
                _ => [.. EncodingOf(Encoding).GetBytes(LanguagePrimitives.ConvertTo<string>(data)), .. ending],
            };
            return true;
        }
        catch (Exception e) when (e is PSInvalidCastException or ArgumentException)
        {
            WriteError(ErrorRecords.Make(
                ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, Data, $"The data cannot be sent: {e.Message}",
                "Give text, a byte array, or numbers from 0 to 255.", e));
            return false;
        }
    }

    internal static Encoding EncodingOf(object encoding) => (encoding is PSObject wrapped ? wrapped.BaseObject : encoding) switch
    {
        Encoding given => given,
        var name => System.Text.Encoding.GetEncoding(name.ToString()!.ToUpperInvariant() switch
        {
            "UTF8" => "utf-8",
            "LATIN1" => "iso-8859-1",
            "ASCII" => "us-ascii",
            "UNICODE" => "utf-16",
            var other => other,
        }),
    };
}
