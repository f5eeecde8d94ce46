using System.Globalization;
using System.Text;
using QSslCore;

namespace QSslModule;

/// <summary>A certificate chain as text, with the faulty links marked, and what to do about them.</summary>
internal static class ChainText
{
    public static string Draw(IReadOnlyList<QSslCertificate> chain, IReadOnlyList<QSslError> errors)
    {
        StringBuilder text = new();
        HashSet<QSslError> drawn = [];
        for (int i = 0; i < chain.Count; i++)
        {
            QSslCertificate link = chain[i];
            string indent = i == 0 ? "  " : new string(' ', 2 * i) + "  └─ ";
            text.AppendLine(CultureInfo.InvariantCulture, $"{indent}{link.Subject}  (valid {link.EffectiveDate:yyyy-MM-dd} to {link.ExpiryDate:yyyy-MM-dd})");
            foreach (QSslError error in errors.Where(e => e.Certificate.Equals(link)).Distinct())
            {
                drawn.Add(error);
                text.AppendLine(CultureInfo.InvariantCulture, $"{new string(' ', 2 * i)}     >>> {error.Error}: {error.ErrorString}");
            }
        }
        foreach (QSslError error in errors.Where(e => !drawn.Contains(e)).Distinct())
            text.AppendLine(CultureInfo.InvariantCulture, $"     >>> {error.Error}: {error.ErrorString}");
        return text.ToString().TrimEnd();
    }

    public static string Remedy(IReadOnlyList<QSslError> errors, IReadOnlyList<QSslCertificate> chain)
    {
        SslErrorCode first = errors[0].Error;
        return first switch
        {
            SslErrorCode.CertificateExpired => "Renew the certificate on the server.",
            SslErrorCode.CertificateNotYetValid => "Check the clocks of both sides; the certificate is for later.",
            SslErrorCode.HostNameMismatch => "Connect by a name that the certificate is valid for, or give it with -PeerName.",
            SslErrorCode.SelfSignedCertificate =>
                $"If this is the certificate you expect (SHA-256 {Thumbprint(chain)}), trust it with -CaCertificate, or approve it in a pause (-PauseOnSslErrors).",
            SslErrorCode.NoPeerCertificate => "The peer showed no certificate; it cannot be identified.",
            _ when ErrorIds.For(first) == ErrorIds.UnknownIssuer =>
                "Give the authority's certificate with -CaCertificate; if it is a known one, the server should send its intermediate certificates.",
            _ => "Look at the certificates with Get-SslPeerChain.",
        };
    }

    private static string Thumbprint(IReadOnlyList<QSslCertificate> chain) => chain.Count > 0 ? chain[0].Sha256Thumbprint : "unknown";
}
