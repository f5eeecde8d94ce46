namespace QSslModule;

/// <summary>What a check found: what breaks the rule, what could not be judged, and else what was seen.</summary>
internal sealed class PolicyOutcome
{
    private const int MaxItems = 8;

    private readonly List<string> _broken = [];
    private readonly List<string> _unknown = [];
    private readonly List<string> _met = [];
    private string? _notApplicable;

    /// <summary>Broken before Unknown: what was seen does not get better by what was not.</summary>
    public string Status => _broken.Count > 0 ? PolicyStatus.Broken
        : _unknown.Count > 0 ? PolicyStatus.Unknown
        : _met.Count == 0 && _notApplicable is not null ? PolicyStatus.NotApplicable
        : _met.Count == 0 ? PolicyStatus.Unknown
        : PolicyStatus.Met;

    /// <summary>What was seen, or why nothing is known.</summary>
    public string Seen => Status switch
    {
        PolicyStatus.Broken => Join(_broken),
        PolicyStatus.NotApplicable => _notApplicable!,
        PolicyStatus.Met => Join(_met),
        _ => _unknown.Count > 0 ? Join(_unknown) : "nothing was seen of it",
    };

    public static PolicyOutcome None(string why) => new() { _notApplicable = why };

    public PolicyOutcome Break(string what) => Add(_broken, what);

    public PolicyOutcome Doubt(string why) => Add(_unknown, why);

    public PolicyOutcome DoubtAll(IEnumerable<string> reasons)
    {
        foreach (string reason in reasons)
            Doubt(reason);
        return this;
    }

    public PolicyOutcome Meet(string what) => Add(_met, what);

    private PolicyOutcome Add(List<string> list, string what)
    {
        if (!list.Contains(what))
            list.Add(what);
        return this;
    }

    private static string Join(List<string> items) => items.Count <= MaxItems
        ? string.Join("; ", items)
        : $"{string.Join("; ", items.Take(MaxItems))}; and {ReportText.Number(items.Count - MaxItems)} more";
}
