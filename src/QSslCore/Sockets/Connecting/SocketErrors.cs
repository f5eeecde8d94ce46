using System.Net;
using System.Net.Sockets;

namespace QSslCore.Sockets;

/// <summary>The system's socket errors as Qt's, in words that name the target and what to look at.</summary>
internal static class SocketErrors
{
    public static (QSocketError Error, string Text) DescribeBind(SocketError error, IPEndPoint local)
    {
        string target = HostAndPort.Display(local.Address.ToString(), local.Port);
        return error switch
        {
            SocketError.AccessDenied => (QSocketError.SocketAccessError,
                $"{target} cannot be bound: ports below 1024 require privileges."),
            _ => Describe(error, target, connecting: false),
        };
    }

    public static (QSocketError Error, string Text) Describe(SocketError error, string target, bool connecting) => error switch
    {
        SocketError.ConnectionRefused => (QSocketError.ConnectionRefusedError,
            $"{target} refused the connection: nothing listens on that port, or a firewall rejects it."),
        SocketError.TimedOut when connecting => (QSocketError.SocketTimeoutError,
            $"{target} did not answer: the host is down, the route is dead, or a firewall drops the packets."),
        SocketError.TimedOut => (QSocketError.SocketTimeoutError, $"The connection to {target} timed out."),
        SocketError.HostUnreachable or SocketError.HostDown => (QSocketError.NetworkError,
            $"{target} is unreachable: there is no route to the host."),
        SocketError.NetworkUnreachable or SocketError.NetworkDown => (QSocketError.NetworkError,
            $"{target} is unreachable: this machine has no route to that network."),
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => (QSocketError.RemoteHostClosedError,
            $"{target} reset the connection."),
        SocketError.AccessDenied => (QSocketError.SocketAccessError, $"The system denied access to {target}."),
        SocketError.AddressAlreadyInUse => (QSocketError.AddressInUseError, $"{target} is already in use."),
        SocketError.AddressNotAvailable when connecting => (QSocketError.SocketAddressNotAvailableError,
            $"No connection to {target} can be made from here: all local ports for it are taken, or this machine has no address of that "
                + "kind."),
        SocketError.AddressNotAvailable => (QSocketError.SocketAddressNotAvailableError,
            $"{target} is not an address that this machine can use here."),
        SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable => (QSocketError.SocketResourceError,
            $"The system has no socket left for {target}: too many are open."),
        SocketError.AddressFamilyNotSupported or SocketError.ProtocolNotSupported or SocketError.OperationNotSupported =>
            (QSocketError.UnsupportedSocketOperationError, $"The system does not support the protocol that {target} needs."),
        _ => (QSocketError.NetworkError, $"The connection to {target} failed: {new SocketException((int)error).Message.TrimEnd('.')}."),
    };
}
