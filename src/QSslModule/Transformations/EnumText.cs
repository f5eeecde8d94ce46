using System.Management.Automation;

namespace QSslModule;

/// <summary>
/// Texts with several names of an enumeration. PowerShell adds up the numbers of the names: 'A,B' becomes a third value, which was not
/// named. A script that pwsh -File runs gets a list as such a text.
/// </summary>
internal static class EnumText
{
    /// <summary>Whether a type is an enumeration whose values exclude each other.</summary>
    public static bool IsExclusive(Type type) => type.IsEnum && !type.IsDefined(typeof(FlagsAttribute), inherit: false);

    /// <summary>Whether a value is a text with several names.</summary>
    public static bool IsSeveral(object? value) => Bare(value) is string text && text.Contains(',', StringComparison.Ordinal);

    /// <summary>Returns a list in which each name stands alone; a value without such texts as it is.</summary>
    public static object? Apart(object? value)
    {
        object?[] items = LanguagePrimitives.GetEnumerable(value) is { } list ? [.. list.Cast<object?>()] : [value];
        return items.Any(IsSeveral) ? items.SelectMany(Split).ToArray() : value;
    }

    private static IEnumerable<object?> Split(object? value) =>
        IsSeveral(value) ? ((string)Bare(value)!).Split(',', StringSplitOptions.TrimEntries) : [value];

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
