namespace QSslModule;

/// <summary>Completes the names of text encodings.</summary>
public sealed class EncodingCompleter : NameCompleter
{
    private protected override IEnumerable<string> Names => ["ascii", "latin1", "utf-8", "utf-16", "utf-16BE", "utf-32"];
}
