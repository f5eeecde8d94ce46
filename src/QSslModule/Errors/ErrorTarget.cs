using System.Collections;
using System.Management.Automation;
using System.Security;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Returns what an error may keep as its target. Errors are shown, logged and kept in $Error, so they must not contain secrets.
/// </summary>
internal static class ErrorTarget
{
    public static object? Of(object? target) => (target is PSObject wrapped ? wrapped.BaseObject : target) switch
    {
        string text => InputEcho.OfPath(text),
        Uri { IsAbsoluteUri: true, UserInfo.Length: > 0 } uri => InputEcho.Of(uri.OriginalString),
        byte[] or SecureString or PSCredential or IDictionary => null,
        string[] texts => texts.Select(InputEcho.OfPath).ToArray(),
        PSCustomObject => Visible((PSObject)target!),
        object[] items => items.Select(Of).ToArray(),
        _ => target,
    };

    /// <summary>Returns the type of an input that cannot be used, for messages. The contents of the input may be secret.</summary>
    public static string TypeName(object target) => (target is PSObject wrapped ? wrapped.BaseObject : target).GetType().Name;

    /// <summary>Returns an object of the caller, which Get-Error shows with all its texts. If the texts could control the terminal, returns
    /// a copy.</summary>
    private static PSObject Visible(PSObject item)
    {
        PSObject copy = new();
        bool isSame = true;
        foreach (PSNoteProperty property in item.Properties.OfType<PSNoteProperty>())
        {
            object? value = property.Value is string text ? VisibleText.Of(text) : property.Value;
            isSame &= value is not string || value.Equals(property.Value);
            copy.Properties.Add(new PSNoteProperty(VisibleText.Of(property.Name), value));
        }
        return isSame ? item : copy;
    }
}
