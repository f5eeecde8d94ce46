using System.Globalization;
using System.Management.Automation;
using System.Net;
using QSslCore;

namespace QSslModule;

/// <summary>What was given as a target, for people: short and visible.</summary>
internal static class TargetText
{
    private const int Longest = 64;

    /// <summary>Letters and digits of base64 or hexadecimal in one piece, from which on a text may be a part of a key.</summary>
    private const int LongestRun = 32;

    /// <summary>What names it, or its kind.</summary>
    public static string Describe(object? input)
    {
        object? item = input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input;
        return item switch
        {
            null => "$null",
            string text => Show(text.Trim()),
            IFormattable number when number.GetType().IsPrimitive => number.ToString(null, CultureInfo.InvariantCulture),
            IPEndPoint or DnsEndPoint or Uri => Show($"{item}"),
            _ => TargetParser.NameOf(input) is { } name ? Show(name) : $"({PSObject.AsPSObject(item).BaseObject.GetType().Name})",
        };
    }

    /// <summary>The text; only the beginning of one that may be a key that came here by mistake.</summary>
    public static string Show(string text) => text.Length > Longest || HasLongRun(text)
        ? string.Create(CultureInfo.InvariantCulture, $"{VisibleText.Of(ReportText.Shorten(text, 13))} ({text.Length} characters)")
        : VisibleText.Of(text);

    private static bool HasLongRun(string text)
    {
        int run = 0;
        foreach (char c in text)
        {
            run = char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=' or '_' ? run + 1 : 0;
            if (run >= LongestRun)
                return true;
        }
        return false;
    }
}
