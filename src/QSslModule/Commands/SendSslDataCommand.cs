using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using System.Security;
using System.Text;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Sends text or bytes and waits until they are sent.</summary>
[Cmdlet(VerbsCommunications.Send, "SslData", DefaultParameterSetName = SocketSet)]
[OutputType(typeof(QSslSocket))]
public sealed class SendSslDataCommand : SslSocketCmdlet
{
    private const string SocketSet = "Socket";
    private const string DataSet = "Data";
    private const int GatheredLength = 64 * 1024;

    /// <summary>The data is written in pieces of this size. Each write encrypts its data at once. A larger piece would ignore Ctrl+C for
    /// too long and would be in memory twice.</summary>
    private const int PieceLength = 8 * 1024 * 1024;

    /// <summary>Single bytes from the pipeline.</summary>
    private readonly List<byte> _gathered = [];

    private bool _sent;

    /// <summary>The socket.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = SocketSet)]
    [Parameter(Mandatory = true, ParameterSetName = DataSet)]
    [Alias("Socket")]
    [ConvertsTo<QSslSocket>(IsOneOfSeveral = true)]
    public override QSslSocket InputObject { get; set; } = null!;

    /// <summary>Text, a byte array, or single bytes.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = SocketSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = DataSet)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object Data { get; set; } = null!;

    /// <summary>Adds CR LF to the text, in the bytes of -Encoding.</summary>
    [Parameter]
    public SwitchParameter Line { get; set; }

    /// <summary>The text encoding: a name such as utf-8, latin1 or ascii, a code page, or an Encoding. The default is UTF-8.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public object Encoding { get; set; } = "utf-8";

    /// <summary>Returns the socket.</summary>
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
        // Send earlier bytes first.
        SendGathered();
        Guard(InputObject, () => Send(ToBytes()));
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
        Guard(InputObject, () => Send(bytes));
    }

    private void Send(byte[] bytes)
    {
        _sent = false;
        if (RefusePaused(InputObject))
            return;
        Stopwatch watch = Stopwatch.StartNew();
        DriveResult result = DriveResult.Satisfied;
        int length;
        for (int at = 0; result == DriveResult.Satisfied; at += length)
        {
            length = Math.Min(PieceLength, bytes.Length - at);
            if (InputObject.State == SocketState.UnconnectedState || InputObject.Write(bytes.AsSpan(at, length)) < 0)
            {
                WriteNotConnected(InputObject, "nothing can be sent");
                return;
            }
            result = Wait(InputObject, SocketGoal.AllWritten, Remaining(watch), $"Sending to {InputObject.DisplayTarget()}");
            if (at + length == bytes.Length)
                break;
            // A peer that accepts each piece at once does not extend the time limit.
            if (HasPassed(watch) && result == DriveResult.Satisfied)
                result = DriveResult.TimedOut;
            // When the time is over, the rest is queued, as if the data were one piece.
            if (result == DriveResult.TimedOut)
                InputObject.Write(bytes.AsSpan(at + length));
        }
        _sent = result == DriveResult.Satisfied;
        if (result == DriveResult.TimedOut)
            WriteError(SocketErrors.SendTimedOut(InputObject, TimeoutMilliseconds));
        else if (!_sent)
        {
            WriteSocketError(InputObject);
        }
    }

    private byte[] ToBytes()
    {
        _sent = false;
        object data = Unwrapped(Data);
        Encoding encoding = TextEncodings.Find(Encoding);
        byte[] ending = Line ? encoding.GetBytes("\r\n") : [];
        try
        {
            return data switch
            {
                byte[] given => [.. given, .. ending],
                byte one => [one, .. ending],
                string text => [.. encoding.GetBytes(text), .. ending],
                // Converted to text it would be the name of its class, and no one would notice.
                SecureString => throw new MaterialException(DataErrors.SecretToSend(Data)),
                ICollection list => [.. list.Cast<object>().Select(o => LanguagePrimitives.ConvertTo<byte>(o)), .. ending],
                _ => [.. encoding.GetBytes(LanguagePrimitives.ConvertTo<string>(data)), .. ending],
            };
        }
        catch (PSInvalidCastException)
        {
            // The message of PowerShell repeats the data.
            throw new MaterialException(DataErrors.NeitherTextNorBytes(Data));
        }
        catch (ArgumentException e)
        {
            throw new MaterialException(DataErrors.NotEncodable(Data, e));
        }
    }
}
