using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Data that cannot be sent, and data that does not come.</summary>
internal static class DataErrors
{
    /// <param name="encoding">What was given for one.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cause">What was thrown for it.</param>
    public static ErrorRecord UnknownEncoding(object? encoding, string name, Exception cause) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, encoding, $"There is no text encoding '{InputEcho.Of(name)}' here.",
        "Press Tab after -Encoding for common ones; IANA names, code pages and Encoding objects are accepted as well.", cause);

    /// <summary>A SecureString was to be sent.</summary>
    public static ErrorRecord SecretToSend(object data) => NotSent(
        data, "a SecureString has to be converted to text first.", "ConvertFrom-SecureString -AsPlainText does that.");

    public static ErrorRecord NeitherTextNorBytes(object data) => NotSent(
        data, "what was given is neither text nor bytes.", "Give text, a byte array, or numbers from 0 to 255.");

    /// <param name="data">What was to be sent.</param>
    /// <param name="cause">What was thrown for it.</param>
    public static ErrorRecord NotEncodable(object data, ArgumentException cause) => NotSent(
        data, cause.Message, "Give text, a byte array, or numbers from 0 to 255.", cause);

    /// <param name="pattern">The pattern that was given: the engine's message repeats it.</param>
    /// <param name="cause">What was thrown for it.</param>
    public static ErrorRecord BadPattern(string pattern, ArgumentException cause) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, pattern, InputEcho.Within(cause.Message, pattern),
        "Give a regular expression of .NET; [regex]::Escape() makes one of plain text.",
        InputEcho.Of(pattern) == pattern ? cause : null);

    public static ErrorRecord PatternTimedOut(QSslSocket socket, TimeSpan limit, RegexMatchTimeoutException cause) => ErrorRecords.Make(
        ErrorIds.Timeout, ErrorCategory.OperationTimeout, socket,
        string.Create(CultureInfo.InvariantCulture,
            $"{socket.DisplayTarget()}: the pattern was not done with {socket.BytesAvailable} bytes "
                + $"within {limit.TotalSeconds} s; they stay readable."),
        "Quantifiers within quantifiers, such as (a+)+, can take forever: write the pattern without them.", cause);

    /// <param name="socket">The socket, with what has come.</param>
    /// <param name="seconds">The time-out, as it was given.</param>
    /// <param name="milliseconds">The time-out, as it was waited for.</param>
    public static ErrorRecord ReceiveTimedOut(QSslSocket socket, double seconds, int milliseconds)
    {
        string text = socket.BytesAvailable > 0
            ? string.Create(CultureInfo.InvariantCulture,
                $"{socket.DisplayTarget()} did not send what was asked for within {seconds} s; "
                    + $"the {socket.BytesAvailable} bytes that have come stay readable.")
            : socket.DescribeTimeout(SocketGoal.ReadyRead, milliseconds);
        return ErrorRecords.Make(
            ErrorIds.Timeout, ErrorCategory.OperationTimeout, socket, text, "Give more time with -TimeoutSeconds.",
            new TimeoutException(text));
    }

    public static ErrorRecord EndedTooEarly(QSslSocket socket)
    {
        string rest = socket.BytesAvailable > 0 ? $" {socket.BytesAvailable} bytes are there and stay readable." : "";
        return ErrorRecords.Make(
            ErrorIds.RemoteClosed, ErrorCategory.ReadError, socket,
            $"{socket.DisplayTarget()}: the connection ended before what was asked for had come: {socket.ErrorString}{rest}",
            "Read the rest with Receive-SslData -All.", socket.ToException());
    }

    /// <param name="socket">The socket, which has read all that its ReadBufferSize allows.</param>
    /// <param name="wanted">What was asked for, such as "a match of the pattern".</param>
    /// <param name="available">How many bytes can be read.</param>
    public static ErrorRecord ReadBufferFull(QSslSocket socket, string wanted, long available) => ErrorRecords.Make(
        ErrorIds.ReadBufferFull, ErrorCategory.LimitsExceeded, socket,
        $"{socket.DisplayTarget()}: {wanted} has not come with the {available} bytes that are there, and the socket's "
            + $"ReadBufferSize of {socket.ReadBufferSize} allows no more.",
        "Read what is there with plain Receive-SslData, or set the socket's ReadBufferSize to more, or to 0 for no limit.");

    private static ErrorRecord NotSent(object data, string why, string advice, Exception? cause = null) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, data, $"The data cannot be sent: {why}", advice, cause);
}
