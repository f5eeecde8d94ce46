namespace QSslCore.Sockets;

/// <summary>A bound socket of the system, which the next connection is made from.</summary>
/// <param name="transport">The socket.</param>
/// <param name="binding">Its local end; further attempts of the connection bind to it again.</param>
internal sealed class BoundSocket(ISocketTransport transport, LocalBinding binding) : IDisposable
{
    private ISocketTransport? _transport = transport;

    public LocalBinding Binding => binding;

    /// <summary>The socket; null after it was taken.</summary>
    public ISocketTransport? Transport => _transport;

    /// <summary>Hands the socket over to the caller, once.</summary>
    public ISocketTransport? Take()
    {
        ISocketTransport? taken = _transport;
        _transport = null;
        return taken;
    }

    public void Dispose() => Take()?.Dispose();
}
