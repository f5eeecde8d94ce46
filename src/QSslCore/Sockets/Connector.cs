using System.Net;
using System.Net.Sockets;

namespace QSslCore.Sockets;

/// <summary>
/// Makes one TCP connection: looks the name up and tries its addresses in turn, twice round, until one answers.
/// </summary>
/// <remarks>
/// While another address is left to try, a silent one gets a short time only, so that a dead IPv6 route does not eat the
/// caller's patience; in the second round each gets Qt's 30 seconds.
/// </remarks>
internal sealed class Connector : IDisposable
{
    private const int Rounds = 2;
    private const int LastAttemptMilliseconds = 30_000;
    private const int EarlierAttemptMilliseconds = 3_000;

    private readonly INetwork _network;
    private readonly string _hostName;
    private readonly int _port;
    private readonly NetworkLayerProtocol _protocol;
    private readonly IHostLookup? _lookup;
    private IReadOnlyList<IPAddress> _addresses = [];
    private ISocketTransport? _attempt;
    private Deadline _attemptLimit;
    private int _next;

    /// <param name="network">Where to look up and connect.</param>
    /// <param name="hostName">A name, already in ACE form, or an address literal.</param>
    /// <param name="port">The port.</param>
    /// <param name="protocol">Which addresses may be tried.</param>
    /// <param name="wake">Called on any thread when the lookup has ended.</param>
    public Connector(INetwork network, string hostName, int port, NetworkLayerProtocol protocol, Action wake)
    {
        _network = network;
        _hostName = hostName;
        _port = port;
        _protocol = protocol;
        if (IPAddress.TryParse(hostName, out IPAddress? literal))
            _addresses = [literal];
        else
            _lookup = network.Lookup(hostName, wake);
    }

    /// <summary>The name is resolved, or needed no resolving.</summary>
    public bool IsLookupCompleted => _lookup is null || _lookup.IsCompleted;

    /// <summary>What went wrong, once <see cref="Step"/> returned Failed.</summary>
    public (QSocketError Error, string Text) Failure { get; private set; }

    public Interest Interest => _attempt is null ? Interest.Outside() : Interest.In(_attempt, read: false, write: true, _attemptLimit);

    /// <summary>Takes the addresses that the lookup found; false when there are none that may be tried.</summary>
    public bool TakeAddresses()
    {
        if (_lookup is not null)
        {
            _addresses = _lookup.Addresses;
            if (_addresses.Count == 0)
            {
                Failure = (QSocketError.HostNotFoundError,
                    $"The host name '{_hostName}' could not be resolved: {_lookup.Failure.TrimEnd('.')}. Check the spelling and the name server.");
                return false;
            }
        }
        List<IPAddress> allowed = [.. _addresses.Where(a => IsAllowed(a.AddressFamily))];
        if (allowed.Count == 0)
        {
            Failure = (QSocketError.HostNotFoundError,
                $"The host '{_hostName}' has no {(_protocol == NetworkLayerProtocol.IPv4Protocol ? "IPv4" : "IPv6")} address, and no other was allowed.");
            return false;
        }
        _addresses = allowed;
        return true;
    }

    /// <summary>Goes on with the attempts.</summary>
    /// <returns>The connection; or null while one is being made, and when <paramref name="failed"/> is set.</returns>
    public ISocketTransport? Step(out bool failed)
    {
        failed = false;
        while (true)
        {
            if (_attempt is null)
            {
                if (_next >= _addresses.Count * Rounds)
                {
                    failed = true;
                    return null;
                }
                StartAttempt(_addresses[_next % _addresses.Count]);
                continue;
            }
            SocketError state = _attempt.PollConnect();
            if (state == SocketError.Success)
            {
                ISocketTransport connected = _attempt;
                _attempt = null;
                return connected;
            }
            if (state == SocketError.WouldBlock)
            {
                if (!_attemptLimit.HasPassed)
                    return null;
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
    }

    private void StartAttempt(IPAddress address)
    {
        bool last = _next >= _addresses.Count * (Rounds - 1) || _addresses.Count == 1;
        try
        {
            _attempt = _network.Connect(new(address, _port));
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
        // A refusal does not get better by asking again at once: the second round is for silence and lost packets.
        if (error == SocketError.ConnectionRefused && _addresses.Count == 1)
            _next = Rounds;
        string target = $"{SocketErrors.Display(_hostName, _port)}{(address.ToString() == _hostName ? "" : $" ({address})")}";
        Failure = SocketErrors.Describe(error, target, connecting: true);
    }

    private bool IsAllowed(AddressFamily family) => _protocol switch
    {
        NetworkLayerProtocol.IPv4Protocol => family == AddressFamily.InterNetwork,
        NetworkLayerProtocol.IPv6Protocol => family == AddressFamily.InterNetworkV6,
        _ => family is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6,
    };
}
