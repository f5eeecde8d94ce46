using System.Globalization;
using System.Text.Json;
using QSslCore;

namespace QSslModule;

/// <summary>An element of a policy's JSON with its place, read strictly: another type or a strange value is an error, never
/// nothing.</summary>
/// <param name="Json">The element.</param>
/// <param name="Place">Where it is, such as rules[2].severity.</param>
internal readonly record struct PolicyElement(JsonElement Json, string Place)
{
    private const int MaxItems = 1000;
    private const int MaxText = 2000;

    /// <exception cref="PolicyException">It is no object, or has other members.</exception>
    public Dictionary<string, PolicyElement> Members(IReadOnlyCollection<string> known)
    {
        Expect(JsonValueKind.Object, "an object");
        Dictionary<string, PolicyElement> members = new(StringComparer.Ordinal);
        foreach (JsonProperty member in Json.EnumerateObject())
        {
            string place = Place.Length > 0 ? $"{Place}.{Shown(member.Name)}" : Shown(member.Name);
            if (!known.Contains(member.Name))
                throw new PolicyException(place, $"There is no such member; known are {string.Join(", ", known)}.");
            members.Add(member.Name, new(member.Value, place));
        }
        return members;
    }

    /// <exception cref="PolicyException">It is no array, or has too many items.</exception>
    public PolicyElement[] Items()
    {
        Expect(JsonValueKind.Array, "an array");
        if (Json.GetArrayLength() > MaxItems)
            throw new PolicyException(Place, $"There are {Json.GetArrayLength()} items, and {MaxItems} at most are allowed.");
        string place = Place;
        return [.. Json.EnumerateArray().Select((item, i) => new PolicyElement(item, string.Create(CultureInfo.InvariantCulture,
            $"{place}[{i}]")))];
    }

    /// <exception cref="PolicyException">It is no array of texts, is empty, or names something twice.</exception>
    public string[] Texts()
    {
        string[] texts = [.. Items().Select(item => item.Text())];
        if (texts.Length == 0)
            throw new PolicyException(Place, "The list is empty: leave it out, or name something.");
        string? twice = texts.GroupBy(text => text, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1)?.Key;
        return twice is null ? texts : throw new PolicyException(Place, $"'{Shown(twice)}' is there twice.");
    }

    /// <exception cref="PolicyException">It is no text, is blank or too long, or has characters that cannot be seen.</exception>
    public string Text()
    {
        Expect(JsonValueKind.String, "a text");
        string text;
        try
        {
            text = Json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new PolicyException(Place, "The text is not valid Unicode.");
        }
        if (string.IsNullOrWhiteSpace(text))
            throw new PolicyException(Place, "The text is empty.");
        if (text.Length > MaxText)
            throw new PolicyException(Place, $"The text has {text.Length} characters, and {MaxText} at most are allowed.");
        return VisibleText.Of(text) == text ? text : throw new PolicyException(Place, "The text has characters that cannot be seen.");
    }

    /// <exception cref="PolicyException">It is no whole number, or negative.</exception>
    public long Number()
    {
        Expect(JsonValueKind.Number, "a number");
        return Json.TryGetInt64(out long number) && number is >= 0 and <= uint.MaxValue
            ? number
            : throw new PolicyException(Place, $"The number must be a whole one from 0 to {uint.MaxValue}.");
    }

    /// <summary>A text that is one of a few.</summary>
    /// <exception cref="PolicyException">It is none of them.</exception>
    public string OneOf(IReadOnlyCollection<string> known)
    {
        string text = Text();
        return known.Contains(text)
            ? text
            : throw new PolicyException(Place, $"'{Shown(text)}' is not known here; use one of {string.Join(", ", known)}.");
    }

    /// <summary>What was given, short.</summary>
    public static string Shown(string text) => InputEcho.Of(ReportText.Shorten(text, 80));

    private void Expect(JsonValueKind kind, string what)
    {
        if (Json.ValueKind != kind)
            throw new PolicyException(Place, $"This must be {what}, and is {Describe(Json.ValueKind)}.");
    }

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };
}
