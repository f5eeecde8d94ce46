using QSslCore;

namespace QSslModule;

/// <summary>What a rule of a policy says of a host. Plain values only: it survives JSON, CLIXML and remoting.</summary>
public sealed class SslPolicyVerdict
{
    internal SslPolicyVerdict()
    {
    }

    /// <summary>The id of the rule: the code of its finding, where it has one.</summary>
    public string RuleId { get; internal set; } = "";

    /// <summary>Met, Broken, Unknown (it could not be judged) or NotApplicable (the host has nothing that the rule is about).</summary>
    public string Status { get; internal set; } = PolicyStatus.Unknown;

    /// <summary>How bad it is when the rule is broken: Critical or Warning.</summary>
    public string Severity { get; internal set; } = "";

    /// <summary>What must hold, as a sentence.</summary>
    public string Title { get; internal set; } = "";

    /// <summary>What was seen, and where the status is Unknown, why.</summary>
    public string Seen { get; internal set; } = "";

    /// <summary>What to do where the rule is broken, as a sentence.</summary>
    public string Advice { get; internal set; } = "";

    /// <inheritdoc/>
    public override string ToString() => VisibleText.Of($"{RuleId}: {Status}");
}
