namespace QSslModule;

/// <summary>The words for what a rule says of a host.</summary>
internal static class PolicyStatus
{
    public const string Met = "Met";
    public const string Broken = "Broken";

    /// <summary>It could not be judged, which is not good.</summary>
    public const string Unknown = "Unknown";

    public const string NotApplicable = "NotApplicable";

    /// <summary>All of them, the worst first.</summary>
    public static readonly string[] All = [Broken, Unknown, Met, NotApplicable];
}
