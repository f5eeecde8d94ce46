using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Several texts of a report. It is a list in PowerShell, JSON and CLIXML, and one text where a program wants one: Export-Csv and
/// ConvertTo-Html show the name of a type for an array.
/// </summary>
/// <param name="texts">The texts.</param>
[CollectionBuilder(typeof(SslTextList), nameof(Create))]
public sealed class SslTextList(string[] texts) : ReadOnlyCollection<string>(texts)
{
    /// <summary>How many there are, as for an array.</summary>
    public int Length => Count;

    /// <summary>Makes a list of texts.</summary>
    public static SslTextList Create(ReadOnlySpan<string> texts) => new(texts.ToArray());

    /// <summary>The texts, separated by semicolons.</summary>
    public override string ToString() => VisibleText.Of(string.Join("; ", this));
}
