using System.Net;
using QSslCore.Proxies;
using QSslCore.Tls;

namespace QSslCore.Sockets;

/// <summary>Makes one TCP connection through a proxy: connects to the proxy, and asks it for the host.</summary>
internal sealed class ProxyConnector : IConnector
{
    private const int AnswerMilliseconds = 30_000;
    private const int ReadSize = 4 * 1024;

    private readonly INetwork _network;
    private readonly QNetworkProxy _proxy;
    private readonly HostTarget _proxyTarget;
    private readonly NetworkLayerProtocol _protocol;
    private readonly Action _wake;
    private readonly IHostLookup? _lookup;
    private readonly List<byte> _received = [];
    private Connector? _toProxy;
    private bool _proxyFound;
    private ISocketTransport? _transport;
    private ProxyDialogue? _dialogue;
    private Deadline _answerLimit;
    private bool _triedOwnCredentials;
    private bool _asked;

    /// <param name="network">Where to look up and connect.</param>
    /// <param name="proxy">A proxy that carries connections.</param>
    /// <param name="via">The host and the port of the proxy.</param>
    /// <param name="target">The host and its port.</param>
    /// <param name="protocol">Which of the host's addresses may be asked for, where they are looked up here.</param>
    /// <param name="wake">Called on any thread when a lookup has ended.</param>
    public ProxyConnector(
        INetwork network, QNetworkProxy proxy, HostTarget via, HostTarget target, NetworkLayerProtocol protocol, Action wake)
    {
        _network = network;
        _proxy = proxy;
        _proxyTarget = via;
        Target = target;
        _protocol = protocol;
        _wake = wake;
        if (!proxy.Capabilities.HasFlag(Capability.HostNameLookupCapability) && target.Address is null)
            _lookup = network.Lookup(target.WireName, wake);
        else
            StartConnect();
    }

    /// <summary>The host, with its address if it was looked up here.</summary>
    public HostTarget Target { get; private set; }

    public bool IsLookupCompleted => _lookup is null || _lookup.IsCompleted;

    public bool LooksHostUp => _lookup is not null;

    public IReadOnlyList<IPAddress> Addresses => _lookup is not null && Target.Address is { } address ? [address] : [];

    public (QSocketError Error, string Text) Failure { get; private set; }

    /// <summary>The proxy without its password.</summary>
    public QNetworkProxy Proxy => new(_proxy.Type, _proxy.HostName, _proxy.Port, _proxy.User);

    /// <summary>The credentials. A handler fills them in, and the next step uses them.</summary>
    public QAuthenticator? Authenticator { get; private set; }

    public ReadOnlySpan<byte> Received => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_received);

    public Interest Interest => (_toProxy, _transport) switch
    {
        ({ } connector, _) => connector.Interest,
        (_, { } transport) when Authenticator is null =>
            Interest.In(transport, read: true, write: _dialogue!.Output.WrittenCount > 0, _answerLimit),
        _ => Interest.Outside(),
    };

    public bool TakeAddresses()
    {
        if (_lookup is null)
            return true;
        IPAddress? address = _lookup.Addresses.FirstOrDefault(a => Connector.IsAllowed(a.AddressFamily, _protocol));
        if (address is null)
        {
            Failure = (QSocketError.HostNotFoundError, _lookup.Addresses.Count == 0
                ? Connector.DescribeNotFound(Target.WireName, _lookup.Failure)
                : $"The host '{VisibleText.Of(Target.Name)}' has no address of the kind that was asked for.");
            return false;
        }
        Target = Target.At(address);
        StartConnect();
        return true;
    }

    public ConnectStatus Step(out ISocketTransport? transport)
    {
        transport = null;
        if (_toProxy is not null)
        {
            ConnectStatus status = StepToProxy();
            if (status != ConnectStatus.Connected)
                return status;
        }
        if (Authenticator is { } authenticator)
        {
            Authenticator = null;
            (string user, string password) = authenticator.Take();
            if (user.Length == 0)
                return Fail(QSocketError.ProxyAuthenticationRequiredError, "it requires a user name and a password, and none was given");
            ConnectStatus status = Go(_dialogue!.Authenticate(user, password));
            if (status != ConnectStatus.Connected)
                return status;
        }
        return Talk(out transport);
    }

    public void Dispose()
    {
        _lookup?.Dispose();
        _toProxy?.Dispose();
        _transport?.Dispose();
        _transport = null;
    }

    private void StartConnect()
    {
        _proxyFound = false;
        _toProxy = new(_network, _proxyTarget, NetworkLayerProtocol.AnyIPProtocol, _wake);
    }

    private ConnectStatus StepToProxy()
    {
        Connector connector = _toProxy!;
        if (!_proxyFound)
        {
            if (!connector.IsLookupCompleted)
                return ConnectStatus.Working;
            if (!connector.TakeAddresses())
                return FailToProxy(connector.Failure);
            _proxyFound = true;
        }
        switch (connector.Step(out ISocketTransport? transport))
        {
            case ConnectStatus.Connected:
                _transport = transport;
                _toProxy = null;
                connector.Dispose();
                _received.Clear();
                _dialogue ??= _proxy.Type == ProxyType.Socks5Proxy
                    ? new Socks5Dialogue(Target)
                    : new HttpConnectDialogue(Target);
                _answerLimit = Deadline.After(_network.Reactor.Time, AnswerMilliseconds);
                return ConnectStatus.Connected;
            case ConnectStatus.Failed:
                return FailToProxy(connector.Failure);
            default:
                return ConnectStatus.Working;
        }
    }

    private ConnectStatus FailToProxy((QSocketError Error, string Text) failure)
    {
        QSocketError error = failure.Error switch
        {
            QSocketError.HostNotFoundError => QSocketError.ProxyNotFoundError,
            QSocketError.ConnectionRefusedError => QSocketError.ProxyConnectionRefusedError,
            QSocketError.SocketTimeoutError => QSocketError.ProxyConnectionTimeoutError,
            _ => failure.Error,
        };
        Failure = (error, $"The proxy for {Target.Display} cannot be reached: {failure.Text}");
        return ConnectStatus.Failed;
    }

    private ConnectStatus Talk(out ISocketTransport? transport)
    {
        transport = null;
        Span<byte> room = stackalloc byte[ReadSize];
        while (true)
        {
            if (_dialogue!.Output.WrittenCount > 0 && SendOutput() is { } blocked)
                return blocked;
            TransportResult result = _transport!.TryRead(room);
            if (result.IsWouldBlock)
            {
                return _answerLimit.HasPassed
                    ? Fail(QSocketError.ProxyConnectionTimeoutError, $"it did not answer within {AnswerMilliseconds / 1000} s")
                    : ConnectStatus.Working;
            }
            if (result.Count == 0)
                return Fail(QSocketError.ProxyConnectionClosedError, "it closed the connection before it reached the host");
            _received.AddRange(room[..result.Count]);
            ProxyDialogueStatus answer = _dialogue.Receive(Received, out int taken);
            _received.RemoveRange(0, taken);
            if (answer == ProxyDialogueStatus.Done)
            {
                transport = _transport;
                _transport = null;
                return ConnectStatus.Connected;
            }
            ConnectStatus status = Go(answer);
            if (status != ConnectStatus.Connected)
                return status;
        }
    }

    /// <summary>The result of the dialogue's answer. Connected means that the dialogue continues.</summary>
    private ConnectStatus Go(ProxyDialogueStatus answer)
    {
        if (answer == ProxyDialogueStatus.NeedsCredentials)
        {
            if (_proxy.User.Length == 0 || _triedOwnCredentials)
            {
                if (_asked)
                    return Fail(QSocketError.ProxyAuthenticationRequiredError, "it requests a user name and a password again");
                _asked = true;
                Authenticator = new();
                return ConnectStatus.NeedsCredentials;
            }
            _triedOwnCredentials = true;
            answer = _dialogue!.Authenticate(_proxy.User, _proxy.Password);
        }
        if (answer == ProxyDialogueStatus.Failed)
            return Fail(_dialogue!.Failure.Error, _dialogue.Failure.Text);
        if (!_dialogue!.NeedsNewConnection || _dialogue.Output.WrittenCount == 0)
            return ConnectStatus.Connected;
        _transport!.Dispose();
        _transport = null;
        StartConnect();
        return StepToProxy();
    }

    /// <summary>Sends what is left. Returns null if everything is sent.</summary>
    private ConnectStatus? SendOutput()
    {
        ReadOnlySpan<byte> output = _dialogue!.Output.WrittenSpan;
        // These are a few hundred bytes on a new connection: the system accepts all of them, or the connection is broken.
        TransportResult result = _transport!.TryWrite(output);
        if (result.IsWouldBlock)
            return ConnectStatus.Working;
        if (result.Count != output.Length)
            return Fail(QSocketError.ProxyConnectionClosedError, "it closed the connection before it reached the host");
        _dialogue.Output.Clear();
        return null;
    }

    private ConnectStatus Fail(QSocketError error, string text)
    {
        Failure = (error, $"The proxy {HostAndPort.Display(_proxy.HostName, _proxy.Port)} gives no connection "
            + $"to {Target.Display}: {text}.");
        return ConnectStatus.Failed;
    }
}
