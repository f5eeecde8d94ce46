namespace QSslModule;

/// <summary>A target of two runs, and what has changed there.</summary>
/// <param name="Name">The name of the target.</param>
/// <param name="Report">The report of the new run, or that of the old one where the target is gone.</param>
/// <param name="Changes">The changes.</param>
internal sealed record TargetComparison(string Name, SslHostReport Report, SslReportChange[] Changes)
{
    /// <summary>Whether only one of the runs knows what the host accepts.</summary>
    public bool LacksProfile { get; init; }

    /// <summary>Whether nothing was seen of the host in both runs: that nothing has changed is not known.</summary>
    public bool IsOpen => Changes.Length == 0 && Report.Status is ReportStatus.Unreachable or ReportStatus.Unknown;
}
