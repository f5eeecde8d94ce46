namespace QSslModule;

/// <summary>What a document of reports is told beside the reports.</summary>
/// <param name="Delimiter">What stands between the cells of CSV.</param>
/// <param name="Title">The title of a page; empty for the usual one.</param>
/// <param name="Note">What a page says below its title, in lines; empty for nothing.</param>
internal sealed record ReportOptions(char Delimiter = ',', string Title = "", string Note = "");
