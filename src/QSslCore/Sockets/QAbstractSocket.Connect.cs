using System.Diagnostics;
using System.Net;
using QSslCore.Sockets;

namespace QSslCore;

// Connecting.
public abstract partial class QAbstractSocket
{
    /// <summary>A pass of the event loop ends soon, unless one of its handlers takes a long time.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Starts a connection and returns immediately. <see cref="WaitForConnected"/> or a listener completes it.</summary>
    /// <param name="hostName">A host name or an address. Internationalized names are supported.</param>
    /// <param name="port">The port, 1 to 65535.</param>
    /// <param name="openMode">The mode to open the device in.</param>
    /// <param name="protocol">The kinds of addresses to try.</param>
    /// <remarks>If a connection is pending or established, the call fails with <see cref="QSocketError.OperationError"/>.</remarks>
    [QtMember("QAbstractSocket::connectToHost")]
    public virtual void ConnectToHost(
        string hostName, int port, OpenMode openMode = OpenMode.ReadWrite,
            NetworkLayerProtocol protocol = NetworkLayerProtocol.AnyIPProtocol)
    {
        CheckTarget(hostName, port);
        RunExclusive(() =>
        {
            if (!RefuseWhenBusy(nameof(ConnectToHost)))
                return;
            BeginConnect(hostName, port, openMode, protocol);
        });
    }

    /// <summary>Starts a connection to an address. See the other overload.</summary>
    /// <param name="address">The address.</param>
    /// <param name="port">The port, 1 to 65535.</param>
    /// <param name="openMode">The mode to open the device in.</param>
    [QtMember("QAbstractSocket::connectToHost")]
    public void ConnectToHost(IPAddress address, int port, OpenMode openMode = OpenMode.ReadWrite)
    {
        ArgumentNullException.ThrowIfNull(address);
        ConnectToHost(address.ToString(), port, openMode);
    }

    /// <summary>Data that arrived with the connection belongs to it, such as a banner after a proxy's answer.</summary>
    private void TakeOver(IConnector connector)
    {
        if (connector is ProxyConnector { Target: var target })
            _connection.Endpoints = _connection.Endpoints with { PeerAddress = target.Address, PeerPort = target.Port };
        if (!connector.Received.IsEmpty)
        {
            Input.Append(connector.Received);
            RaiseReadyRead();
        }
        DropConnector();
    }

    /// <summary>Starts with a new connection. Nothing is known about it, and the data of the last one is dropped. Owner only.</summary>
    private protected virtual void ResetConnection()
    {
        Debug.Assert(Strand.IsOwner);
        CancelTransaction();
        Input.Clear();
        Output.Clear();
        ErrorString = UnknownError;
        _connection = new() { ReportedInput = Input.TotalAppended };
    }

    /// <summary>The connection is established. A TLS socket starts its handshake here, before <see cref="Connected"/> is raised.</summary>
    private protected virtual void OnConnected()
    {
    }

    /// <summary>Begins a new connection. If it cannot begin, the device is not opened.</summary>
    private protected void BeginConnect(string hostName, int port, OpenMode openMode, NetworkLayerProtocol protocol)
    {
        ResetConnection();
        _generation++;
        HostTarget target = HostTarget.Parse(hostName, port);
        QNetworkProxy proxy = EffectiveProxy(target);
        HostTarget? via = proxy.Type == ProxyType.NoProxy ? null : HostTarget.Parse(proxy.HostName, proxy.Port);
        if (DescribeUnusable(proxy, via) is { } fault)
        {
            SetError(fault.Error, fault.Text);
            return;
        }
        OpenMode = openMode;
        _connection.WasBegun = true;
        _connection.Endpoints = new() { PeerName = target.Name, Host = target, Target = target.Display };
        BeginTrace()?.ConnectStart(proxy.Type == ProxyType.NoProxy ? null : proxy.ToString());
        SetState(SocketState.HostLookupState);
        if (target.Fault is { } reason)
        {
            Terminate(QSocketError.HostNotFoundError, reason);
            return;
        }
        try
        {
            _connection.Connector = MakeConnector(target, protocol, proxy, via);
        }
        catch
        {
            // The system has nothing left to begin with.
            EndConnection(orderly: false);
            throw;
        }
    }

    private IConnector MakeConnector(HostTarget target, NetworkLayerProtocol protocol, QNetworkProxy proxy, HostTarget? via)
    {
        WeakReference<QAbstractSocket> self = new(this);
        if (via is null)
            return new Connector(_network, target, protocol, Wake, _bound?.Take(), _bound?.Binding);
        DropBound();
        return new ProxyConnector(_network, proxy, via, target, protocol, Wake);

        // Weak: a resolver that hangs must not keep a socket that is not used any more.
        void Wake()
        {
            if (self.TryGetTarget(out QAbstractSocket? socket))
                socket.Strand.Wake();
        }
    }

    private bool StepConnect()
    {
        Debug.Assert(Strand.IsOwner);
        IConnector connector = _connection.Connector!;
        if (State == SocketState.HostLookupState)
        {
            if (!connector.IsLookupCompleted)
                return false;
            if (!connector.TakeAddresses())
            {
                Terminate(connector.Failure.Error, connector.Failure.Text);
                return true;
            }
            _trace?.LookupStop(connector.Addresses);
            SetState(SocketState.ConnectingState);
            if (connector.LooksHostUp)
                Strand.Queue(_signals.HostFound, new(), conditional: true);
            return true;
        }
        switch (connector.Step(out ISocketTransport? transport))
        {
            case ConnectStatus.Working:
                return false;
            case ConnectStatus.NeedsCredentials:
                AskForCredentials((ProxyConnector)connector);
                return true;
            case ConnectStatus.Failed:
                Terminate(connector.Failure.Error, connector.Failure.Text);
                return true;
        }
        SetTransport(transport!);
        TakeOver(connector);
        _trace?.ConnectStop(transport!.RemoteEndPoint);
        SetState(SocketState.ConnectedState);
        OnConnected();
        Strand.Queue(_signals.Connected, new(), conditional: true);
        if (_connection.IsClosePending && !DefersClose)
            BeginClosing();
        return true;
    }

    /// <summary>True while a pending disconnect must wait for more than the TCP connection.</summary>
    private protected virtual bool DefersClose => false;

    private protected bool IsClosePending => _connection.IsClosePending;

    private void SetTransport(ISocketTransport transport)
    {
        Debug.Assert(Strand.IsOwner);
        _connection.Transport = transport;
        _connection.Endpoints = _connection.Endpoints.Of(transport);
    }

    private void DropConnector()
    {
        _connection.Connector?.Dispose();
        _connection.Connector = null;
    }

    private protected bool RefuseWhenBusy(string operation)
    {
        if (State == SocketState.UnconnectedState || (State == SocketState.BoundState && operation != nameof(Bind)))
            return true;
        Warn($"{GetType().Name}.{operation}: the socket is in use ({State}).");
        SetError(QSocketError.OperationError, DescribeBusy(operation));
        return false;
    }

    private protected string DescribeBusy(string operation) => $"{operation}: the socket is already in use ({State}); disconnect it first.";

    private protected static void CheckTarget(string hostName, int port)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(hostName);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
    }

    /// <summary>Runs a command that starts an operation and whose caller needs the outcome.</summary>
    /// <exception cref="ObjectDisposedException">The socket was disposed of.</exception>
    /// <exception cref="InvalidOperationException">Another thread is driving the socket.</exception>
    private protected void RunExclusive(Action command)
    {
        if (!Strand.TryExecute(() => Checked(command), s_patience))
            throw new InvalidOperationException("Another thread is using this socket right now: start a connection from the thread that "
                + "waits for it.");

        // As owner: a handler that was waited for may have disposed of it.
        void Checked(Action command)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            command();
        }
    }
}
