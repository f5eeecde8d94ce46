using Org.BouncyCastle.Ocsp;
using Org.BouncyCastle.X509;
using QSslCore.Tls.Stapling;

namespace QSslCore.BouncyCastle.Ocsp;

/// <summary>Checks the signatures of OCSP responses and of their signers.</summary>
internal sealed class ResponseSignatures : IOcspSignatures
{
    public static ResponseSignatures Instance { get; } = new();

    public bool IsSignedBy(ReadOnlySpan<byte> response, QSslCertificate signer)
    {
        byte[] encoded = response.ToArray();
        return Holds(() =>
            new OcspResp(encoded).GetResponseObject() is BasicOcspResp basic && basic.Verify(ToNative(signer).GetPublicKey()));
    }

    public bool IsSignedBy(QSslCertificate certificate, QSslCertificate issuer) =>
        Holds(() => ToNative(certificate).IsSignatureValid(ToNative(issuer).GetPublicKey()));

    private static bool Holds(Func<bool> check)
    {
        try
        {
            return check();
        }
#pragma warning disable CA1031 // The library throws many types of exceptions for data that it cannot read. Such data proves nothing.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private static X509Certificate ToNative(QSslCertificate certificate) => new(certificate.ToDer());
}
