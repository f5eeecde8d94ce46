namespace QSslModule;

/// <summary>A kind of fault that a host can have, in addition to the errors of its identity.</summary>
/// <param name="Code">One word for programs. It never changes.</param>
/// <param name="Severity">Critical or Warning; null if the severity varies.</param>
/// <param name="Words">What is wrong, as a sentence that is true for every host.</param>
/// <param name="Advice">What to do about it, as a sentence.</param>
internal sealed record FindingRule(string Code, string? Severity, string Words, string Advice)
{
    /// <summary>Returns a finding of a rule with a fixed severity.</summary>
    /// <param name="message">What is wrong with this host.</param>
    /// <exception cref="InvalidOperationException">The severity of the rule varies.</exception>
    public SslReportFinding Found(string message) =>
        Make(Severity ?? throw new InvalidOperationException($"The severity of {Code} depends."), message);

    /// <summary>Returns a finding of a rule whose severity varies.</summary>
    /// <param name="isCritical">True for critical, false for a warning.</param>
    /// <param name="message">What is wrong with this host.</param>
    /// <exception cref="InvalidOperationException">The rule has a different severity.</exception>
    public SslReportFinding Found(bool isCritical, string message)
    {
        string severity = isCritical ? ReportStatus.Critical : ReportStatus.Warning;
        return Severity is null || Severity == severity
            ? Make(severity, message)
            : throw new InvalidOperationException($"{Code} is always {Severity}.");
    }

    private SslReportFinding Make(string severity, string message) => new() { Code = Code, Severity = severity, Message = message };
}
