using System.IO.Enumeration;

namespace QSslModule;

/// <summary>Holds the names that a host has against the lists of a rule. Upper and lower case are the same; * and ? are
/// wildcards.</summary>
internal static class NameSet
{
    private const int MaxNames = 6;

    /// <param name="rule">The rule.</param>
    /// <param name="seen">What the host has.</param>
    /// <param name="gaps">Why there may be more than was seen; empty where all is known.</param>
    /// <param name="verb">What the host does with them, such as accepts.</param>
    /// <param name="outcome">What is added to.</param>
    public static PolicyOutcome Judge(
        SslPolicyRule rule, IReadOnlyCollection<string> seen, IReadOnlyCollection<string> gaps, string verb, PolicyOutcome? outcome = null)
    {
        outcome ??= new();
        // What has no name is on no list, and need not be good for that.
        if (seen.Contains(""))
        {
            seen = [.. seen.Where(name => name.Length > 0)];
            gaps = [.. gaps, "of one of them nothing is known"];
        }
        string[] bad = [.. seen.Where(name => (rule.Allowed.Length > 0 && !Has(rule.Allowed, name)) || Has(rule.Forbidden, name))];
        if (bad.Length > 0)
            outcome.Break($"the host {verb} {Summary(bad)}");
        foreach (string name in rule.Required.Where(name => !seen.Any(one => IsMatch(name, one))))
            Miss(outcome, $"the host does not {Infinitive(verb)} {name}", gaps);
        if (rule.RequiredAny.Length > 0 && !seen.Any(name => Has(rule.RequiredAny, name)))
            Miss(outcome, $"the host {verb} none of {string.Join(", ", rule.RequiredAny)}", gaps);
        // Something else may be there that was not seen.
        if (rule.Allowed.Length > 0 || rule.Forbidden.Length > 0)
            outcome.DoubtAll(gaps);
        return seen.Count > 0 ? outcome.Meet($"the host {verb} {Summary(seen)}") : outcome;
    }

    /// <summary>Whether a name is in a list.</summary>
    public static bool Has(string[] list, string name) => list.Any(pattern => IsMatch(pattern, name));

    /// <summary>Whether a name fits a pattern.</summary>
    public static bool IsMatch(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true);

    /// <summary>Some names, and how many more there are.</summary>
    public static string Summary(IReadOnlyCollection<string> names) => names.Count <= MaxNames
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(MaxNames))} and {ReportText.Number(names.Count - MaxNames)} more";

    private static void Miss(PolicyOutcome outcome, string what, IReadOnlyCollection<string> gaps)
    {
        if (gaps.Count == 0)
            outcome.Break(what);
        else
            outcome.DoubtAll(gaps);
    }

    private static string Infinitive(string verb) => verb.Split(' ', 2) switch
    {
        ["has", var rest] => $"have {rest}",
        [var word, var rest] => $"{word.TrimEnd('s')} {rest}",
        _ => verb.TrimEnd('s'),
    };
}
