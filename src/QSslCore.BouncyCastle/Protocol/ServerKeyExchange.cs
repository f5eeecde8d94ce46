using Org.BouncyCastle.Math;
using Org.BouncyCastle.Tls;

namespace QSslCore.BouncyCastle.Protocol;

/// <summary>Reads the server's key exchange message up to TLS 1.2 (RFC 5246, section 7.4.3; RFC 8422, section 5.4; RFC 4279).</summary>
internal static class ServerKeyExchange
{
    private const byte NamedCurve = 3;

    /// <summary>Records the group, the key and the signature. It does not change the message, and the library reports its errors.</summary>
    public static void Read(HandshakeMessageInput message, SecurityParameters parameters, HandshakeNotes notes)
    {
        long start = message.Position;
        try
        {
            int exchange = parameters.KeyExchangeAlgorithm;
            if (exchange is KeyExchangeAlgorithm.PSK or KeyExchangeAlgorithm.ECDHE_PSK or KeyExchangeAlgorithm.DHE_PSK)
                notes.KeyHint = TlsUtilities.ReadOpaque16(message);
            if (exchange is KeyExchangeAlgorithm.ECDHE_ECDSA or KeyExchangeAlgorithm.ECDHE_RSA or KeyExchangeAlgorithm.ECDHE_PSK
                && TlsUtilities.ReadUint8(message) == NamedCurve)
            {
                notes.Group = TlsUtilities.ReadUint16(message);
                notes.EphemeralKey = EphemeralKeys.Read(notes.Group, TlsUtilities.ReadOpaque8(message));
            }
            else if (exchange is KeyExchangeAlgorithm.DHE_RSA or KeyExchangeAlgorithm.DHE_PSK)
            {
                BigInteger prime = TlsDHUtilities.ReadDHParameter(message), generator = TlsDHUtilities.ReadDHParameter(message);
                notes.Group = TlsDHUtilities.GetNamedGroupForDHParameters(prime, generator);
                notes.EphemeralKey = EphemeralKeys.Read(prime, generator, TlsDHUtilities.ReadDHParameter(message));
            }
            if (message.Position < message.Length && TlsUtilities.IsSignatureAlgorithmsExtensionAllowed(parameters.NegotiatedVersion))
                notes.PeerSignature = TlsUtilities.ReadUint16(message);
        }
        catch (IOException)
        {
            // The library reports the error.
        }
        finally
        {
            message.Position = start;
        }
    }

    /// <summary>Returns the algorithm at the beginning of a CertificateVerify message; -1 if the message is too short.</summary>
    public static int PeekScheme(HandshakeMessageInput message)
    {
        long start = message.Position;
        int scheme = message.Length - start >= 2 ? TlsUtilities.ReadUint16(message) : -1;
        message.Position = start;
        return scheme;
    }
}
