using System.Collections.Concurrent;
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

    /// <summary>How far the clocks of this machine and of an issuer may be apart.</summary>
    private static readonly TimeSpan s_clocks = TimeSpan.FromMinutes(5);

    /// <summary>No other place than the one that is named, and nothing that says who asks.</summary>
    private static readonly Lazy<HttpClient> s_client = new(() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        Credentials = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    })
    { MaxResponseContentBufferSize = MaxBytes });

    /// <summary>How long a list is not looked at again that was valid already. The platform keeps lists, too.</summary>
    private static readonly TimeSpan s_kept = TimeSpan.FromHours(1);

    private const int MaxKept = 4096;

    private static readonly ConcurrentDictionary<string, DateTimeOffset> s_valid = new(StringComparer.Ordinal);

    /// <summary>
    /// Returns that the list of an issuer is not valid yet, as the end of a sentence; empty if it is, or if it cannot be read. The
    /// platform's lists count on some systems although they are of tomorrow.
    /// </summary>
    /// <param name="certificate">A certificate of a verified path that the platform calls good.</param>
    /// <param name="limit">The maximum duration.</param>
    public static string NotYetValid(QSslCertificate certificate, TimeSpan limit)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        if (UrlOf(certificate) is not { } url || limit <= TimeSpan.Zero
            || (s_valid.TryGetValue(url, out DateTimeOffset until) && now < until))
            return "";
        using CancellationTokenSource time = new(limit < s_longest ? limit : s_longest);
        try
        {
            using HttpResponseMessage response = Get(url, time.Token, out byte[] body);
            if (response.StatusCode != HttpStatusCode.OK || RevocationList.Read(body) is not { } list)
                return "";
            if (list.ThisUpdate > now + s_clocks)
                return NotYetValid(VisibleText.Of(url), list, now);
            if (s_valid.Count >= MaxKept)
                s_valid.Clear();
            s_valid[url] = now + s_kept;
            return "";
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return "";
        }
    }

    /// <summary>Returns what is wrong, and what to do, as the end of a sentence; empty if nothing is found.</summary>
    /// <param name="certificate">A certificate of a verified path. Another one must not say where to ask.</param>
    /// <param name="issuer">The next certificate of the path.</param>
    /// <param name="limit">The maximum duration.</param>
    public static string Describe(QSslCertificate certificate, QSslCertificate issuer, TimeSpan limit)
    {
        if (UrlOf(certificate) is not { } url || limit <= TimeSpan.Zero)
            return "";
        using CancellationTokenSource time = new(limit < s_longest ? limit : s_longest);
        try
        {
            using HttpResponseMessage response = Get(url, time.Token, out byte[] body);
            if (response.StatusCode != HttpStatusCode.OK)
                return $"{VisibleText.Of(url)} answers with the status {((int)response.StatusCode).ToString(CultureInfo.InvariantCulture)}";
            return Describe(body, VisibleText.Of(url), certificate, issuer, DateTimeOffset.UtcNow);
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
    /// <param name="issuer">The certificate of its issuer.</param>
    /// <param name="now">The time.</param>
    public static string Describe(byte[] der, string place, QSslCertificate certificate, QSslCertificate issuer, DateTimeOffset now)
    {
        if (RevocationList.Read(der) is not { } list)
            return $"what {place} sends is not a list (CRL) in DER: its issuer has to publish one";
        using System.Security.Cryptography.X509Certificates.X509Certificate2 native = certificate.ToX509Certificate2();
        if (!list.Issuer.RawData.AsSpan().SequenceEqual(native.IssuerName.RawData))
        {
            return $"the list from {place} is one of '{VisibleText.Of(list.Issuer.Name)}', and not of the issuer "
                + $"'{VisibleText.Of(certificate.Issuer)}': the list, or the address in the certificate, has to be corrected";
        }
        // What is said below is of a list that its issuer has made.
        bool? isSigned = RevocationListSignature.IsSignedBy(der, issuer);
        if (isSigned == false)
        {
            return $"the list from {place} is not signed with the key of '{VisibleText.Of(certificate.Issuer)}' that the path has: it is "
                + "forged or damaged, or its issuer has another key for lists and has to publish one of this key";
        }
        if (list.NextUpdate <= now)
            return $"the list from {place} is outdated since {Time(list.NextUpdate.Value)}: its issuer has to publish a new one";
        if (list.ThisUpdate > now)
            return NotYetValid(place, list, now);
        return list.Scope.Length > 0
            ? $"the list from {place} is only for {list.Scope}: the certificate has to name one that covers it"
            : $"the list from {place} is current{(isSigned == true ? " and signed with the key of its issuer" : "")}: see whether "
                + (isSigned == true
                    ? $"'{VisibleText.Of(certificate.Issuer)}' may sign lists (the key usage cRLSign)"
                    : $"it is signed with the key of '{VisibleText.Of(certificate.Issuer)}'");
    }

    private static string? UrlOf(QSslCertificate certificate) => certificate.CrlUrls.FirstOrDefault(one =>
        Uri.TryCreate(one, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps));

    private static HttpResponseMessage Get(string url, CancellationToken token, out byte[] body)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, url);
        HttpResponseMessage response = s_client.Value.Send(request, HttpCompletionOption.ResponseContentRead, token);
        using MemoryStream content = new();
        response.Content.CopyTo(content, null, token);
        body = content.ToArray();
        return response;
    }

    private static string NotYetValid(string place, RevocationList list, DateTimeOffset now) =>
        $"the list from {place} is valid only from {Time(list.ThisUpdate)} on: check the clock, which says {Time(now)}, or tell its issuer";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
