using System.Collections;
using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Properties as they may be shown: what QSslModule.Types.ps1xml gives as the hidden SslShown of a property. The views read through it,
/// so that no text of a peer can steer the terminal; the properties themselves stay as they are.
/// </summary>
public static class VisibleView
{
    /// <summary>
    /// The value of a property. Texts, and all that is shown as its text, come with what cannot be seen written out as <c>\XX</c>;
    /// numbers, times and the like as they are; a list as an array of such values. Never throws.
    /// </summary>
    /// <param name="property">The property (<see cref="PSPropertyInfo"/>), of an object or of what was deserialized of one.</param>
    /// <returns>The value; null for what is no property or cannot be read.</returns>
    public static object? Of(PSObject? property)
    {
        try
        {
            return property?.BaseObject is PSPropertyInfo { IsGettable: true } info ? Visible(info.Value) : null;
        }
        catch (Exception e) when (e is ExtendedTypeSystemException or PSInvalidCastException)
        {
            // As a view has it that reads a property by its name.
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
        // Of what was deserialized, only the wrapper knows the text.
        _ => VisibleText.Of($"{value}"),
    };
}
