using System.Reflection;
using QSslCore;

namespace QSslModule;

/// <summary>Reads the records of a profile by their properties, whatever the source of the objects. <see cref="ReportFields"/> does the
/// same for a report.</summary>
internal static class RecordFields
{
    private static readonly Dictionary<Type, PropertyInfo[]> s_fields = typeof(SslHostProfile).Assembly.GetExportedTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false, Namespace: nameof(QSslCore) }
            && (type == typeof(SslHostProfile) || type.Name.StartsWith("SslProfile", StringComparison.Ordinal)))
        .ToDictionary(type => type, type => type.GetProperties().Where(field => field.CanWrite).ToArray());

    /// <summary>Determines whether a type is a profile or a part of one.</summary>
    public static bool IsRecord(Type type) => s_fields.ContainsKey(type);

    /// <summary>Returns the object as a record, or null for a text: ConvertTo-Json writes an object beyond its depth as text.</summary>
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

    /// <summary>Returns the items as an array of records.</summary>
    public static Array ReadAll(Type type, IEnumerable<object> items)
    {
        object[] records = [.. items.Select(item => Read(type, item)).OfType<object>()];
        Array array = Array.CreateInstance(type, records.Length);
        records.CopyTo(array, 0);
        return array;
    }

    /// <summary>Returns the object as a profile, or null if it is not a profile.</summary>
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
