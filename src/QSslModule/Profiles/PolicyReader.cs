using System.Text.Json;
using System.Text.RegularExpressions;
using QSslCore;

namespace QSslModule;

/// <summary>Reads a policy from JSON. All of it is understood, or none: a rule that was skipped would be a rule that is met.</summary>
internal static partial class PolicyReader
{
    private const int MaxDepth = 8;

    private static readonly string[] s_policyMembers =
        ["$schema", "id", "title", "version", "date", "source", "extends", "remove", "rules"];

    private static readonly string[] s_ruleMembers =
    [
        "id", "severity", "title", "advice", "check", "allowed", "forbidden", "required", "requiredAny", "faults", "versions", "keys",
        "value", "minimum", "maximum",
    ];

    private static readonly string[] s_severities = [ReportStatus.Critical, ReportStatus.Warning];

    private static readonly JsonDocumentOptions s_options = new()
    {
        MaxDepth = MaxDepth,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>What was read, before it is joined with what it extends.</summary>
    /// <param name="Policy">The policy with its own rules.</param>
    /// <param name="Removed">The ids of rules that it leaves out.</param>
    internal sealed record Draft(SslPolicy Policy, string[] Removed);

    /// <exception cref="PolicyException">It is no policy.</exception>
    public static Draft Read(ReadOnlyMemory<byte> json, string path)
    {
        // Editors of Windows write a mark before UTF-8, which is no JSON.
        if (json.Span.StartsWith("\uFEFF"u8))
            json = json[3..];
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, s_options);
            return ReadPolicy(new(document.RootElement, ""), path);
        }
        catch (JsonException e)
        {
            string place = e.LineNumber is { } line ? $"line {line + 1}, byte {e.BytePositionInLine + 1}" : "";
            // Without the cause, which repeats what it met: that may be a key that was given for a policy.
            throw new PolicyException(place, Explain(e));
        }
    }

    /// <summary>The parser's message in words that repeat nothing of the file.</summary>
    private static string Explain(JsonException e) =>
        e.Message.Contains("depth", StringComparison.OrdinalIgnoreCase) ? $"It is nested more than {MaxDepth} levels deep."
        : e.Message.Contains("uplicate", StringComparison.Ordinal) ? "A member is there twice."
        : "It is not valid JSON.";

    private static Draft ReadPolicy(PolicyElement element, string path)
    {
        Dictionary<string, PolicyElement> members = element.Members(s_policyMembers);
        string id = Id(Required(members, "id"));
        string title = Required(members, "title").Text();
        SslPolicyRule[] rules = [.. Required(members, "rules").Items().Select(ReadRule)];
        if (rules.GroupBy(rule => rule.Id, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new PolicyException("rules", $"Two rules have the id '{PolicyElement.Shown(twice.Key)}'.");
        string extended = Optional(members, "extends");
        string[] removed = members.TryGetValue("remove", out PolicyElement list) ? list.Texts() : [];
        if (removed.Length > 0 && extended.Length == 0)
            throw new PolicyException("remove", "Rules are removed from the policy that is extended, and none is.");
        if (rules.Length == 0 && extended.Length == 0)
            throw new PolicyException("rules", "There is no rule: every host would follow this policy.");
        SslPolicy policy = new()
        {
            Id = id,
            Title = title,
            Version = Optional(members, "version"),
            Date = members.TryGetValue("date", out PolicyElement date) ? Date(date) : "",
            Source = Optional(members, "source"),
            Extends = extended,
            Path = path,
            Rules = rules,
        };
        return new(policy, removed);
    }

    private static SslPolicyRule ReadRule(PolicyElement element)
    {
        Dictionary<string, PolicyElement> members = element.Members(s_ruleMembers);
        PolicyElement kind = Required(members, "check", element.Place);
        PolicyCheck check = PolicyChecks.Find(kind.OneOf([.. PolicyChecks.Names]));
        string[] conditions = [.. members.Keys.Intersect(check.Members)];
        if (conditions.Length == 0)
        {
            throw new PolicyException(element.Place,
                $"Nothing says what must hold: {check.Name} needs {string.Join(" or ", check.Members)}.");
        }
        foreach (string name in members.Keys.Except(["id", "severity", "title", "advice", "check"]))
        {
            if (!check.Members.Contains(name) && !check.Scopes.Contains(name))
            {
                throw new PolicyException(members[name].Place,
                    $"{check.Name} does not use this; it uses {string.Join(", ", check.Members.Concat(check.Scopes))}.");
            }
        }
        return new()
        {
            Id = RuleId(Required(members, "id", element.Place)),
            Severity = Required(members, "severity", element.Place).OneOf(s_severities),
            Title = Required(members, "title", element.Place).Text(),
            Advice = Required(members, "advice", element.Place).Text(),
            Check = check.Name,
            Allowed = Names("allowed"),
            Forbidden = Names("forbidden"),
            Required = Names("required"),
            RequiredAny = Names("requiredAny"),
            Faults = List("faults", PolicyChecks.SuiteFaults),
            Versions = List("versions", PolicyChecks.ProtocolNames()),
            Keys = List("keys", null),
            Value = members.TryGetValue("value", out PolicyElement value) ? value.OneOf(check.Values) : "",
            Minimum = members.TryGetValue("minimum", out PolicyElement minimum) ? minimum.Number() : null,
            Maximum = members.TryGetValue("maximum", out PolicyElement maximum) ? maximum.Number() : null,
        };

        string[] Names(string name) => List(name, check.Names?.Invoke());

        // A name with a slip in it would be one that no host has: a rule that forbids it is met by all.
        string[] List(string name, IReadOnlyCollection<string>? known)
        {
            if (!members.TryGetValue(name, out PolicyElement list))
                return [];
            string[] texts = list.Texts();
            if (known is not null && Array.Find(texts, text => !known.Any(one => NameSet.IsMatch(text, one))) is { } unknown)
                throw new PolicyException(list.Place, $"'{PolicyElement.Shown(unknown)}' is not a name that {check.Name} knows.");
            return texts;
        }
    }

    private static PolicyElement Required(Dictionary<string, PolicyElement> members, string name, string place = "") =>
        members.TryGetValue(name, out PolicyElement member)
            ? member
            : throw new PolicyException(place, $"The member '{name}' is missing.");

    private static string Optional(Dictionary<string, PolicyElement> members, string name) =>
        members.TryGetValue(name, out PolicyElement member) ? member.Text() : "";

    private static string Id(PolicyElement element) => IdPattern().IsMatch(element.Text())
        ? element.Text()
        : throw new PolicyException(element.Place,
            "An id begins with a letter, and has letters, digits, dots, hyphens and underscores, 100 at most.");

    /// <summary>A code that the module has itself would give a rule other words and another advice.</summary>
    private static string RuleId(PolicyElement element) => FindingRules.IsOwn(Id(element))
        ? throw new PolicyException(element.Place, $"'{element.Text()}' is a code of the module's own: choose another id.")
        : Id(element);

    private static string Date(PolicyElement element) => DatePattern().IsMatch(element.Text())
        ? element.Text()
        : throw new PolicyException(element.Place, "A date is yyyy, yyyy-MM or yyyy-MM-dd.");

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"\A[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?\z")]
    private static partial Regex DatePattern();
}
