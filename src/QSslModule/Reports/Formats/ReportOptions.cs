namespace QSslModule;

/// <summary>The options of a document of reports.</summary>
/// <param name="Delimiter">The character between the cells of CSV.</param>
/// <param name="Title">The title of a page; empty for the default title.</param>
/// <param name="Note">The lines below the title of a page; empty for none.</param>
internal sealed record ReportOptions(char Delimiter = ',', string Title = "", string Note = "");
