using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Tests.Ocsp;

/// <summary>What every backend that looks at staples says of responses that a server minted: the same.</summary>
public sealed class OcspVerdictTests
{
    private const string AnyUsage = "2.5.29.37.0";
    private const string Nonce = "1.3.6.1.5.5.7.48.1.2";

    private static readonly string[] s_backends = BackendPairs.With(SupportedFeature.Ocsp);

    private static readonly Dictionary<string, Func<OcspWriter>> s_good = new()
    {
        ["by the issuer"] = () => new(),
        ["by the issuer's key"] = () => new() { NamesKey = true },
        ["with SHA-256 in the CertID"] = () => Answered(new() { Hash = HashAlgorithmName.SHA256 }),
        ["with MD5 in the CertID"] = () => Answered(new() { Hash = HashAlgorithmName.MD5 }),
        ["without an end"] = () => Answered(new() { NextUpdate = null }),
        ["with RSASSA-PSS and SHA-256"] = () => new() { Padding = RSASignaturePadding.Pss },
        ["by a responder"] = () => By(OcspWriter.Delegate()),
        ["by a responder with P-256"] = () => By(OcspWriter.Delegate(Needs.EllipticKey(ECCurve.NamedCurves.nistP256))),
        ["by a responder without a key usage"] = () => By(OcspWriter.Delegate(keyUsage: null)),
        ["by a responder with nocheck"] = () => By(OcspWriter.Delegate(extension: new("1.3.6.1.5.5.7.48.1.5", [5, 0], critical: false))),
        ["with extensions that are not critical"] = () => new()
        {
            Extensions = [(OcspWriter.UnknownExtension, false), (Nonce, true)],
            Answers = [new() { Extensions = [(OcspWriter.UnknownExtension, false)] }],
        },
    };

    private static readonly Dictionary<string, (Func<OcspWriter> Make, SslErrorCode Code, string Text)> s_bad = new()
    {
        // The response's signature.
        ["signed with MD5"] = Untrusted(() => new() { Hash = HashAlgorithmName.MD5 }, "md5"),
        ["signed with SHA-1"] = Untrusted(() => new() { Hash = HashAlgorithmName.SHA1 }, "sha1"),
        ["signed with SHA-1 and ECDSA"] = Untrusted(
            () => By(OcspWriter.Delegate(Needs.EllipticKey(ECCurve.NamedCurves.nistP256)), HashAlgorithmName.SHA1), "SHA1"),
        ["signed with PSS and SHA-1"] = Untrusted(() => new() { Padding = RSASignaturePadding.Pss, Hash = HashAlgorithmName.SHA1 }, "PSS"),
        ["signed with an unknown algorithm"] = Untrusted(
            () => new() { Algorithm = OcspWriter.Sequence(w => w.WriteObjectIdentifier("1.2.3.4")) }, "1.2.3.4"),
        ["signed by another key"] = Untrusted(() => new() { Key = RSA.Create(2048) }, "its signature is not that of"),
        ["signed by another authority"] = Untrusted(() =>
            By((TestPki.OtherRoot.CopyKey(), TestPki.OtherRoot.Certificate.ToDer())), "was not issued by"),
        ["signed by the server itself"] = Untrusted(
            () => By((OcspWriter.RsaOf(TestPki.ServerRsa), TestPki.ServerRsa.Certificate.ToDer())), "not authorized"),
        ["signed by nobody who is there"] = Untrusted(() =>
            By(OcspWriter.Delegate(), certificates: []), "the certificate of its signer is not there"),

        // The responder's certificate.
        ["responder RSA 512"] = Untrusted(() => By(OcspWriter.Delegate(RSA.Create(512))), "RSA with 512 bits"),
        ["responder RSA 1024"] = Untrusted(() => By(OcspWriter.Delegate(RSA.Create(1024))), "RSA with 1024 bits"),
        ["responder P-192"] = Untrusted(
            () => By(OcspWriter.Delegate(Needs.EllipticKey(ECCurve.CreateFromValue("1.2.840.10045.3.1.1")))), "too weak"),
        ["responder secp112r1"] = Untrusted(
            () => By(OcspWriter.Delegate(Needs.EllipticKey(ECCurve.CreateFromValue("1.3.132.0.6")))), "too weak"),
        ["responder signed with MD5"] = Untrusted(() => By(OcspWriter.Delegate(generator: Generator(HashAlgorithmName.MD5))), "md5"),
        ["responder signed with SHA-1"] = Untrusted(() => By(OcspWriter.Delegate(generator: Generator(HashAlgorithmName.SHA1))), "sha1"),
        ["responder expired"] = Untrusted(() => By(OcspWriter.Delegate(from: -20, to: -10)), "has expired"),
        ["responder not valid yet"] = Untrusted(() => By(OcspWriter.Delegate(from: 1)), "is not valid yet"),
        ["responder without the purpose"] = Untrusted(() => By(OcspWriter.Delegate(usage: "")), "not authorized"),
        ["responder with any purpose"] = Untrusted(() => By(OcspWriter.Delegate(usage: AnyUsage)), "not authorized"),
        ["responder whose key is not for signatures"] = Untrusted(
            () => By(OcspWriter.Delegate(keyUsage: X509KeyUsageFlags.KeyEncipherment)), "is not for signatures"),
        ["responder with a critical extension"] = Untrusted(
            () => By(OcspWriter.Delegate(extension: new(OcspWriter.UnknownExtension, [5, 0], critical: true))),
                OcspWriter.UnknownExtension),
        ["responder of another authority"] = Untrusted(() => By(OcspWriter.Delegate(issuer: TestPki.Intermediate)), "was not issued by"),
        ["responder with a forged signature"] = Untrusted(
            () => By(OcspWriter.Delegate(generator: X509SignatureGenerator.CreateForRSA(RSA.Create(2048), RSASignaturePadding.Pkcs1))),
            "does not have the signature of"),
        ["responder with the server's key"] = Untrusted(
            () => By(OcspWriter.Delegate(OcspWriter.RsaOf(TestPki.ServerRsa))), "answers for itself"),

        // What it says.
        ["critical extension"] = Untrusted(() => new() { Extensions = [(OcspWriter.UnknownExtension, true)] }, OcspWriter.UnknownExtension),
        ["critical extension of the answer"] = Untrusted(
            () => Answered(new() { Extensions = [(OcspWriter.UnknownExtension, true)] }), OcspWriter.UnknownExtension),
        ["revoked"] = (() => Answered(Revoked), SslErrorCode.CertificateRevoked, "revoked"),
        ["unknown"] = (() => Answered(new() { Status = QOcspCertificateStatus.Unknown }), SslErrorCode.OcspStatusUnknown, "does not know"),
        ["good, then revoked"] = (() => Answered(new(), Revoked), SslErrorCode.CertificateRevoked, "revoked"),
        ["revoked, then good"] = (() => Answered(Revoked, new()), SslErrorCode.CertificateRevoked, "revoked"),
        ["good, and revoked by another hash"] = (() =>
            Answered(new(), new() { Status = QOcspCertificateStatus.Revoked, Hash = HashAlgorithmName.SHA256 }),
            SslErrorCode.CertificateRevoked, "revoked"),
        ["good, and revoked of another"] = (() =>
            Answered(new(), new() { Status = QOcspCertificateStatus.Revoked, Subject = TestPki.Server.Certificate }),
            SslErrorCode.OcspMalformedResponse, "2 answers"),
        ["without an answer"] = (() => new() { Answers = [] }, SslErrorCode.OcspMalformedResponse, "0 answers"),
        ["about another certificate"] = (() => Answered(new() { Subject = TestPki.Server.Certificate,
            Issuer = TestPki.Intermediate.Certificate }),
            SslErrorCode.OcspResponseCertIdUnknown, "another certificate"),
        ["about the number of another issuer"] = (() => Answered(new() { Issuer = TestPki.OtherRoot.Certificate }),
            SslErrorCode.OcspResponseCertIdUnknown, "another certificate"),
        ["expired"] = (() => Answered(new() { ThisUpdate = DateTimeOffset.UtcNow.AddDays(-3),
            NextUpdate = DateTimeOffset.UtcNow.AddDays(-1) }),
            SslErrorCode.OcspResponseExpired, "not valid at this time"),
        ["not yet valid"] = (() => Answered(new() { ThisUpdate = DateTimeOffset.UtcNow.AddHours(1) }), SslErrorCode.OcspResponseExpired,
            "not valid at this time"),
        ["produced in the future"] = (() => new() { ProducedAt = DateTimeOffset.UtcNow.AddHours(1) }, SslErrorCode.OcspResponseExpired,
            "in the future"),
        ["of another type"] = (() => new() { Type = "1.2.3.4" }, SslErrorCode.OcspMalformedResponse, "type 1.2.3.4"),
        ["followed by bytes"] = (() => new() { Rest = [0, 0] }, SslErrorCode.OcspMalformedResponse, "Bytes follow"),
        ["with an extension twice"] = (() => new() { Extensions = [(Nonce, false), (Nonce, false)] }, SslErrorCode.OcspMalformedResponse,
            "more than once"),
    };

    public static TheoryData<string, SslProtocol, string> Good =>
        new MatrixTheoryData<string, SslProtocol, string>(s_backends, BackendPairs.Versions, s_good.Keys);

    public static TheoryData<string, SslProtocol, string> Bad =>
        new MatrixTheoryData<string, SslProtocol, string>(s_backends, BackendPairs.Versions, s_bad.Keys);

    private static OcspWriterAnswer Revoked => new() { Status = QOcspCertificateStatus.Revoked };

    [Theory, MemberData(nameof(Good))]
    public void A_sound_response_is_good(string backend, SslProtocol protocol, string what)
    {
        TlsPeer peer = Judge(backend, protocol, s_good[what]().Write());
        Assert.Empty(peer.OcspErrors.Select(e => e.ErrorString));
        Assert.Equal(QOcspCertificateStatus.Good, peer.OcspResponse!.CertificateStatus);
        Assert.Equal(TestPki.RootRsa.Certificate, peer.OcspResponse.Responder);
    }

    [Theory, MemberData(nameof(Bad))]
    public void Another_is_refused_and_the_text_says_why(string backend, SslProtocol protocol, string what)
    {
        (Func<OcspWriter> make, SslErrorCode code, string text) = s_bad[what];
        TlsPeer peer = Judge(backend, protocol, make().Write());
        Assert.NotEmpty(peer.OcspErrors);
        Assert.Equal(code, peer.OcspErrors[0].Error);
        Assert.Contains(text, peer.OcspErrors[0].ErrorString, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A responder that is revoked by the response that it signs.</summary>
    [Theory]
    [MemberData(nameof(BackendPairs.All), MemberType = typeof(BackendPairs))]
    public void A_responder_that_revokes_itself_is_not_believed(string backend)
    {
        if (!s_backends.Contains(backend))
            return;
        (AsymmetricAlgorithm key, byte[] certificate) = OcspWriter.Delegate();
        OcspWriterAnswer own = new() { Subject = QSslCertificate.FromDer(certificate), Status = QOcspCertificateStatus.Revoked };
        OcspWriter writer = new() { Key = key, Signer = certificate, Certificates = [certificate], Answers = [new(), own] };
        TlsPeer peer = Judge(backend, SslProtocol.TlsV1_3, writer.Write());
        Assert.Equal([SslErrorCode.OcspResponseCannotBeTrusted, SslErrorCode.OcspMalformedResponse], peer.OcspErrors.Select(e => e.Error));
        Assert.Contains("was revoked", peer.OcspErrors[0].ErrorString, StringComparison.Ordinal);
    }

    private static (Func<OcspWriter> Make, SslErrorCode Code, string Text) Untrusted(Func<OcspWriter> make, string text) =>
        (make, SslErrorCode.OcspResponseCannotBeTrusted, text);

    private static OcspWriter Answered(OcspWriterAnswer first, OcspWriterAnswer? second = null) =>
        new() { Answers = second is null ? [first] : [first, second] };

    private static OcspWriter By((AsymmetricAlgorithm Key, byte[] Certificate) signer, HashAlgorithmName? hash = null,
        byte[][]? certificates = null) => new()
    {
        Key = signer.Key,
        Hash = hash ?? HashAlgorithmName.SHA256,
        Signer = signer.Certificate,
        Certificates = certificates ?? [signer.Certificate],
    };

    private static WeakSignatureGenerator Generator(HashAlgorithmName hash) => new(OcspWriter.RsaOf(TestPki.RootRsa), hash);

    /// <summary>By OpenSSL's server, which sends whatever it was given.</summary>
    private static TlsPeer Judge(string backend, SslProtocol protocol, byte[] response)
    {
        Needs.OpenSsl();
        using Link link = BackendPairs.Join(
            backend, "openssl", protocol, TestPki.ServerRsa, configureClient: c => c.OcspStaplingEnabled = true,
            configureServer: c => c.StapledOcspResponse = response);
        TlsEngineStatus status = TlsEngineStatus.WantRead;
        for (int turn = 0; turn < 1000 && status is TlsEngineStatus.WantRead or TlsEngineStatus.WantWrite; turn++)
        {
            status = link.Client.Handshake();
            link.Server.Handshake();
        }
        Assert.True(status == TlsEngineStatus.NeedsVerdict, link.Client.Failure?.Reason);
        Assert.Empty(link.Client.Peer.ChainErrors);
        return link.Client.Peer;
    }
}
