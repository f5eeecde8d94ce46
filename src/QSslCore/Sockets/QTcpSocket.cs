using QSslCore.Sockets;
using QSslCore.Sockets.Native;

namespace QSslCore;

/// <summary>A TCP socket.</summary>
[QtMember("QTcpSocket")]
public class QTcpSocket : QAbstractSocket
{
    /// <summary>Creates a socket that is not connected.</summary>
    [QtMember("QTcpSocket::QTcpSocket")]
    public QTcpSocket()
        : this(SystemNetwork.Instance)
    {
    }

    internal QTcpSocket(INetwork network)
        : base(QSocketType.TcpSocket, network)
    {
    }
}
