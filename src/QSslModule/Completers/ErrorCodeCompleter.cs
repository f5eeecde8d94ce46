using QSslCore;

namespace QSslModule;

/// <summary>Completes the codes of the errors that a peer can have.</summary>
public sealed class ErrorCodeCompleter : NameCompleter
{
    private protected override IEnumerable<string> Names => Enum.GetNames<SslErrorCode>().Order(StringComparer.Ordinal);
}
