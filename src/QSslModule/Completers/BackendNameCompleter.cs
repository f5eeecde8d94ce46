using QSslCore;

namespace QSslModule;

/// <summary>Completes the names of the TLS backends there are.</summary>
public sealed class BackendNameCompleter : NameCompleter
{
    private protected override IEnumerable<string> Names => QSslSocket.AvailableBackends;
}
