using QSslCore;

namespace QSslModule;

/// <summary>What hosts have to follow: a set of rules with their source. Plain values only; instances are immutable.</summary>
public sealed record SslPolicy
{
    internal SslPolicy()
    {
    }

    /// <summary>The name to give to -Policy.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>What it is, in a few words.</summary>
    public string Title { get; internal init; } = "";

    /// <summary>The edition of the source.</summary>
    public string Version { get; internal init; } = "";

    /// <summary>When that edition was published, as far as it is known: yyyy, yyyy-MM or yyyy-MM-dd.</summary>
    public string Date { get; internal init; } = "";

    /// <summary>Where the rules come from.</summary>
    public string Source { get; internal init; } = "";

    /// <summary>The policy that this one extends; empty for none.</summary>
    public string Extends { get; internal init; } = "";

    /// <summary>The file that it was read from; empty for a policy of the module.</summary>
    public string Path { get; internal init; } = "";

    /// <summary>The rules, those of the extended policy included.</summary>
    public SslPolicyRule[] Rules { get; internal init; } = [];

    /// <summary>Holds a profile against the rules. Nothing is connected: one profile can be judged by several policies.</summary>
    /// <param name="profile">What Get-SslHostProfile found, whole.</param>
    /// <returns>A verdict for each rule, in the order of the rules.</returns>
    /// <exception cref="ArgumentNullException">There is no profile.</exception>
    public SslPolicyVerdict[] Judge(SslHostProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return PolicyJudge.Judge(this, new(profile, VerifiedChain: null));
    }

    /// <inheritdoc/>
    public override string ToString() => VisibleText.Of(Version.Length > 0 ? $"{Id} {Version}" : Id);
}
