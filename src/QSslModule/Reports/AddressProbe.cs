using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using QSslCore;

namespace QSslModule;

/// <summary>Looks at every address behind a name: they are often different machines, and one of them was forgotten.</summary>
internal static class AddressProbe
{
    /// <summary>A report for each address, in the order of the name server; one report when there is no address.</summary>
    /// <param name="hostName">The name, or an address.</param>
    /// <param name="family">Which addresses.</param>
    /// <param name="probe">A probe for an address; for none, one that looks the name up itself and tells why that fails.</param>
    /// <param name="limit">How long each test may take, with the look-up.</param>
    /// <param name="token">Cancels.</param>
    public static async Task<SslHostReport[]> RunAsync(
        string hostName, AddressFamily family, Func<IPAddress?, TimeSpan, HostProbe> probe, TimeSpan limit, CancellationToken token)
    {
        Stopwatch watch = Stopwatch.StartNew();
        IPAddress[] addresses = [];
        try
        {
            addresses = await Dns.GetHostAddressesAsync(HostName.ToAce(hostName) ?? hostName, family, token).WaitAsync(limit, token)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or TimeoutException or ArgumentException)
        {
            // The probe without an address says it in the words of any other test.
        }
        TimeSpan lookup = watch.Elapsed;
        TimeSpan left = limit == Timeout.InfiniteTimeSpan
            ? limit
            : TimeSpan.FromMilliseconds(Math.Max(1, (limit - lookup).TotalMilliseconds));
        IPAddress?[] places = addresses.Length > 0 ? [.. addresses.Distinct()] : [null];
        return await Task.WhenAll(places.Select(place => probe(place, lookup).RunAsync(left, token))).ConfigureAwait(false);
    }
}
