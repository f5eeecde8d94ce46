using System.Runtime.InteropServices;
using QSslCore.Tls.Stapling;

namespace QSslCore.Tls.OpenSsl;

/// <summary>Signatures of OCSP responses, and of their signers, by OpenSSL.</summary>
internal sealed unsafe class OpenSslOcsp : IOcspSignatures
{
    public static OpenSslOcsp Instance { get; } = new();

    public bool IsSignedBy(ReadOnlySpan<byte> response, QSslCertificate signer)
    {
        OpenSslErrorQueue.Clear();
        try
        {
            using NativeChain known = new([signer]);
            using SafeOcspResponseHandle whole = Decode(response);
            if (whole.IsInvalid)
                return false;
            using SafeOcspBasicResponseHandle basic = Ocsp.OCSP_response_get1_basic(whole);
            // Only the signature, by this certificate: whether it may sign is judged elsewhere.
            CULong flags = new(Ocsp.OCSP_NOINTERN | Ocsp.OCSP_NOVERIFY);
            return !basic.IsInvalid && Ocsp.OCSP_basic_verify(basic, known.Stack, 0, flags) == 1;
        }
        catch (TlsSetupException)
        {
            return false;
        }
        finally
        {
            OpenSslErrorQueue.Clear();
        }
    }

    public bool IsSignedBy(QSslCertificate certificate, QSslCertificate issuer) =>
        OpenSslSignatures.Instance.IsSignedBy(certificate, issuer);

    private static SafeOcspResponseHandle Decode(ReadOnlySpan<byte> response)
    {
        fixed (byte* start = response)
        {
            byte* at = start;
            return Ocsp.d2i_OCSP_RESPONSE(0, &at, new CLong(response.Length));
        }
    }
}
