namespace QSslModule;

/// <summary>A format of reports.</summary>
internal interface IReportWriter
{
    /// <summary>Returns the whole document as text. The texts of the reports are clean (<see cref="ReportText.Clean"/>). The writer must
    /// escape the special characters of its format.</summary>
    string Write(ReportSet set);
}
