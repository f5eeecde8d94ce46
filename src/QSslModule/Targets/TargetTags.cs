using System.Globalization;
using System.Management.Automation;
using System.Net;

namespace QSslModule;

/// <summary>What a row of a list says beside its host, such as Owner and Site: it is carried into the report.</summary>
internal static class TargetTags
{
    /// <summary>A report is read by people: no cell of a list is longer than that there.</summary>
    private const int MaxLength = 1000;

    private const string Prefix = "Tags.";

    /// <summary>Parts of names of columns that hold secrets, which a report must not spread.</summary>
    private static readonly string[] s_secrets = ["password", "passphrase", "pwd", "secret", "token", "credential", "apikey", "privatekey"];

    /// <summary>No tags.</summary>
    public static IReadOnlyDictionary<string, string> None { get; } = Make();

    /// <summary>The tags of what was given as a target.</summary>
    /// <param name="input">A row, a report, or anything else, which has none.</param>
    public static IReadOnlyDictionary<string, string> Of(object? input)
    {
        if (input is null)
            return None;
        PSObject item = PSObject.AsPSObject(input);
        if (item.BaseObject is SslHostReport report)
            return report.Tags;
        if (item.BaseObject is not PSCustomObject)
            return None;
        string? host = TargetColumns.HostsOf(item).FirstOrDefault(name => TargetParser.TextOf(input, name) is not null);
        bool isReport = IsReport(item);
        SortedDictionary<string, string> tags = Make();
        if (isReport && new ReportBag(input).Tags(nameof(SslHostReport.Tags)) is { } told)
            Add(tags, told);
        foreach (PSPropertyInfo property in item.Properties)
        {
            if (property.Name.Equals(host, StringComparison.OrdinalIgnoreCase) || TargetColumns.IsTerm(property.Name)
                || (isReport && IsField(property.Name)) || IsHidden(property.Name))
                continue;
            string name = isReport && property.Name.StartsWith(Prefix, StringComparison.Ordinal)
                ? property.Name[Prefix.Length..]
                : property.Name;
            if (TextOf(property) is { Length: > 0 } text && !text.Contains("-----BEGIN ", StringComparison.Ordinal))
                tags[ReportText.Clean(name)] = Shown(text);
        }
        return tags;
    }

    /// <summary>The name of the column of a tag, where the columns of reports are others.</summary>
    public static string ColumnOf(string tag) => IsField(tag) ? Prefix + tag : tag;

    /// <summary>Tags by their names, in the order of these.</summary>
    public static IReadOnlyDictionary<string, string> Read(IEnumerable<KeyValuePair<string, string>> tags)
    {
        SortedDictionary<string, string> read = Make();
        foreach ((string name, string value) in tags)
            read[ReportText.Clean(name)] = Shown(value);
        return read;
    }

    /// <summary>The tags of two rows about the same host: where they say different things, both are kept.</summary>
    public static IReadOnlyDictionary<string, string> Merge(
        IReadOnlyDictionary<string, string> first, IReadOnlyDictionary<string, string> second)
    {
        SortedDictionary<string, string> merged = Make();
        Add(merged, first);
        foreach ((string name, string value) in second)
        {
            if (!merged.TryGetValue(name, out string? other))
                merged[name] = value;
            else if (!other.Split("; ").Contains(value))
                merged[name] = Shown($"{other}; {value}");
        }
        return merged;
    }

    /// <summary>The names of the tags of reports, each once.</summary>
    public static string[] NamesIn(IEnumerable<SslHostReport> reports) =>
        [.. new SortedSet<string>(reports.SelectMany(report => report.Tags.Keys), StringComparer.OrdinalIgnoreCase)];

    private static SortedDictionary<string, string> Make() => new(StringComparer.OrdinalIgnoreCase);

    private static void Add(SortedDictionary<string, string> tags, IEnumerable<KeyValuePair<string, string>> more)
    {
        foreach ((string name, string value) in more)
            tags[name] = value;
    }

    private static string Shown(string text) => ReportText.Shorten(ReportText.Clean(text), MaxLength);

    /// <summary>A row of an earlier run, whose other columns are what was found then.</summary>
    private static bool IsReport(PSObject item) => item.Properties[nameof(SslHostReport.Target)] is not null
        && item.Properties[nameof(SslHostReport.Status)] is not null && item.Properties[nameof(SslHostReport.Timestamp)] is not null;

    private static bool IsField(string name) => name.Equals("TotalMilliseconds", StringComparison.OrdinalIgnoreCase)
        || ReportFields.OfReport.Any(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What remoting and providers add to objects, and what may be a secret.</summary>
    private static bool IsHidden(string name) => name is "RunspaceId" or "" || name.StartsWith("PS", StringComparison.Ordinal)
        || s_secrets.Any(word => string.Concat(name.Where(char.IsLetterOrDigit)).Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string? TextOf(PSPropertyInfo property)
    {
        try
        {
            return (property.Value is PSObject wrapped ? wrapped.BaseObject : property.Value) switch
            {
                string text => text.Trim(),
                DateTime time => time.ToString("o", CultureInfo.InvariantCulture),
                IPAddress or Uri or Guid or Enum => $"{property.Value}",
                IFormattable number when number.GetType().IsPrimitive || number is decimal =>
                    number.ToString(null, CultureInfo.InvariantCulture),
                bool flag => flag.ToString(),
                _ => null,
            };
        }
        catch (GetValueException)
        {
            return null;
        }
    }
}
