using System.Collections;
using System.Management.Automation;
using System.Security;
using QSslCore;

namespace QSslModule;

/// <summary>What an error may keep as its target. Errors are shown, logged and kept in $Error, so no secret stays in them.</summary>
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

    /// <summary>What a text calls an object that was given and cannot be used: its type, since its contents may be secret.</summary>
    public static string TypeName(object target) => (target is PSObject wrapped ? wrapped.BaseObject : target).GetType().Name;

    /// <summary>An object of the caller's, which Get-Error shows with all its texts: itself, or a copy where they could steer the
    /// terminal.</summary>
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
