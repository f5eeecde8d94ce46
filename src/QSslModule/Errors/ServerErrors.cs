using System.Globalization;
using System.Management.Automation;
using QSslCore;
using QSslCore.StartTls;

namespace QSslModule;

/// <summary>The errors for a server that cannot be created as requested, or that no client reaches.</summary>
internal static class ServerErrors
{
    public static ErrorRecord PlainWithTlsOptions() => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, null,
        "-NoEncryption cannot be combined with -StartTls or -Misbehave.", "Leave one of them out.");

    public static ErrorRecord NoCertificate() => ErrorRecords.Make(
        ErrorIds.InvalidIdentity, ErrorCategory.InvalidArgument, null, "A TLS server needs a certificate and its private key.",
        "Give -Certificate and -Key, or what New-SslCertificate makes, or a -Configuration with them; or -NoEncryption.");

    /// <param name="faults">The faults. One of them is a fault of the certificate.</param>
    public static ErrorRecord CertificateAndItsFault(SslServerFault[] faults) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, faults,
        "A certificate was given, and -Misbehave asks for a faulty one.",
        "Omit -Certificate: a faulty one is made on the spot, signed by -Issuer.");

    /// <param name="faults">The given faults.</param>
    /// <param name="exclusive">The faults that exclude each other.</param>
    public static ErrorRecord ExclusiveFaults(IReadOnlyList<SslServerFault> faults, IEnumerable<SslServerFault> exclusive) =>
        ErrorRecords.Make(
            ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, faults,
            $"A server cannot do both: {string.Join(" and ", exclusive)}.",
            "Choose one of them; faults of its certificate go with any.");

    /// <param name="faults">The given faults.</param>
    /// <param name="fault">The fault that applies from the first byte.</param>
    public static ErrorRecord FaultWithoutStartTls(IReadOnlyList<SslServerFault> faults, SslServerFault fault) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, faults,
        $"{fault} is a fault of servers that begin with TLS.", "Omit -StartTls.");

    /// <param name="faults">The given faults.</param>
    /// <param name="fault">The fault that applies only to plain text before TLS.</param>
    public static ErrorRecord FaultNeedsStartTls(IReadOnlyList<SslServerFault> faults, StartTlsFault fault) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, faults,
        $"{fault} is a fault of servers that come to TLS from plain text.", "Name the protocol with -StartTls.");

    /// <param name="address">The given value.</param>
    public static ErrorRecord NotAnAddress(string address) => ErrorRecords.Make(
        ErrorIds.InvalidTarget, ErrorCategory.InvalidArgument, address,
        $"'{InputEcho.Of(address)}' is not an address to listen on.", "Give an IP address, or 'Any'.");

    /// <param name="port">The requested port.</param>
    /// <param name="server">The server, with its error.</param>
    public static ErrorRecord ListenFailed(int port, QTcpServer server) => ErrorRecords.Make(
        ErrorIds.ListenFailed, ErrorCategory.ResourceUnavailable, port, $"The server cannot listen: {server.ErrorString}",
        "Choose another -Port (0 is a free one) or another -Address.",
        new QSslSocketException(server.ErrorString) { Error = server.ServerError });

    public static ErrorRecord NotListening(QTcpServer server) => ErrorRecords.Make(
        ErrorIds.NotConnected, ErrorCategory.InvalidOperation, server, "The server does not listen.", "Make one with New-SslServer.");

    /// <param name="server">The server.</param>
    /// <param name="seconds">How long the server waited, in seconds.</param>
    /// <param name="refused">The reasons why clients were dropped in the meantime.</param>
    public static ErrorRecord NoClient(QTcpServer server, double seconds, IReadOnlyList<string> refused)
    {
        string text = string.Create(CultureInfo.InvariantCulture,
            $"No connection was established on port {server.ServerPort} within {seconds} s.");
        if (refused.Count > 0)
            text += $" Clients that were dropped meanwhile: {refused.Count}; the last: {refused[^1]}";
        return ErrorRecords.Make(
            ErrorIds.Timeout, ErrorCategory.OperationTimeout, server, text, "Give more time with -TimeoutSeconds.",
            new TimeoutException(text));
    }

    /// <param name="name">The server name without a certificate.</param>
    public static ErrorRecord NameWithoutCertificate(string name) =>
        UnusableName(name, $"There is no certificate for '{InputEcho.Of(name)}'.");

    /// <param name="name">The server name.</param>
    /// <param name="cause">The exception, which says what is wrong with the name, its certificate or its key.</param>
    public static ErrorRecord UnusableName(string name, ArgumentException cause) => UnusableName(name, cause.Message);

    private static ErrorRecord UnusableName(string name, string message) => ErrorRecords.Make(
        ErrorIds.InvalidIdentity, ErrorCategory.InvalidArgument, name, message,
        "Give @{ name = certificate }: what New-SslCertificate makes, a file with certificate and key, or "
            + "@{ Certificate = …; Key = … }.");
}
