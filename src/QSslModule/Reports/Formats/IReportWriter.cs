namespace QSslModule;

/// <summary>A format of reports.</summary>
internal interface IReportWriter
{
    /// <summary>The whole document as text. The texts of the reports are clean (<see cref="ReportText.Clean"/>); what is special in the
    /// format is the writer's to escape.</summary>
    string Write(ReportSet set);
}
