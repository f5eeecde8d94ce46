namespace QSslModule;

/// <summary>Completes the names of the built-in policies.</summary>
public sealed class PolicyNameCompleter : NameCompleter
{
    private protected override IEnumerable<string> Names => PolicyStore.Ids;

    private protected override string Describe(string name) =>
        PolicyStore.Find(name) is { } policy
        ? policy.Date.Length > 0 ? $"{policy.Title} ({policy.Date})" : policy.Title
        : name;
}
