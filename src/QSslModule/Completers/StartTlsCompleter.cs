using QSslCore;

namespace QSslModule;

/// <summary>Completes the protocols that -StartTls supports.</summary>
public sealed class StartTlsCompleter : NameCompleter
{
    private protected override IEnumerable<string> Names =>
        [StartTlsNegotiation.Auto, .. StartTlsProtocol.All.Select(protocol => protocol.Name)];

    /// <summary>A server has no target that could say which protocol is meant.</summary>
    private protected override bool IsUsable(string name, UsableSettings settings) =>
        name != StartTlsNegotiation.Auto || settings.CommandName != "New-SslServer";

    private protected override string Describe(string name) =>
        StartTlsProtocol.Find(name)?.Description ?? "By the scheme or the port of the target";
}
