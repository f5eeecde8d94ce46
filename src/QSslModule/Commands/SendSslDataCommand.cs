using System.Collections;
using System.Management.Automation;
using System.Text;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Sends text or bytes and waits until they have left.</summary>
[Cmdlet(VerbsCommunications.Send, "SslData")]
[OutputType(typeof(QSslSocket))]
public sealed class SendSslDataCommand : SslSocketCmdlet
{
    /// <summary>The socket.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [Alias("Socket")]
    public override QSslSocket InputObject { get; set; } = null!;

    /// <summary>Text, a byte array, or bytes one by one.</summary>
    [Parameter(Mandatory = true, Position = 0)]
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
        if (RefusePaused(InputObject))
            return;
        if (!TryBytes(out byte[] bytes))
            return;
        if (InputObject.State == SocketState.UnconnectedState || InputObject.Write(bytes) < 0)
        {
            WriteNotConnected(InputObject, "nothing can be sent");
            return;
        }
        DriveResult result = Wait(InputObject, SocketGoal.AllWritten, TimeoutMilliseconds, $"Sending to {InputObject.DisplayTarget()}");
        if (result == DriveResult.Satisfied)
        {
            if (PassThru)
                WriteObject(InputObject);
        }
        else if (result == DriveResult.TimedOut)
        {
            string text = InputObject.DescribeTimeout(SocketGoal.AllWritten, TimeoutMilliseconds);
            WriteError(ErrorRecords.Make(
                ErrorIds.Timeout, ErrorCategory.OperationTimeout, InputObject, text,
                "The peer does not read; what is left stays queued.", new TimeoutException(text)));
        }
        else
        {
            WriteSocketError(InputObject);
        }
    }

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
