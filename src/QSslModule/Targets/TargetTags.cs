using System.Globalization;
using System.Management.Automation;
using System.Net;

namespace QSslModule;

/// <summary>The other columns of a host in a list, such as Owner and Site. The report contains them.</summary>
internal static class TargetTags
{
    /// <summary>The maximum length of a tag in a report, because people read reports.</summary>
    private const int MaxLength = 1000;

    private const string Prefix = "Tags.";

    /// <summary>Parts of column names that indicate a secret, which a report must not contain.</summary>
    private static readonly string[] s_secrets = ["password", "passphrase", "pwd", "secret", "token", "credential", "apikey", "privatekey"];

    /// <summary>No tags.</summary>
    public static IReadOnlyDictionary<string, string> None { get; } = new TagTable();

    /// <summary>Returns the tags of a target.</summary>
    /// <param name="input">A row, a report, or another object, which has no tags.</param>
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
        TagTable tags = [];
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

    /// <summary>Returns the column of a tag. Its name must differ from the other columns of a report.</summary>
    public static string ColumnOf(string tag) => IsField(tag) ? Prefix + tag : tag;

    /// <summary>Returns the tags ordered by name.</summary>
    public static IReadOnlyDictionary<string, string> Read(IEnumerable<KeyValuePair<string, string>> tags)
    {
        TagTable read = [];
        foreach ((string name, string value) in tags)
            read[ReportText.Clean(name)] = Shown(value);
        return read;
    }

    /// <summary>Merges the tags of two rows about the same host. If their values differ, both are kept.</summary>
    public static IReadOnlyDictionary<string, string> Merge(
        IReadOnlyDictionary<string, string> first, IReadOnlyDictionary<string, string> second)
    {
        TagTable merged = [];
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

    /// <summary>Returns the names of the tags of reports, each once.</summary>
    public static string[] NamesIn(IEnumerable<SslHostReport> reports) =>
        [.. new SortedSet<string>(reports.SelectMany(report => report.Tags.Keys), StringComparer.OrdinalIgnoreCase)];

    private static void Add(TagTable tags, IEnumerable<KeyValuePair<string, string>> more)
    {
        foreach ((string name, string value) in more)
            tags[name] = value;
    }

    private static string Shown(string text) => ReportText.Shorten(ReportText.Clean(text), MaxLength);

    /// <summary>Determines whether a row is a report of an earlier run. Its other columns are results and not tags.</summary>
    private static bool IsReport(PSObject item) => item.Properties[nameof(SslHostReport.Target)] is not null
        && item.Properties[nameof(SslHostReport.Status)] is not null && item.Properties[nameof(SslHostReport.Timestamp)] is not null;

    private static bool IsField(string name) => name.Equals("TotalMilliseconds", StringComparison.OrdinalIgnoreCase)
        || ReportFields.OfReport.Any(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Determines whether remoting or a provider added the property, or whether it may be a secret.</summary>
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
