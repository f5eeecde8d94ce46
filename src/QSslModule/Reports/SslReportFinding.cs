namespace QSslModule;

/// <summary>One thing that is wrong with a host. Plain values only: it survives JSON, CLIXML and remoting.</summary>
public sealed class SslReportFinding
{
    /// <summary>
    /// What is wrong, in one word that programs can go by: the code of an error of the identity (CertificateExpired, …), or one of
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
