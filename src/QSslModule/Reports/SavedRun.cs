using System.Management.Automation;
using System.Runtime.Serialization;
using System.Text.Json;
using System.Xml;

namespace QSslModule;

/// <summary>Reports in a file: JSON from ConvertTo-SslReport or ConvertTo-Json, or CLIXML from Export-Clixml.</summary>
internal static class SavedRun
{
    /// <exception cref="MaterialException">The file does not exist, or it contains neither format.</exception>
    public static IEnumerable<object> Read(string file, object target)
    {
        try
        {
            string text = File.ReadAllText(file).TrimStart();
            if (text.StartsWith('<'))
                return Flatten(PSSerializer.Deserialize(text));
            using JsonDocument json = JsonDocument.Parse(text, new() { AllowTrailingCommas = true });
            return Flatten(FromJson(json.RootElement));
        }
        catch (Exception e) when (e is JsonException or XmlException or InvalidOperationException or ArgumentException or FormatException
            or SerializationException)
        {
            throw new MaterialException(ReportErrors.NeitherJsonNorXml(target, file, e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MaterialException(ReportErrors.FileUnreadable(target, file, e));
        }
    }

    private static IEnumerable<object> Flatten(object? value) => value switch
    {
        null => [],
        object[] many => many.SelectMany(Flatten),
        PSObject { BaseObject: System.Collections.IEnumerable many and not string } => many.Cast<object?>().SelectMany(Flatten),
        _ => [value],
    };

    private static object? FromJson(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                PSObject bag = new();
                // If two properties have the same name, the last one counts, as in other JSON readers.
                foreach (IGrouping<string, JsonProperty> same in element.EnumerateObject()
                    .GroupBy(property => property.Name, StringComparer.OrdinalIgnoreCase))
                {
                    if (same.Key.Length > 0)
                        bag.Properties.Add(new PSNoteProperty(same.Key, FromJson(same.Last().Value)));
                }
                return bag;
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(FromJson).ToArray();
            case JsonValueKind.Number:
                return element.GetDouble();
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.True or JsonValueKind.False:
                return element.GetBoolean();
            default:
                return null;
        }
    }
}
