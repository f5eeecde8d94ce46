using QSslCore;

namespace QSslModule;

/// <summary>Completes the codes of the errors that a peer can have.</summary>
public sealed class ErrorCodeCompleter : NameCompleter
{
    /// <summary>An error without a code of its own is never expected, and no error is none.</summary>
    private protected override IEnumerable<string> Names => Enum.GetNames<SslErrorCode>()
        .Except([nameof(SslErrorCode.NoError), nameof(SslErrorCode.UnspecifiedError)]).Order(StringComparer.Ordinal);

    private protected override string Describe(string name) => new QSslError(Enum.Parse<SslErrorCode>(name)).ErrorString;
}
