using System.Net;
using System.Net.Sockets;
using QSslCore.Sockets;

namespace QSslCore;

// The local end: its address, and the settings of the system's socket.
public abstract partial class QAbstractSocket
{
    /// <summary>The local end of the next connection, or null without a call of <see cref="Bind(IPAddress, int, BindFlag)"/>.</summary>
    private BoundSocket? _bound;

    /// <summary>Binds to a local address and port. The next connection uses them.</summary>
    /// <param name="address">The address. <see cref="IPAddress.IPv6Any"/> means any address, including IPv4.</param>
    /// <param name="port">The port, 1 to 65535, or 0 for any free port. <see cref="LocalPort"/> then contains the port.</param>
    /// <param name="mode">How the address is shared.</param>
    /// <returns>False, with the error set, if the address cannot be used or the socket is in use.</returns>
    [QtMember("QAbstractSocket::bind")]
    public bool Bind(IPAddress address, int port = 0, BindFlag mode = BindFlag.DefaultForPlatform)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        bool isBound = false;
        RunExclusive(() =>
        {
            if (!RefuseWhenBusy(nameof(Bind)))
                return;
            ResetConnection();
            IPEndPoint local = new(address, port);
            ISocketTransport transport;
            try
            {
                transport = _network.Bind(local, mode);
            }
            catch (SocketException e)
            {
                (QSocketError error, string text) = SocketErrors.DescribeBind(e.SocketErrorCode, local);
                SetError(error, text);
                return;
            }
            _bound = new(transport, new(transport.LocalEndPoint ?? local, mode));
            _connection.Endpoints = SocketEndpoints.None.Of(transport);
            SetState(SocketState.BoundState);
            isBound = true;
        });
        return isBound;
    }

    /// <summary>Binds to a local port on all addresses. See the other overload.</summary>
    /// <param name="port">The port, 1 to 65535, or 0 for any free port.</param>
    /// <param name="mode">How the address is shared.</param>
    [QtMember("QAbstractSocket::bind")]
    public bool Bind(int port = 0, BindFlag mode = BindFlag.DefaultForPlatform) =>
        Bind(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port, mode);

    /// <summary>Sets an option of the system's socket. As in Qt, the call is ignored until the socket is bound or connected.</summary>
    /// <param name="option">The option.</param>
    /// <param name="value">The value, 0 or 1 for a switch. If the system refuses the value, the call changes nothing and writes a
    /// warning.</param>
    [QtMember("QAbstractSocket::setSocketOption")]
    public void SetSocketOption(SocketOption option, int value) => Strand.Execute(() =>
    {
        if ((Transport ?? _bound?.Transport)?.TrySetOption(option, value) == false)
            Warn($"{GetType().Name}.SetSocketOption: the system does not take {option} = {value}.");
    });

    /// <summary>Reads an option of the system's socket.</summary>
    /// <param name="option">The option.</param>
    /// <returns>The value, or null if the system has none or there is no socket yet.</returns>
    [QtMember("QAbstractSocket::socketOption")]
    public int? SocketOption(SocketOption option) => (Transport ?? _bound?.Transport)?.TryGetOption(option);

    private void DropBound()
    {
        _bound?.Dispose();
        _bound = null;
    }
}
