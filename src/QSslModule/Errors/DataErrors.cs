using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>The errors for data that cannot be sent, and for data that does not arrive.</summary>
internal static class DataErrors
{
    /// <param name="encoding">The given value.</param>
    /// <param name="name">The name in it.</param>
    /// <param name="cause">The exception.</param>
    public static ErrorRecord UnknownEncoding(object? encoding, string name, Exception cause) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, encoding, $"There is no text encoding '{InputEcho.Of(name)}' here.",
        "Press Tab after -Encoding for common ones; IANA names, code pages and Encoding objects are accepted as well.", cause);

    /// <summary>The error for an attempt to send a SecureString.</summary>
    public static ErrorRecord SecretToSend(object data) => NotSent(
        data, "a SecureString has to be converted to text first.", "ConvertFrom-SecureString -AsPlainText does that.");

    public static ErrorRecord NeitherTextNorBytes(object data) => NotSent(
        data, "what was given is neither text nor bytes.", "Give text, a byte array, or numbers from 0 to 255.");

    /// <param name="data">The data to send.</param>
    /// <param name="cause">The exception.</param>
    public static ErrorRecord NotEncodable(object data, ArgumentException cause) => NotSent(
        data, cause.Message, "Give text, a byte array, or numbers from 0 to 255.", cause);

    /// <param name="pattern">The given pattern. The message of the exception repeats it.</param>
    /// <param name="cause">The exception.</param>
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

    /// <param name="socket">The socket, with the data received so far.</param>
    /// <param name="seconds">The time limit in seconds, as given.</param>
    /// <param name="milliseconds">The time limit in milliseconds, as used.</param>
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
            ErrorRecords.ClassifyHandshake(socket)?.Advice
                ?? (socket.BytesAvailable > 0
                    ? "Read the rest with Receive-SslData -All."
                    : "The log of the other side says why it ended."),
            socket.ToException());
    }

    /// <param name="socket">The socket, whose buffer has reached its ReadBufferSize.</param>
    /// <param name="wanted">What the caller waits for, such as "a match of the pattern".</param>
    /// <param name="available">The number of bytes that can be read.</param>
    public static ErrorRecord ReadBufferFull(QSslSocket socket, string wanted, long available) => ErrorRecords.Make(
        ErrorIds.ReadBufferFull, ErrorCategory.LimitsExceeded, socket,
        $"{socket.DisplayTarget()}: {wanted} has not come with the {available} bytes that are there, and the socket's "
            + $"ReadBufferSize of {socket.ReadBufferSize} allows no more.",
        "Read what is there with plain Receive-SslData, or set the socket's ReadBufferSize to more, or to 0 for no limit.");

    private static ErrorRecord NotSent(object data, string why, string advice, Exception? cause = null) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, data, $"The data cannot be sent: {why}", advice, cause);
}
