using System.Collections;
using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Returns the values of properties for display. QSslModule.Types.ps1xml exposes it as the hidden SslShown of a property. The views read
/// values through it, so that no text of a peer can control the terminal. The properties themselves do not change.
/// </summary>
public static class VisibleView
{
    /// <summary>
    /// Returns the value of a property. In texts, and in values that are displayed as text, invisible characters are written out as
    /// <c>\XX</c>. Numbers, times and similar values do not change. A list becomes an array of such values. Never throws.
    /// </summary>
    /// <param name="property">The property (<see cref="PSPropertyInfo"/>) of an object, or of a deserialized object.</param>
    /// <returns>The value; null if the argument is not a property or cannot be read.</returns>
    public static object? Of(PSObject? property)
    {
        try
        {
            return property?.BaseObject is PSPropertyInfo { IsGettable: true } info ? Visible(info.Value) : null;
        }
        catch (Exception e) when (e is ExtendedTypeSystemException or PSInvalidCastException)
        {
            // A view that reads a property by its name does the same.
            return null;
        }
    }

    private static object? Visible(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => null,
        string text => VisibleText.Of(text),
        bool or Enum or DateTime or DateTimeOffset or TimeSpan or Guid or decimal => value,
        IFormattable number when number.GetType().IsPrimitive => value,
        IEnumerable items => items.Cast<object?>().Select(Visible).ToArray(),
        // Only the wrapper of a deserialized object has its text.
        _ => VisibleText.Of($"{value}"),
    };
}
