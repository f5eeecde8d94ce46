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
        object[] items => items.Select(Of).ToArray(),
        _ => target,
    };
}
