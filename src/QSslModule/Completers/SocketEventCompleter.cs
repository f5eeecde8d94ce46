using QSslCore;

namespace QSslModule;

/// <summary>Completes the names of the events that Watch-SslSocket returns.</summary>
public sealed class SocketEventCompleter : NameCompleter
{
    private protected override IEnumerable<string> Names
    {
        get
        {
            using QSslSocket socket = new();
            using SocketWatch watch = new(socket, static (_, _, _) => { });
            return watch.Names.Order(StringComparer.Ordinal);
        }
    }
}
