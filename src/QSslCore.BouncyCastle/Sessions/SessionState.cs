using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Tls;
using QSslCore.BouncyCastle.Library;
using QSslCore.BouncyCastle.Settings;

namespace QSslCore.BouncyCastle.Sessions;

/// <summary>
/// A TLS 1.2 session that can be resumed by its number. The library has no TLS 1.3 sessions. The session includes the chain that the
/// peer sent, because the peer must be verified again.
/// </summary>
/// <remarks>
/// The encoded form: SEQUENCE { UTF8String "bouncycastle", OCTET STRING hash, OCTET STRING of SEQUENCE { INTEGER version, INTEGER suite,
/// OCTET STRING number, OCTET STRING secret, SEQUENCE OF SEQUENCE { INTEGER extension, OCTET STRING data }, SEQUENCE OF OCTET STRING
/// certificate, leaf first } }. The hash detects a damaged session before it is offered to a server.
/// </remarks>
internal sealed record SessionState(
    ProtocolVersion Version, int Suite, byte[] Number, byte[] Secret, IReadOnlyDictionary<int, byte[]> Extensions, QSslCertificate[] Chain)
{
    private const int MaxChainLength = 100;
    private const int MaxNumberLength = 32;

    /// <summary>Returns the session of a handshake that has just been completed; null if it cannot be resumed safely.</summary>
    public static SessionState? Of(TlsContext context)
    {
        if (context.ResumableSession is not { } session || session.ExportSessionParameters() is not { } parameters
            || TlsUtilities.IsTlsV13(parameters.NegotiatedVersion) || !parameters.IsExtendedMasterSecret
            || Suites.SharesKey(TlsUtilities.GetKeyExchangeAlgorithm(parameters.CipherSuite)))
        {
            return null;
        }
        byte[] secret = Provider.Crypto.AdoptSecret(parameters.MasterSecret).Extract();
        IDictionary<int, byte[]> extensions = parameters.ReadServerExtensions() ?? new Dictionary<int, byte[]>();
        return new(parameters.NegotiatedVersion, parameters.CipherSuite, session.SessionID, secret, extensions.AsReadOnly(), []);
    }

    /// <summary>Returns the session in the form of the library, which clears the objects that it receives.</summary>
    public TlsSession ToNative() => TlsUtilities.ImportSession(Number, new SessionParameters.Builder()
        .SetNegotiatedVersion(Version)
        .SetCipherSuite(Suite)
        .SetExtendedMasterSecret(true)
        .SetMasterSecret(Provider.Crypto.CreateSecret([.. Secret]))
        .SetServerExtensions(Extensions.ToDictionary())
        .Build());

    public byte[] Encode()
    {
        AsnWriter body = new(AsnEncodingRules.DER);
        using (body.PushSequence())
        {
            body.WriteInteger(Version.FullVersion);
            body.WriteInteger(Suite);
            body.WriteOctetString(Number);
            body.WriteOctetString(Secret);
            using (body.PushSequence())
            {
                foreach ((int type, byte[] data) in Extensions)
                {
                    using (body.PushSequence())
                    {
                        body.WriteInteger(type);
                        body.WriteOctetString(data);
                    }
                }
            }
            using (body.PushSequence())
            {
                foreach (QSslCertificate certificate in Chain)
                    body.WriteOctetString(certificate.ToDer());
            }
        }
        byte[] encoded = body.Encode();
        AsnWriter whole = new(AsnEncodingRules.DER);
        using (whole.PushSequence())
        {
            whole.WriteCharacterString(UniversalTagNumber.UTF8String, BouncyCastleBackend.BackendName);
            whole.WriteOctetString(SHA256.HashData(encoded));
            whole.WriteOctetString(encoded);
        }
        return whole.Encode();
    }

    /// <summary>Returns the session, or null if the data is not a session or is damaged.</summary>
    public static SessionState? Decode(byte[] ticket)
    {
        try
        {
            AsnReader whole = new(ticket, AsnEncodingRules.DER);
            AsnReader outer = whole.ReadSequence();
            whole.ThrowIfNotEmpty();
            if (outer.ReadCharacterString(UniversalTagNumber.UTF8String) != BouncyCastleBackend.BackendName)
                return null;
            byte[] hash = outer.ReadOctetString(), encoded = outer.ReadOctetString();
            outer.ThrowIfNotEmpty();
            return SHA256.HashData(encoded).AsSpan().SequenceEqual(hash)
                ? Read(new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence())
                : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static SessionState? Read(AsnReader reader)
    {
        if (!reader.TryReadInt32(out int version) || !reader.TryReadInt32(out int suite))
            return null;
        byte[] number = reader.ReadOctetString(), secret = reader.ReadOctetString();
        Dictionary<int, byte[]> extensions = [];
        for (AsnReader all = reader.ReadSequence(); all.HasData;)
        {
            AsnReader one = all.ReadSequence();
            if (!one.TryReadInt32(out int type))
                return null;
            extensions[type] = one.ReadOctetString();
        }
        List<QSslCertificate> chain = [];
        for (AsnReader all = reader.ReadSequence(); all.HasData && chain.Count < MaxChainLength;)
            chain.Add(QSslCore.Tls.TlsVerification.ReadCertificate(all.ReadOctetString()));
        ProtocolVersion? negotiated = Array.Find(
            ProtocolVersion.TLSv12.DownTo(ProtocolVersion.TLSv10), known => known.FullVersion == version);
        return negotiated is null || number.Length is 0 or > MaxNumberLength || chain.Exists(c => c.IsNull)
            ? null
            : new(negotiated, suite, number, secret, extensions, [.. chain]);
    }
}
