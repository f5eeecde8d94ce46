namespace QSslModule;

/// <summary>A fault of a host. It has plain values only, which JSON, CLIXML and remoting keep.</summary>
public sealed class SslReportFinding
{
    /// <summary>
    /// The kind of the fault, in one word for programs: the code of an error of the identity (CertificateExpired, …), or a code of
    /// <see cref="FindingRules"/> (ExpiresSoon, …).
    /// </summary>
    public string Code { get; internal init; } = "";

    /// <summary>Critical or Warning.</summary>
    public string Severity { get; internal init; } = "";

    /// <summary>What is wrong, as a sentence.</summary>
    public string Message { get; internal init; } = "";

    /// <inheritdoc/>
    public override string ToString() => QSslCore.VisibleText.Of(Message);
}
