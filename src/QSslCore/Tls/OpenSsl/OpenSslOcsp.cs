using System.Runtime.InteropServices;
using QSslCore.Tls.Stapling;

namespace QSslCore.Tls.OpenSsl;

/// <summary>Checks signatures of OCSP responses, and of their signers, with OpenSSL.</summary>
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
            // This checks only the signature with this certificate. Other code judges whether the signer may sign.
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
