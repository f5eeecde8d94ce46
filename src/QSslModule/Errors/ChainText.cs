using System.Globalization;
using System.Text;
using QSslCore;

namespace QSslModule;

/// <summary>Draws the chain of a peer as text, leaf first, and marks the certificates with errors.</summary>
internal static class ChainText
{
    private const string Plain = "     ";
    private const string Marked = "  >> ";

    /// <param name="sent">The certificates as the peer sent them.</param>
    /// <param name="verified">The path that was built from them and the known authorities.</param>
    /// <param name="errors">The errors of the chain.</param>
    public static string Draw(
        IReadOnlyList<QSslCertificate> sent, IReadOnlyList<QSslCertificate> verified, IReadOnlyList<QSslError> errors)
    {
        StringBuilder text = new();
        List<QSslError> left = [.. errors];
        for (int i = 0; i < sent.Count; i++)
            DrawLink(text, i.ToString(CultureInfo.InvariantCulture), sent[i], "", left);
        foreach (QSslCertificate known in verified.Where(link => !sent.Contains(link)))
            DrawLink(text, "+", known, " (not sent, known here)", left);
        if (errors.Any(IsMissingIssuer) && (verified.Count > 0 ? verified : sent) is [.., { IsSelfSigned: false } last])
            Line(text, Marked, $"?  {last.Issuer} (the issuer: neither sent nor known here)");
        foreach (QSslError error in left)
            Line(text, Marked, $"   {error.Error}: {VisibleText.Of(error.ErrorString)}");
        return text.ToString().TrimEnd();
    }

    private static void DrawLink(StringBuilder text, string position, QSslCertificate link, string note, List<QSslError> left)
    {
        List<QSslError> here = left.FindAll(error => error.Certificate.Equals(link));
        left.RemoveAll(here.Contains);
        Line(text, here.Count > 0 ? Marked : Plain, $"{position}  {(link.Subject.Length > 0 ? link.Subject : "(no subject)")}{note}");
        Line(text, Plain, string.Create(CultureInfo.InvariantCulture,
            $"   {link.KeyDescription}, {link.EffectiveDate:yyyy-MM-dd} to {link.ExpiryDate:yyyy-MM-dd}, "
                + $"SHA-256 {link.Sha256Thumbprint[..16]}…"));
        foreach (QSslError error in here)
            Line(text, Marked, $"   {error.Error}: {VisibleText.Of(error.ErrorString)}");
    }

    private static bool IsMissingIssuer(QSslError error) => error.Error is SslErrorCode.UnableToGetLocalIssuerCertificate
        or SslErrorCode.UnableToGetIssuerCertificate or SslErrorCode.UnableToVerifyFirstCertificate;

    private static void Line(StringBuilder text, string margin, string content) => text.Append(margin).Append(content).Append('\n');
}
