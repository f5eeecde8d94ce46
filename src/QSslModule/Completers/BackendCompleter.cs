using QSslCore;

namespace QSslModule;

/// <summary>Completes the names of the available TLS backends.</summary>
public sealed class BackendCompleter : NameCompleter
{
    private protected override IEnumerable<string> Names => QSslSocket.AvailableBackends;

    private protected override string Describe(string name) => name.Equals(QSslSocket.ActiveBackend, StringComparison.OrdinalIgnoreCase)
        ? $"{name}, the backend of this process"
        : name;
}
