using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace QSslModule;

/// <summary>The properties of an object that may be a report or a part of one, whatever its source. This class cleans the texts for
/// every format.</summary>
/// <param name="item">The object.</param>
internal sealed class ReportBag(object item)
{
    private readonly PSObject _item = PSObject.AsPSObject(item);
    private readonly HashSet<string> _unreadable = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The properties that were asked for and whose getters have failed.</summary>
    public IEnumerable<string> Unreadable => _unreadable;

    public bool Has(string name) => _item.Properties[name] is not null;

    /// <summary>Returns a property as a value of the type of the field, or null if the property has no such value.</summary>
    /// <exception cref="NotSupportedException">A field cannot have that type.</exception>
    public object? Read(string name, Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(string) => Text(name),
        var t when t == typeof(string[]) => Texts(name),
        var t when t == typeof(SslTextList) => new SslTextList(Texts(name)),
        var t when t == typeof(double) => Number(name),
        var t when t == typeof(int) => Whole(name),
        var t when t == typeof(bool) => Text(name).Equals(bool.TrueString, StringComparison.OrdinalIgnoreCase),
        var t when t == typeof(DateTime) => Time(name),
        var t when t == typeof(SslReportTimings) => Part(Value(name), new SslReportTimings()),
        var t when t == typeof(SslReportList<SslReportCertificate>) =>
            new SslReportList<SslReportCertificate>([.. Items(name).Select(Certificate)]),
        var t when t == typeof(SslReportList<SslReportTrustStore>) =>
            new SslReportList<SslReportTrustStore>([.. Items(name).Select(Store).OfType<SslReportTrustStore>()]),
        var t when t == typeof(SslReportList<SslReportFinding>) =>
            new SslReportList<SslReportFinding>([.. Items(name).Select(Finding).OfType<SslReportFinding>()]),
        var t when t == typeof(long) => Number(name) is { } number ? (long)Math.Clamp(number, long.MinValue, long.MaxValue) : null,
        var t when t == typeof(TimeSpan) => Span(name),
        var t when t == typeof(SslReportList<SslPolicyVerdict>) =>
            new SslReportList<SslPolicyVerdict>([.. Items(name).Select(Verdict).OfType<SslPolicyVerdict>()]),
        var t when RecordFields.IsRecord(t) => Value(name) is { } item ? RecordFields.Read(t, item) : null,
        { IsArray: true } t when RecordFields.IsRecord(t.GetElementType()!) => RecordFields.ReadAll(t.GetElementType()!, Items(name)),
        var t when t == typeof(IReadOnlyDictionary<string, string>) => Tags(name),
        _ => throw new NotSupportedException($"A report has no fields of the type {type}."),
    };

    public string Text(string name) => Value(name) is { } value ? AsText(value) : "";

    public double? Number(string name) =>
        Value(name) is { } value and not ""
            && LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : null;

    public DateTime? Time(string name) => Value(name) switch
    {
        DateTime { Kind: DateTimeKind.Local } local => local.ToUniversalTime(),
        DateTime time => DateTime.SpecifyKind(time, DateTimeKind.Utc),
        DateTimeOffset time => time.UtcDateTime,
        string text when DateTime.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime time) =>
                time,
        _ => null,
    };

    /// <summary>Reads a duration: a TimeSpan, its form in JSON, or an object with its ticks.</summary>
    private TimeSpan? Span(string name) => Value(name) switch
    {
        TimeSpan span => span,
        string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) => span,
        not (null or string) and var item when new ReportBag(item).Number("Ticks") is { } ticks and > long.MinValue and < long.MaxValue =>
            TimeSpan.FromTicks((long)ticks),
        _ => null,
    };

    /// <summary>Reads names and texts from a table, or from the properties of an object.</summary>
    public IReadOnlyDictionary<string, string>? Tags(string name) => Value(name) switch
    {
        IDictionary table => TargetTags.Read(table.Keys.Cast<object>()
            .Select(key => KeyValuePair.Create($"{key}", table[key] is { } value ? AsText(value) : ""))),
        PSObject bag => TargetTags.Read(bag.Properties.Where(property => property is PSNoteProperty)
            .Select(property => KeyValuePair.Create(property.Name, property.Value is { } value ? AsText(value) : ""))),
        _ => null,
    };

    public IEnumerable<object> Items(string name) => Value(name) switch
    {
        null or "" => [],
        IEnumerable many and not string and not IDictionary => many.Cast<object?>().Select(KeepBag).OfType<object>(),
        var one => [one],
    };

    /// <summary>How many items a property has, those that are null included.</summary>
    public int CountOf(string name) => Value(name) switch
    {
        null or "" => 0,
        IEnumerable many and not string and not IDictionary => many.Cast<object?>().Count(),
        _ => 1,
    };

    private string[] Texts(string name) => [.. Items(name).Select(AsText)];

    private int? Whole(string name) => Number(name) is { } number ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    private object? Value(string name)
    {
        try
        {
            return Unwrap(_item.Properties[name]?.Value);
        }
        catch (GetValueException)
        {
            _unreadable.Add(name);
            return null;
        }
    }

    private static T Part<T>(object? item, T part)
        where T : class
    {
        if (item is not (null or string))
            ReportFields.Fill(part, new(item));
        return part;
    }

    // ConvertTo-Json writes an object beyond its depth as text.
    private static SslReportCertificate Certificate(object item) => item is string subject
        ? new() { Subject = ReportText.Clean(subject) }
        : Part(item, new SslReportCertificate());

    private static SslReportFinding? Finding(object item)
    {
        if (item is string)
            return null;
        ReportBag bag = new(item);
        string severity = bag.Text("Severity").Equals(ReportStatus.Warning, StringComparison.OrdinalIgnoreCase)
            ? ReportStatus.Warning
            : ReportStatus.Critical;
        return bag.Text("Code") is { Length: > 0 } code ? new() { Code = code, Severity = severity, Message = bag.Text("Message") } : null;
    }

    private static SslReportTrustStore? Store(object item)
    {
        if (item is string)
            return null;
        ReportBag bag = new(item);
        return bag.Text("Name") is { Length: > 0 } name
            ? new() { Name = name, IsTrusted = bag.Read("IsTrusted", typeof(bool)) is true, Errors = bag.Texts("Errors") }
            : null;
    }

    private static SslPolicyVerdict? Verdict(object item)
    {
        if (item is string)
            return null;
        SslPolicyVerdict verdict = Part(item, new SslPolicyVerdict());
        // A status that is not known does not count as good.
        if (!PolicyStatus.All.Contains(verdict.Status))
            verdict.Status = PolicyStatus.Unknown;
        return verdict.RuleId.Length > 0 ? verdict : null;
    }

    private static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped
        ? wrapped.BaseObject
        : value;

    /// <summary>Keeps the wrapper of a deserialized object, because the wrapper holds the properties. Only texts are unwrapped.</summary>
    private static object? KeepBag(object? value) => Unwrap(value) is string text ? text : value;

    private static string AsText(object value) => ReportText.Clean(Convert.ToString(Unwrap(value), CultureInfo.InvariantCulture) ?? "");
}
