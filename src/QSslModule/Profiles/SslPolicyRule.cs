using QSslCore;

namespace QSslModule;

/// <summary>A rule of a policy: what must hold at a host. Plain values only; instances are immutable.</summary>
public sealed record SslPolicyRule
{
    internal SslPolicyRule()
    {
    }

    /// <summary>The id, which findings have as their code. It stays the same whatever the words.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>How bad it is when the rule is broken: Critical or Warning.</summary>
    public string Severity { get; internal init; } = "";

    /// <summary>What must hold, as a sentence.</summary>
    public string Title { get; internal init; } = "";

    /// <summary>What to do where it does not hold, as a sentence.</summary>
    public string Advice { get; internal init; } = "";

    /// <summary>What is looked at, such as Protocols or Ciphers; about_QSslPolicies lists all.</summary>
    public string Check { get; internal init; } = "";

    /// <summary>Nothing but these may be there; empty for any.</summary>
    public string[] Allowed { get; internal init; } = [];

    /// <summary>None of these may be there.</summary>
    public string[] Forbidden { get; internal init; } = [];

    /// <summary>All of these must be there.</summary>
    public string[] Required { get; internal init; } = [];

    /// <summary>One of these must be there at least.</summary>
    public string[] RequiredAny { get; internal init; } = [];

    /// <summary>Cipher suites with one of these faults may not be there, such as CBC or NoForwardSecrecy.</summary>
    public string[] Faults { get; internal init; } = [];

    /// <summary>The versions that the rule is about; empty for all.</summary>
    public string[] Versions { get; internal init; } = [];

    /// <summary>The kinds of certificate keys that the rule is about; empty for all.</summary>
    public string[] Keys { get; internal init; } = [];

    /// <summary>What the fact must be, such as Yes or No; empty where the rule is about something else.</summary>
    public string Value { get; internal init; } = "";

    /// <summary>The smallest number that is allowed: bits, or seconds; null for no such limit.</summary>
    public long? Minimum { get; internal init; }

    /// <summary>The largest number that is allowed: days, or seconds; null for no such limit.</summary>
    public long? Maximum { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => VisibleText.Of($"{Id}: {Title}");
}
