namespace QSslModule;

/// <summary>The words for how a host is, the gravest first, and what they are to a monitoring system.</summary>
internal static class ReportStatus
{
    public const string Critical = "Critical";
    public const string Unreachable = "Unreachable";
    public const string Warning = "Warning";

    /// <summary>A report from elsewhere whose status is none of the others.</summary>
    public const string Unknown = "Unknown";

    public const string Ok = "Ok";

    /// <summary>All of them, the gravest first.</summary>
    public static readonly string[] All = [Critical, Unreachable, Warning, Unknown, Ok];

    /// <summary>0 for the gravest.</summary>
    public static int Rank(string status) => Array.IndexOf(All, status);

    /// <summary>The exit code of a monitoring plug-in.</summary>
    public static int ExitCode(string status) => status switch
    {
        Ok => 0,
        Warning => 1,
        Critical or Unreachable => 2,
        _ => 3,
    };
}
