using QSslCore.Tls;

namespace QSslModule;

/// <summary>Completes the names of the TLS backends: those that can be used, and for Get-SslBackend all.</summary>
public sealed class BackendCompleter : NameCompleter
{
    private protected override IEnumerable<string> Names =>
        [.. TlsBackendRegistry.Available.Select(backend => backend.Name), .. TlsBackendRegistry.Unusable.Select(one => one.Name)];

    // Not the active one of QSslSocket, which would be settled by the question.
    private protected override string Describe(string name) => TlsBackendRegistry.Find(name) is not { } backend
        ? $"{name}, not available"
        : backend == TlsBackendRegistry.Current ? $"{name}, the backend of this process" : name;

    private protected override bool IsUsable(string name, UsableSettings settings) => settings.IsForConnection
        ? TlsBackendRegistry.Find(name) is { } backend && backend.ImplementedClasses.Contains(QSslCore.ImplementedClass.Socket)
        : settings.ShowsAll || TlsBackendRegistry.Find(name) is not null;
}
