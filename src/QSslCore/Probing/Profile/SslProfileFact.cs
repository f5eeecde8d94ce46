namespace QSslCore;

/// <summary>A fact that is true, is not true, or could not be found out. Instances are immutable.</summary>
public sealed record SslProfileFact
{
    /// <summary><c>Yes</c>, <c>No</c>, <c>Unknown</c> or <c>NotApplicable</c>; see <see cref="SslProfileStatus"/>.</summary>
    public string Value { get; init; } = SslProfileStatus.Unknown;

    /// <summary>What was seen, and for <c>Unknown</c> why nothing is known. Text of the peer is shown visibly.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether the fact is known and true.</summary>
    public bool IsYes() => Value == SslProfileStatus.Yes;

    /// <summary>Whether the fact is known and not true.</summary>
    public bool IsNo() => Value == SslProfileStatus.No;

    /// <summary>Whether the fact could not be found out.</summary>
    public bool IsUnknown() => Value == SslProfileStatus.Unknown;

    /// <summary>The value, with the reason where there is one.</summary>
    public override string ToString() => Reason.Length > 0 ? $"{Value}: {Reason}" : Value;

    internal static SslProfileFact Yes(string reason = "") => new() { Value = SslProfileStatus.Yes, Reason = VisibleText.Of(reason) };

    internal static SslProfileFact No(string reason = "") => new() { Value = SslProfileStatus.No, Reason = VisibleText.Of(reason) };

    internal static SslProfileFact Unknown(string reason) => new() { Reason = VisibleText.Of(reason) };

    internal static SslProfileFact NotApplicable(string reason) =>
        new() { Value = SslProfileStatus.NotApplicable, Reason = VisibleText.Of(reason) };
}
