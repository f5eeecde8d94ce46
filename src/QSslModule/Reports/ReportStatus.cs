namespace QSslModule;

/// <summary>The words for the status of a host, the worst first, and the exit codes of monitoring systems.</summary>
internal static class ReportStatus
{
    public const string Critical = "Critical";
    public const string Unreachable = "Unreachable";
    public const string Warning = "Warning";

    /// <summary>The status could not be determined, or a report has a status that is not known.</summary>
    public const string Unknown = "Unknown";

    public const string Ok = "Ok";

    /// <summary>All statuses, the worst first.</summary>
    public static readonly string[] All = [Critical, Unreachable, Warning, Unknown, Ok];

    /// <summary>Returns 0 for the worst status.</summary>
    public static int Rank(string status) => Array.IndexOf(All, status);

    /// <summary>Returns the exit code of a monitoring plug-in.</summary>
    public static int ExitCode(string status) => status switch
    {
        Ok => 0,
        Warning => 1,
        Critical or Unreachable => 2,
        _ => 3,
    };
}
