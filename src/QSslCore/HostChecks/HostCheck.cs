using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using QSslCore.Sockets;

namespace QSslCore;

/// <summary>
/// Checks one TLS host: connects, starts TLS, verifies the host and collects the facts. It does not judge them. A
/// <see cref="HostCheckResult"/> says what the host did, and the caller decides what is good. The cmdlet Test-SslHost uses this class.
/// </summary>
/// <remarks>
/// A check can run several times, also at the same time. Each run makes its own connection and does not block a thread. No application
/// data is sent, and a host whose identity is not accepted receives no credentials. Instances are immutable. Several threads can share
/// them as long as the configuration does not change during a run.
/// </remarks>
public sealed class HostCheck
{
    /// <summary>The host name or address to connect to. Internationalized names are supported.</summary>
    public required string HostName { get; init; }

    /// <summary>The port, 1 to 65535. The default is 443.</summary>
    public int Port { get; init; } = 443;

    /// <summary>The address to connect to instead of the addresses of the name, or null. The name is still sent (SNI) and
    /// verified.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The name to send (SNI) and to verify instead of <see cref="HostName"/>, or empty for <see cref="HostName"/>.</summary>
    public string PeerName { get; init; } = "";

    /// <summary>The IP version to use if a name has addresses of both. The default is any.</summary>
    public NetworkLayerProtocol NetworkProtocol { get; init; } = NetworkLayerProtocol.AnyIPProtocol;

    /// <summary>The proxy to connect through, or null for the application's proxy.</summary>
    public QNetworkProxy? Proxy { get; init; }

    /// <summary>The local address to connect from, or null for the system's choice. If it cannot be used, the host is
    /// unreachable.</summary>
    public IPAddress? LocalAddress { get; init; }

    /// <summary>The protocol that comes before TLS, or null if the port starts with TLS.</summary>
    public StartTlsProtocol? StartTls { get; init; }

    /// <summary>
    /// The settings of the connection and the authorities to trust. Each run uses a copy. The peer is always verified, even if the
    /// configuration says otherwise. A stapled OCSP response is requested if the backend supports it. If the configuration did not request
    /// one itself, a missing or bad response is a fact (<see cref="HostCheckResult.StapleError"/>) and not an error of the host.
    /// </summary>
    public QSslConfiguration Configuration { get; init; } = QSslConfiguration.DefaultConfiguration;

    /// <summary>
    /// Returns whether an error of the host's identity is accepted. The handshake continues only if every error is accepted. Null accepts
    /// none. Any thread may call the function, and an exception from it ends the run.
    /// </summary>
    public Func<QSslError, bool>? AcceptsError { get; init; }

    /// <summary>Fills in a pre-shared key that the host requests, or null to offer none. A host that has proved that it knows the key needs
    /// no certificate. Any thread may call the function.</summary>
    public Action<QSslPreSharedKeyAuthenticator>? PreSharedKey { get; init; }

    /// <summary>Whether to ask the issuers if a certificate of the verified path is revoked (CRL and OCSP). They are asked only about a
    /// host without errors, because the addresses of the issuers are in its certificates. The default is false.</summary>
    public bool ChecksRevocation { get; init; }

    /// <summary>
    /// Looks up TLSA records (DANE), or null to ask for none. The host is looked up by <see cref="HostName"/>. Only an answer that was
    /// validated makes up for errors of the identity: usage 2 for an unknown authority, usage 3 for the name and the time, too.
    /// </summary>
    public ITlsaResolver? TlsaResolver { get; init; }

    /// <summary>The time limit of a run, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for none. A run that reaches it ends
    /// with a result. The default is 30 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Receives each socket before it connects.</summary>
    internal Action<QSslSocket>? Prepare { get; init; }

    /// <summary>Receives the phases of each connection; null for no receiver.</summary>
    internal Action<TraceLine>? Narrator { get; init; }

    /// <summary>Checks the host. Every failure of the host is a result and not an exception.</summary>
    /// <param name="cancellationToken">Cancels the run and aborts the connection.</param>
    /// <exception cref="ArgumentException">A property is null, empty or out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public Task<HostCheckResult> RunAsync(CancellationToken cancellationToken = default)
    {
        Validate();
        return RunAsync(Address, TimeSpan.Zero, Timeout, cancellationToken);
    }

    /// <summary>
    /// Checks all addresses of the name at the same time. They are often different machines. <see cref="Address"/> is not used.
    /// <see cref="Timeout"/> limits the lookup and the runs together.
    /// </summary>
    /// <param name="cancellationToken">Cancels the runs and aborts the connections.</param>
    /// <returns>A result for each address, in the order of the resolver. If there is no address, one result that says why.</returns>
    /// <exception cref="ArgumentException">A property is null, empty or out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public async Task<IReadOnlyList<HostCheckResult>> RunAllAddressesAsync(CancellationToken cancellationToken = default)
    {
        Validate();
        Stopwatch watch = Stopwatch.StartNew();
        IPAddress?[] addresses = await ResolveAsync(cancellationToken).ConfigureAwait(false);
        TimeSpan lookup = watch.Elapsed;
        TimeSpan left = Timeout == System.Threading.Timeout.InfiniteTimeSpan
            ? Timeout
            : TimeSpan.FromMilliseconds(Math.Max(1, (Timeout - lookup).TotalMilliseconds));
        // A run without an address looks up the name itself, and fails with the same message as any other connection.
        IPAddress?[] places = addresses.Length > 0 ? addresses : [null];
        return await Task.WhenAll(places.Select(place => RunAsync(place, lookup, left, cancellationToken))).ConfigureAwait(false);
    }

    private async Task<IPAddress[]> ResolveAsync(CancellationToken cancellationToken)
    {
        HostTarget target = HostTarget.Parse(HostName, Port);
        if (target.Fault is not null)
            return [];
        AddressFamily family = NetworkProtocol switch
        {
            NetworkLayerProtocol.IPv4Protocol => AddressFamily.InterNetwork,
            NetworkLayerProtocol.IPv6Protocol => AddressFamily.InterNetworkV6,
            _ => AddressFamily.Unspecified,
        };
        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(target.WireName, family, cancellationToken)
                .WaitAsync(Timeout, cancellationToken).ConfigureAwait(false);
            return [.. addresses.Distinct()];
        }
        catch (Exception e) when (e is SocketException or TimeoutException or ArgumentException)
        {
            return [];
        }
    }

    private async Task<HostCheckResult> RunAsync(
        IPAddress? address, TimeSpan lookup, TimeSpan limit, CancellationToken cancellationToken)
    {
        using HostCheckRun run = new(this, address, lookup, limit);
        HostCheckResult result = await run.RunAsync(cancellationToken).ConfigureAwait(false);
        if (result is not { ClientCertificate: ClientCertificateAnswer.Refused, Alert: null })
            return result;
        // A host that closes the connection while there is something from us that it has not read resets it, and what it has said before,
        // a refusal or a session, can get lost with that (on Windows always). It is asked again, with nothing to leave unread.
        TimeSpan left = limit == System.Threading.Timeout.InfiniteTimeSpan ? limit : limit - result.Timings.Total;
        if (left <= TimeSpan.Zero && left != limit)
            return result;
        using HostCheckRun again = new(this, address, lookup, left) { KeepsOutputOpen = true };
        HostCheckResult second = await again.RunAsync(cancellationToken).ConfigureAwait(false);
        return second.Outcome == HostCheckOutcome.Unreachable ? result : second;
    }

    private void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(HostName);
        ArgumentOutOfRangeException.ThrowIfLessThan(Port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, ushort.MaxValue);
        ArgumentNullException.ThrowIfNull(PeerName);
        ArgumentNullException.ThrowIfNull(Configuration);
        if (Timeout != System.Threading.Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(Timeout, TimeSpan.Zero);
            // This is the maximum of a timer.
            ArgumentOutOfRangeException.ThrowIfGreaterThan(Timeout, TimeSpan.FromMilliseconds(int.MaxValue));
        }
    }
}
