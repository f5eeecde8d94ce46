namespace QSslModule;

/// <summary>Completes the policies that come along.</summary>
public sealed class PolicyNameCompleter : NameCompleter
{
    private protected override IEnumerable<string> Names => PolicyStore.Ids;

    private protected override string Describe(string name) =>
        PolicyStore.Find(name) is { } policy ? $"{policy.Title} ({policy.Date})" : name;
}
