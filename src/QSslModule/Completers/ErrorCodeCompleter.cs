using QSslCore;

namespace QSslModule;

/// <summary>Completes the codes of what can be wrong with a peer.</summary>
public sealed class ErrorCodeCompleter : NameCompleter
{
    private protected override IEnumerable<string> Names => Enum.GetNames<SslErrorCode>().Order(StringComparer.Ordinal);
}
