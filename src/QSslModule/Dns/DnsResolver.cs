using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;
using QSslCore;

namespace QSslModule;

/// <summary>Asks a resolver for what the system's functions do not look up: TLSA and MX records. What fails is an answer that says
/// why.</summary>
internal sealed class DnsResolver : ITlsaResolver
{
    /// <summary>Each server is asked twice.</summary>
    private const int Tries = 2;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(200);

    private readonly LookupClient _client;
    private readonly TimeSpan _limit;

    /// <param name="server">The resolver; null for those of the system.</param>
    /// <param name="limit">The time for a host.</param>
    public DnsResolver(IPEndPoint? server, TimeSpan limit)
    {
        // Half of the time is for the host.
        _limit = limit == Timeout.InfiniteTimeSpan || limit / 2 > s_longest ? s_longest : limit / 2 < s_shortest ? s_shortest : limit / 2;
        LookupClientOptions options = server is null ? new() : new(server);
        options.UseCache = false;
        options.Retries = Tries - 1;
        options.Timeout = _limit / Tries;
        // The question whether the answer was validated.
        options.RequestDnsSecRecords = true;
        options.ContinueOnEmptyResponse = false;
        _client = new(options);
    }

    /// <inheritdoc/>
    public async Task<TlsaAnswer> ResolveAsync(string hostName, int port, CancellationToken cancellationToken)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"_{port}._tcp.{hostName}");
        (DnsRecords answer, string failure) = await AskAsync(name, QueryType.TLSA, cancellationToken).ConfigureAwait(false);
        return new()
        {
            Failure = failure,
            IsValidated = answer.IsValidated,
            Records =
            [
                .. answer.Of<DnsClient.Protocol.TlsaRecord>().Select(record => new QSslCore.TlsaRecord(
                    (byte)record.CertificateUsage, (byte)record.Selector, (byte)record.MatchingType,
                    record.CertificateAssociationData.ToArray())),
            ],
        };
    }

    /// <summary>The hosts that take mail for a domain (RFC 5321, section 5.1), in the order of preference.</summary>
    /// <param name="domain">The domain, in ASCII.</param>
    /// <param name="cancellationToken">Ends the lookup.</param>
    public async Task<MailHosts> FindMailHostsAsync(string domain, CancellationToken cancellationToken)
    {
        (DnsRecords answer, string failure) = await AskAsync(domain, QueryType.MX, cancellationToken).ConfigureAwait(false);
        if (failure.Length > 0)
            return new([], answer.IsValidated) { Failure = failure };
        MailHost[] hosts =
        [
            .. answer.Of<MxRecord>().Select(record => new MailHost(record.Exchange.Value.TrimEnd('.'), record.Preference))
                .OrderBy(host => host.Preference).ThenBy(host => host.Name, StringComparer.OrdinalIgnoreCase)
                .DistinctBy(host => host.Name, StringComparer.OrdinalIgnoreCase),
        ];
        // A domain without them takes its mail itself.
        return hosts switch
        {
            [] when !answer.Exists => new([], answer.IsValidated) { DomainIsMissing = true },
            [] => new([new(domain, 0)], answer.IsValidated),
            [{ Name: "" }] => new([], answer.IsValidated),
            _ => new([.. hosts.Where(host => host.Name.Length > 0)], answer.IsValidated),
        };
    }

    private async Task<(DnsRecords Answer, string Failure)> AskAsync(string name, QueryType type, CancellationToken cancellationToken)
    {
        string question = $"The lookup of {type} records of {VisibleText.Of(name)}";
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_limit);
        try
        {
            IDnsQueryResponse response = await _client.QueryAsync(name, type, QueryClass.IN, limit.Token).ConfigureAwait(false);
            DnsRecords answer = DnsRecords.Of(name, response);
            DnsHeaderResponseCode code = (DnsHeaderResponseCode)response.Header.ResponseCode;
            return code is DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain
                ? (answer, "")
                : (DnsRecords.None, $"{question} failed: the resolver {response.NameServer} answered {code}");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is DnsResponseException or DnsXidMismatchException or DnsResponseParseException or SocketException
            or IOException or OperationCanceledException or InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            return (DnsRecords.None, $"{question} failed: {Why(e)}");
        }
    }

    private string Why(Exception e)
    {
        string servers = _client.NameServers.Count == 0
            ? "no resolver is known: name one with -DnsServer"
            : $"no answer of {string.Join(", ", _client.NameServers.Select(server => server.ToString()))} could be used within the time";
        return e is DnsResponseParseException or IndexOutOfRangeException or ArgumentException ? $"{servers}; the answer cannot be read"
            : e.InnerException is SocketException inner ? $"{servers}; {VisibleText.Of(inner.Message)}"
            : servers;
    }
}
