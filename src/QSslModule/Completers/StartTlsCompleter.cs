using QSslCore.StartTls;

namespace QSslModule;

/// <summary>Completes the protocols that -StartTls knows.</summary>
public sealed class StartTlsCompleter : NameCompleter
{
    private protected override IEnumerable<string> Names => [StartTlsNegotiation.Auto, .. StartTlsProtocols.Names];
}
