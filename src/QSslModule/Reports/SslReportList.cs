using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;

namespace QSslModule;

/// <summary>
/// Several parts of a report, such as its findings. It is a list in PowerShell, JSON and CLIXML, and one text where a program wants one:
/// Export-Csv and ConvertTo-Html show the name of a type for an array.
/// </summary>
/// <typeparam name="T">The parts.</typeparam>
/// <param name="parts">The parts.</param>
[CollectionBuilder(typeof(SslReportLists), nameof(SslReportLists.Create))]
public sealed class SslReportList<T>(T[] parts) : ReadOnlyCollection<T>(parts)
    where T : class
{
    /// <summary>How many there are, as for an array.</summary>
    public int Length => Count;

    /// <summary>The parts, separated by semicolons. A finding is its code, because the reason has its message.</summary>
    public override string ToString() => string.Join("; ", this.Select(part =>
        part is SslReportFinding finding ? QSslCore.VisibleText.Of(finding.Code) : part.ToString()));
}
