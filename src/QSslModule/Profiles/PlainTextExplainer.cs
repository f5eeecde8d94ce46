using QSslCore;

namespace QSslModule;

/// <summary>Knows protocols that begin in plain text by their first words, or by their port.</summary>
internal static class PlainTextExplainer
{
    private const string Lead = "it sent the plain text '";

    /// <summary>What the peer speaks instead of TLS, with the parameter that comes to TLS there; null where it sent no plain
    /// text.</summary>
    /// <param name="failure">Why the handshake failed.</param>
    /// <param name="port">The port.</param>
    public static string? Explain(string failure, int port)
    {
        int start = failure.IndexOf(Lead, StringComparison.Ordinal);
        if (start < 0)
            return null;
        string greeting = failure[(start + Lead.Length)..];
        if (greeting.StartsWith("SSH-", StringComparison.Ordinal))
            return "The host speaks SSH here, which has no TLS: use the port of another service.";
        if (greeting.StartsWith("HTTP/", StringComparison.Ordinal))
            return "The host speaks HTTP without TLS here: use its port of HTTPS, often 443.";
        string? protocol = Guess(greeting, port);
        return protocol is null
            ? "The host speaks no TLS here: check the port."
            : $"The host speaks STARTTLS here: -StartTls {protocol} comes to TLS.";
    }

    private static string? Guess(string greeting, int port)
    {
        string? byPort = StartTlsProtocol.ByPort(port)?.Name;
        string? byWords = greeting switch
        {
            _ when greeting.StartsWith("* OK", StringComparison.OrdinalIgnoreCase)
                || greeting.StartsWith("* PREAUTH", StringComparison.OrdinalIgnoreCase) => "imap",
            _ when greeting.StartsWith("+OK", StringComparison.OrdinalIgnoreCase) => "pop3",
            _ when greeting.StartsWith("220", StringComparison.Ordinal)
                && greeting.Contains("ftp", StringComparison.OrdinalIgnoreCase) => "ftp",
            _ when greeting.StartsWith("220", StringComparison.Ordinal) => "smtp",
            _ when greeting.StartsWith("200", StringComparison.Ordinal) || greeting.StartsWith("201", StringComparison.Ordinal) => "nntp",
            _ when greeting.StartsWith("\"IMPLEMENTATION\"", StringComparison.OrdinalIgnoreCase) => "sieve",
            _ => null,
        };
        // Ports tell apart what begins with the same words, such as smtp and lmtp.
        return StartTlsProtocol.Find(byWords ?? "") is null ? byPort
            : byPort is "lmtp" && byWords == "smtp" ? byPort
            : byWords;
    }
}
