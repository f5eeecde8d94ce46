using System.Reflection;
using QSslCore;

namespace QSslModule;

/// <summary>Reads the records of a profile by their properties, wherever the objects come from, as <see cref="ReportFields"/> does with a
/// report.</summary>
internal static class RecordFields
{
    private static readonly Dictionary<Type, PropertyInfo[]> s_fields = typeof(SslHostProfile).Assembly.GetExportedTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false, Namespace: nameof(QSslCore) }
            && (type == typeof(SslHostProfile) || type.Name.StartsWith("SslProfile", StringComparison.Ordinal)))
        .ToDictionary(type => type, type => type.GetProperties().Where(field => field.CanWrite).ToArray());

    /// <summary>Whether a type is a part of a profile, or a profile.</summary>
    public static bool IsRecord(Type type) => s_fields.ContainsKey(type);

    /// <summary>The record that an object is; null for a text, which is what lay too deep for ConvertTo-Json.</summary>
    public static object? Read(Type type, object item)
    {
        if (item is string)
            return null;
        ReportBag bag = new(item);
        object record = Activator.CreateInstance(type)!;
        foreach (PropertyInfo field in s_fields[type])
        {
            if (bag.Read(field.Name, field.PropertyType) is { } value)
                field.SetValue(record, value);
        }
        return record;
    }

    /// <summary>An array of records.</summary>
    public static Array ReadAll(Type type, IEnumerable<object> items)
    {
        object[] records = [.. items.Select(item => Read(type, item)).OfType<object>()];
        Array array = Array.CreateInstance(type, records.Length);
        records.CopyTo(array, 0);
        return array;
    }

    /// <summary>The profile that an object is; null when it is none.</summary>
    public static SslHostProfile? ReadProfile(object? item)
    {
        if (item is null or string)
            return null;
        ReportBag bag = new(item);
        return bag.Has(nameof(SslHostProfile.Protocols)) && bag.Has(nameof(SslHostProfile.Sections))
            ? (SslHostProfile?)Read(typeof(SslHostProfile), item)
            : null;
    }
}
