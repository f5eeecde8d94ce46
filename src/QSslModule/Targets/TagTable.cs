namespace QSslModule;

/// <summary>The tags of a host, ordered by name. It is a table in PowerShell, JSON and CLIXML, and one text where a program wants one, such
/// as Export-Csv.</summary>
internal sealed class TagTable() : SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase)
{
    /// <summary>The tags as Name=value, separated by semicolons.</summary>
    public override string ToString() => QSslCore.VisibleText.Of(string.Join("; ", this.Select(tag => $"{tag.Key}={tag.Value}")));
}
