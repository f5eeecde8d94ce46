namespace QSslModule;

/// <summary>Where the mail of a domain goes. Without hosts and without a failure, the domain takes none.</summary>
/// <param name="Hosts">The hosts, the preferred one first.</param>
/// <param name="IsValidated">Whether the resolver says that it validated the answer.</param>
internal sealed record MailHosts(IReadOnlyList<MailHost> Hosts, bool IsValidated)
{
    /// <summary>Whether there is no such domain.</summary>
    public bool DomainIsMissing { get; init; }

    /// <summary>Why it is not known, as a sentence; empty where it is.</summary>
    public string Failure { get; init; } = "";
}
