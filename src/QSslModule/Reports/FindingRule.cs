namespace QSslModule;

/// <summary>A kind of thing that can be wrong with a host, beside the errors of its identity.</summary>
/// <param name="Code">One word that programs can go by; it stays the same.</param>
/// <param name="Severity">Critical or Warning; null where it depends on how bad it is.</param>
/// <param name="Words">What is wrong, as a sentence that holds for every host.</param>
/// <param name="Advice">What to do about it, as a sentence.</param>
internal sealed record FindingRule(string Code, string? Severity, string Words, string Advice)
{
    /// <summary>A finding of a rule that has one severity.</summary>
    /// <param name="message">What is wrong with this host.</param>
    /// <exception cref="InvalidOperationException">The severity depends.</exception>
    public SslReportFinding Found(string message) =>
        Make(Severity ?? throw new InvalidOperationException($"The severity of {Code} depends."), message);

    /// <summary>A finding of a rule whose severity depends.</summary>
    /// <param name="isCritical">It is critical, not a warning.</param>
    /// <param name="message">What is wrong with this host.</param>
    /// <exception cref="InvalidOperationException">The rule has another severity.</exception>
    public SslReportFinding Found(bool isCritical, string message)
    {
        string severity = isCritical ? ReportStatus.Critical : ReportStatus.Warning;
        return Severity is null || Severity == severity
            ? Make(severity, message)
            : throw new InvalidOperationException($"{Code} is always {Severity}.");
    }

    private SslReportFinding Make(string severity, string message) => new() { Code = Code, Severity = severity, Message = message };
}
