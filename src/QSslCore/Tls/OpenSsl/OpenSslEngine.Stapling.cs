using System.Runtime.InteropServices;
using QSslCore.Tls.Stapling;

namespace QSslCore.Tls.OpenSsl;

// OCSP stapling: a client that requires a response, and a server that has one.
internal sealed unsafe partial class OpenSslEngine
{
    private const int OcspStatusType = 1;

    /// <summary>
    /// Whether a stapled response is required. It may be received after the certificate, and the library does not pause there. The
    /// handshake continues, and the gate withholds this side's last flight until the peer is accepted.
    /// </summary>
    private bool InsistsOnStaple => !IsServer && _configuration.OcspStaplingEnabled
        && PeerVerification.VerifiesPeer(_configuration.PeerVerifyMode, SslMode.SslClientMode);

    private void AskForStaple()
    {
        if (IsServer && _configuration.OcspStaplingEnabled)
            throw new TlsSetupException("OcspStaplingEnabled is a client's setting; a server staples what StapledOcspResponse holds.");
        if (!IsServer && _configuration.OcspStaplingEnabled)
            OpenSslErrorQueue.Check(Ssl.SSL_ctrl_none(_ssl, Ssl.SSL_CTRL_SET_TLSEXT_STATUS_REQ_TYPE, new CLong(OcspStatusType),
                0).Value == 1);
    }

    /// <summary>Judges the stapled response, which must have been received by now; false if it cannot be decoded.</summary>
    private bool JudgeStaple()
    {
        nint length = Ssl.SSL_ctrl_key(_ssl, Ssl.SSL_CTRL_GET_TLSEXT_STATUS_REQ_OCSP_RESP, new CLong(0), out nint response).Value;
        byte[] stapled = response == 0 || length <= 0 ? [] : new ReadOnlySpan<byte>((byte*)response, (int)length).ToArray();
        if (OcspVerdict.Judge(stapled, _peer, _configuration, OpenSslOcsp.Instance) is not { } judged)
            return false;
        _peer = judged;
        return true;
    }

    /// <summary>Called when a client requests a response. It passes the response to the library.</summary>
    [UnmanagedCallersOnly]
    internal static int StatusCallback(nint ssl, nint unused)
    {
        if (FromSsl(ssl) is not { IsServer: true } engine)
            return Ssl.SSL_TLSEXT_ERR_OK;
        try
        {
            byte[] response = engine.Served.StapledOcspResponse;
            if (response.Length == 0)
                return Ssl.SSL_TLSEXT_ERR_NOACK;
            // The library frees the memory with the connection.
            byte* memory = Ocsp.CRYPTO_malloc((nuint)response.Length, "", 0);
            if (memory is null)
                return Ssl.SSL_TLSEXT_ERR_NOACK;
            response.CopyTo(new Span<byte>(memory, response.Length));
            _ = Ssl.SSL_ctrl_raw(ssl, Ssl.SSL_CTRL_SET_TLSEXT_STATUS_REQ_OCSP_RESP, new CLong(response.Length), (nint)memory);
            return Ssl.SSL_TLSEXT_ERR_OK;
        }
#pragma warning disable CA1031 // No exception may cross native frames. It is thrown again after them.
        catch (Exception e)
#pragma warning restore CA1031
        {
            engine.Keep(e);
            return Ssl.SSL_TLSEXT_ERR_NOACK;
        }
    }
}
