namespace QSslCore;

/// <summary>The words that profiles give verdicts with. They are text, so that they are read the same in JSON, CLIXML and tables.</summary>
public static class SslProfileStatus
{
    /// <summary>It could not be found out.</summary>
    public const string Unknown = "Unknown";

    /// <summary>It is so.</summary>
    public const string Yes = "Yes";

    /// <summary>It is not so.</summary>
    public const string No = "No";

    /// <summary>The question makes no sense at this host.</summary>
    public const string NotApplicable = "NotApplicable";

    /// <summary>The host agrees to it.</summary>
    public const string Accepted = "Accepted";

    /// <summary>The host does not agree to it, and said so.</summary>
    public const string Refused = "Refused";

    /// <summary>The host decides.</summary>
    public const string Server = "Server";

    /// <summary>The client decides.</summary>
    public const string Client = "Client";

    /// <summary>The host has it, and prefers it.</summary>
    public const string Preferred = "Preferred";

    /// <summary>The host has it.</summary>
    public const string Offered = "Offered";

    /// <summary>The host does not have it.</summary>
    public const string NotOffered = "NotOffered";

    /// <summary>The host has the weakness.</summary>
    public const string Vulnerable = "Vulnerable";

    /// <summary>The host does not have the weakness.</summary>
    public const string NotVulnerable = "NotVulnerable";
}
