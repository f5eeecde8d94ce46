using System.Globalization;
using System.Management.Automation;
using System.Net;
using QSslCore;

namespace QSslModule;

/// <summary>The input of a target for display: short and visible.</summary>
internal static class TargetText
{
    /// <summary>Returns the name of the input, or its kind.</summary>
    public static string Describe(object? input)
    {
        object? item = input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input;
        return item switch
        {
            null => "$null",
            string text => InputEcho.Of(text.Trim()),
            IFormattable number when number.GetType().IsPrimitive => number.ToString(null, CultureInfo.InvariantCulture),
            IPEndPoint or DnsEndPoint or Uri => InputEcho.Of($"{item}"),
            _ => TargetParser.NameOf(input) is { } name ? InputEcho.Of(name) : $"({PSObject.AsPSObject(item).BaseObject.GetType().Name})",
        };
    }
}
