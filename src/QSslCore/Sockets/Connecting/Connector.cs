using System.Net;
using System.Net.Sockets;

namespace QSslCore.Sockets;

/// <summary>
/// Makes one TCP connection: looks the name up and tries its addresses in turn, twice round, until one answers.
/// </summary>
/// <remarks>
/// While another address is left to try, an address that does not answer gets only a short time, so that a dead IPv6 route does not use
/// up the caller's time. In the second round each address gets Qt's 30 seconds.
/// </remarks>
internal sealed class Connector : IConnector
{
    private const int Rounds = 2;
    private const int LastAttemptMilliseconds = 30_000;
    private const int EarlierAttemptMilliseconds = 3_000;

    private readonly INetwork _network;
    private readonly HostTarget _target;
    private readonly NetworkLayerProtocol _protocol;
    private readonly IHostLookup? _lookup;
    private readonly LocalBinding? _binding;
    private ISocketTransport? _bound;
    private List<IPAddress> _addresses = [];
    private ISocketTransport? _attempt;
    private Deadline _attemptLimit;
    private int _next;

    /// <param name="network">Where to look up and connect.</param>
    /// <param name="target">The host and the port.</param>
    /// <param name="protocol">Which addresses may be tried.</param>
    /// <param name="wake">Called on any thread when the lookup has ended.</param>
    /// <param name="bound">A bound socket for the first attempt. This object then owns it.</param>
    /// <param name="binding">The address that the socket is bound to, for further attempts.</param>
    public Connector(
        INetwork network, HostTarget target, NetworkLayerProtocol protocol, Action wake, ISocketTransport? bound = null,
        LocalBinding? binding = null)
    {
        _bound = bound;
        _binding = binding;
        _network = network;
        _target = target;
        _protocol = protocol;
        if (target.Address is { } literal)
            _addresses = [Plain(literal)];
        else
            _lookup = network.Lookup(target.WireName, wake);
    }

    public bool IsLookupCompleted => _lookup is null || _lookup.IsCompleted;

    public bool LooksHostUp => true;

    public IReadOnlyList<IPAddress> Addresses => _lookup is null ? [] : _addresses;

    public (QSocketError Error, string Text) Failure { get; private set; }

    public Interest Interest => _attempt is null ? Interest.Outside() : Interest.In(_attempt, read: false, write: true, _attemptLimit);

    /// <summary>An IPv4 address in the form of IPv6 is reached over IPv4.</summary>
    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    public bool TakeAddresses()
    {
        if (_lookup is not null)
        {
            _addresses = [.. _lookup.Addresses.Select(Plain).Distinct()];
            if (_addresses.Count == 0)
            {
                Failure = (QSocketError.HostNotFoundError, DescribeNotFound(_target.WireName, _lookup.Failure));
                return false;
            }
        }
        List<IPAddress> allowed = [.. _addresses.Where(a => IsAllowed(a.AddressFamily, _protocol))];
        if (allowed.Count > 0 && _binding is not null && allowed.RemoveAll(a => !IsReachableFrom(_binding.EndPoint.Address, a)) > 0
            && allowed.Count == 0)
        {
            Failure = (QSocketError.UnsupportedSocketOperationError,
                $"The host '{VisibleText.Of(_target.WireName)}' has no address of the kind that the socket is bound to "
                    + $"({_binding.EndPoint}).");
            return false;
        }
        if (allowed.Count == 0)
        {
            Failure = (QSocketError.HostNotFoundError,
                $"The host '{VisibleText.Of(_target.WireName)}' has no "
                    + $"{(_protocol == NetworkLayerProtocol.IPv4Protocol ? "IPv4" : "IPv6")} address, and no other kind was allowed.");
            return false;
        }
        _addresses = allowed;
        return true;
    }

    public ConnectStatus Step(out ISocketTransport? transport)
    {
        transport = null;
        while (true)
        {
            if (_attempt is null)
            {
                if (_next >= _addresses.Count * Rounds)
                    return ConnectStatus.Failed;
                StartAttempt(_addresses[_next % _addresses.Count]);
                continue;
            }
            SocketError state = _attempt.PollConnect();
            if (state == SocketError.Success)
            {
                transport = _attempt;
                _attempt = null;
                return ConnectStatus.Connected;
            }
            if (state == SocketError.WouldBlock)
            {
                if (!_attemptLimit.HasPassed)
                    return ConnectStatus.Working;
                state = SocketError.TimedOut;
            }
            EndAttempt(state);
        }
    }

    public void Dispose()
    {
        _lookup?.Dispose();
        _attempt?.Dispose();
        _attempt = null;
        _bound?.Dispose();
        _bound = null;
    }

    public static string DescribeNotFound(string hostName, string reason) =>
        $"The host name '{VisibleText.Of(hostName)}' could not be resolved: {reason.TrimEnd('.')}. Check the spelling and the name server.";

    public static bool IsAllowed(AddressFamily family, NetworkLayerProtocol protocol) => protocol switch
    {
        NetworkLayerProtocol.IPv4Protocol => family == AddressFamily.InterNetwork,
        NetworkLayerProtocol.IPv6Protocol => family == AddressFamily.InterNetworkV6,
        _ => family is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6,
    };

    private void StartAttempt(IPAddress address)
    {
        bool last = _next >= _addresses.Count * (Rounds - 1) || _addresses.Count == 1;
        try
        {
            _attempt = Open(new(address, _target.Port));
            _attemptLimit = Deadline.After(_network.Reactor.Time, last ? LastAttemptMilliseconds : EarlierAttemptMilliseconds);
        }
        catch (SocketException e)
        {
            EndAttempt(e.SocketErrorCode);
        }
    }

    private void EndAttempt(SocketError error)
    {
        IPAddress address = _addresses[_next % _addresses.Count];
        _attempt?.Dispose();
        _attempt = null;
        _next++;
        // An immediate second attempt does not change a refusal. The second round is for hosts that did not answer and for lost packets.
        if (error == SocketError.ConnectionRefused && _addresses.Count == 1)
            _next = Rounds;
        string resolved = address.ToString() == _target.WireName ? "" : $" ({address})";
        Failure = SocketErrors.Describe(error, $"{HostAndPort.Display(_target.WireName, _target.Port)}{resolved}", connecting: true);
    }

    private ISocketTransport Open(IPEndPoint target)
    {
        if (_binding is null)
            return _network.Connect(target);
        ISocketTransport bound = _bound ?? _network.Bind(_binding.EndPoint, _binding.Mode);
        _bound = null;
        try
        {
            bound.StartConnect(target);
            return bound;
        }
        catch
        {
            bound.Dispose();
            throw;
        }
    }

    /// <summary>A socket that is bound to any IPv6 address carries IPv4, too.</summary>
    private static bool IsReachableFrom(IPAddress local, IPAddress remote) =>
        local.AddressFamily == remote.AddressFamily || local.Equals(IPAddress.IPv6Any);
}
