namespace QSslCore.Probing.Surveys;

/// <summary>A host whose lines can also be had as they begin, in plain text.</summary>
internal interface IPlainHost : IProbeHost
{
    /// <summary>The protocol that comes before TLS; null for none.</summary>
    StartTlsProtocol? StartTls { get; }

    /// <summary>The port of the lines.</summary>
    int Port { get; }

    /// <summary>The port where the host usually speaks HTTP in plain text, if <see cref="Port"/> is one of HTTPS; else 0.</summary>
    int PlainHttpPort => Port switch
    {
        443 => 80,
        8443 => 8080,
        _ => 0,
    };

    /// <summary>Opens a line and says nothing. Disposing of it lets another one be opened.</summary>
    /// <param name="port">The port, which may be another one of the same host.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">The host cannot be reached there; the message says why.</exception>
    ValueTask<IProbeLine> OpenPlainAsync(int port, CancellationToken cancellation);
}
