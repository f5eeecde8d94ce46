using System.Globalization;
using System.Net;

namespace QSslCore;

/// <summary>
/// Finds out why the list of an issuer was of no use to the platform, which says only that there is none. It looks at the list itself:
/// the platform keeps no list that has expired, is from another issuer, or does not cover the certificate.
/// </summary>
internal static class RevocationListFault
{
    /// <summary>A list that is longer is not read to the end.</summary>
    private const int MaxBytes = 8 << 20;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    /// <summary>No other place than the one that is named, and nothing that says who asks.</summary>
    private static readonly Lazy<HttpClient> s_client = new(() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        Credentials = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    })
    { MaxResponseContentBufferSize = MaxBytes });

    /// <summary>Returns what is wrong, and what to do, as the end of a sentence; empty if nothing is found.</summary>
    /// <param name="certificate">A certificate of a verified path. Another one must not say where to ask.</param>
    /// <param name="limit">The maximum duration.</param>
    public static string Describe(QSslCertificate certificate, TimeSpan limit)
    {
        string? url = certificate.CrlUrls.FirstOrDefault(one => Uri.TryCreate(one, UriKind.Absolute, out Uri? uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps));
        if (url is null || limit <= TimeSpan.Zero)
            return "";
        using CancellationTokenSource time = new(limit < s_longest ? limit : s_longest);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, url);
            using HttpResponseMessage response = s_client.Value.Send(request, HttpCompletionOption.ResponseContentRead, time.Token);
            if (response.StatusCode != HttpStatusCode.OK)
                return $"{VisibleText.Of(url)} answers with the status {((int)response.StatusCode).ToString(CultureInfo.InvariantCulture)}";
            using MemoryStream body = new();
            response.Content.CopyTo(body, null, time.Token);
            return Describe(body.ToArray(), VisibleText.Of(url), certificate, DateTimeOffset.UtcNow);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return time.IsCancellationRequested
                ? $"{VisibleText.Of(url)} does not answer in time"
                : $"{VisibleText.Of(url)} cannot be read: {VisibleText.Of(e.Message.TrimEnd('.'))}";
        }
    }

    /// <summary>Returns what is wrong with a list; empty if nothing is found.</summary>
    /// <param name="der">The list.</param>
    /// <param name="place">Where it comes from.</param>
    /// <param name="certificate">The certificate that it is for.</param>
    /// <param name="now">The time.</param>
    public static string Describe(byte[] der, string place, QSslCertificate certificate, DateTimeOffset now)
    {
        if (RevocationList.Read(der) is not { } list)
            return $"what {place} sends is not a list (CRL) in DER: its issuer has to publish one";
        using System.Security.Cryptography.X509Certificates.X509Certificate2 native = certificate.ToX509Certificate2();
        if (!list.Issuer.RawData.AsSpan().SequenceEqual(native.IssuerName.RawData))
        {
            return $"the list from {place} is one of '{VisibleText.Of(list.Issuer.Name)}', and not of the issuer "
                + $"'{VisibleText.Of(certificate.Issuer)}': the list, or the address in the certificate, has to be corrected";
        }
        if (list.NextUpdate <= now)
            return $"the list from {place} is outdated since {Time(list.NextUpdate.Value)}: its issuer has to publish a new one";
        if (list.ThisUpdate > now)
        {
            return $"the list from {place} is valid only from {Time(list.ThisUpdate)} on: check the clock, which says {Time(now)}, or tell "
                + "its issuer";
        }
        return list.Scope.Length > 0
            ? $"the list from {place} is only for {list.Scope}: the certificate has to name one that covers it"
            : $"the list from {place} is current: see whether it is signed with the key of '{VisibleText.Of(certificate.Issuer)}'";
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
