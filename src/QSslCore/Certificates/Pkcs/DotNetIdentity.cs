using System.Security.Cryptography.X509Certificates;

namespace QSslCore;

/// <summary>Uses .NET certificates with their private keys as this side's identity.</summary>
internal static class DotNetIdentity
{
    /// <summary>Returns the certificate and the available intermediate certificates: given ones, or those in the system's stores. Nothing
    /// is downloaded.</summary>
    public static QSslCertificate[] ChainOf(X509Certificate2 certificate, IEnumerable<X509Certificate2> beside)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllFlags;
        chain.ChainPolicy.ExtraStore.AddRange(beside.ToArray());
        _ = chain.Build(certificate);
        List<QSslCertificate> links = [QSslCertificate.FromX509Certificate2(certificate)];
        foreach (X509ChainElement element in chain.ChainElements)
        {
            QSslCertificate link = QSslCertificate.FromX509Certificate2(element.Certificate);
            element.Certificate.Dispose();
            // A peer has the root already, or does not trust it.
            if (!link.IsSelfSigned && !links.Contains(link))
                links.Add(link);
        }
        return [.. links];
    }
}
