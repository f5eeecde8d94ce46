namespace QSslCore.Probing.Weaknesses;

/// <summary>What was found out about one weakness of one host.</summary>
/// <param name="Weakness">The weakness.</param>
/// <param name="Status">Whether the host has it.</param>
/// <param name="Certainty">How sure that is.</param>
/// <param name="Sent">What was sent, or looked at; for people.</param>
/// <param name="Received">What came back; for people, and never a byte of what a host leaks. The reason, where it is unknown.</param>
internal sealed record WeaknessFinding(
    Weakness Weakness, WeaknessStatus Status, WeaknessCertainty Certainty, string Sent, string Received)
{
    /// <summary>As it stands in the profile.</summary>
    public SslProfileWeakness ToProfile() => new()
    {
        Id = Weakness.Id,
        Title = Weakness.Title,
        Status = Status.ToString(),
        Certainty = Status is WeaknessStatus.Unknown or WeaknessStatus.NotApplicable ? "" : Certainty.ToString(),
        Evidence = VisibleText.Of(Sent.Length > 0 ? $"{Sent}: {Received}" : Received),
        References = [.. Weakness.References],
    };

    /// <summary>One line.</summary>
    public override string ToString() => $"{Weakness.Id}: {Status} ({Certainty}); {Sent} -> {Received}";
}
