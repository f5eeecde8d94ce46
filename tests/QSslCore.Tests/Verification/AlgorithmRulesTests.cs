using System.Security.Cryptography;
using QSslCore.Tests.Support;
using QSslCore.Verification;

namespace QSslCore.Tests.Verification;

/// <summary>What is weak, and what is of unknown strength: keys and signatures.</summary>
public sealed class AlgorithmRulesTests
{
    private const string Rsa = "1.2.840.113549.1.1.1", RsaOfX500 = "2.5.8.1.1", Ec = "1.2.840.10045.2.1", Dsa = "1.2.840.10040.4.1";
    private const string Pss = "1.2.840.113549.1.1.10", Mgf1 = "1.2.840.113549.1.1.8";
    private const string Sha1 = "1.3.14.3.2.26", Sha256 = "2.16.840.1.101.3.4.2.1", Md5 = "1.2.840.113549.2.5";

    [Theory]
    [InlineData("1.3.132.0.6", 14, true)]
    [InlineData("1.3.132.0.4", 15, true)]
    [InlineData("1.3.36.3.3.2.8.1.1.1", 20, true)]
    [InlineData("1.2.840.10045.3.1.1", 24, true)]
    [InlineData("1.2.3.4", 32, true)]
    [InlineData("1.3.132.0.33", 28, false)]
    [InlineData("1.2.840.10045.3.1.7", 32, false)]
    [InlineData("1.3.36.3.3.2.8.1.1.7", 32, false)]
    [InlineData("1.3.132.0.27", 30, false)]
    [InlineData("1.2.840.10045.3.1.7", 14, true)]
    public void Curves_have_224_bits_and_a_name(string curve, int coordinate, bool isWeak) =>
        AssertKey(isWeak, Key(Encoded.Sequence(Encoded.Oid(Ec), Encoded.Oid(curve)), [4, .. new byte[2 * coordinate]]));

    [Theory]
    [InlineData("nistP256", false)]
    [InlineData("nistP384", false)]
    public void Real_keys_are_measured(string curve, bool isWeak)
    {
        using ECDsa key = Needs.EllipticKey(ECCurve.CreateFromFriendlyName(curve));
        AssertKey(isWeak, key.ExportSubjectPublicKeyInfo());
        // A curve that is written out can be made to fit any key.
        ECParameters written = key.ExportExplicitParameters(includePrivateParameters: false);
        using ECDsa explicitly = ECDsa.Create(written);
        AssertKey(true, explicitly.ExportSubjectPublicKeyInfo());
    }

    [Theory]
    [InlineData(Rsa, 1024, true)]
    [InlineData(Rsa, 2047, true)]
    [InlineData(Rsa, 2048, false)]
    [InlineData(RsaOfX500, 1024, true)]
    [InlineData(RsaOfX500, 2048, false)]
    [InlineData(Pss, 1024, true)]
    [InlineData(Pss, 3072, false)]
    [InlineData("1.2.840.113549.1.1.7", 2048, true)]
    public void Rsa_has_2048_bits_under_each_of_its_names(string oid, int bits, bool isWeak) =>
        AssertKey(isWeak, Key(Encoded.Sequence(Encoded.Oid(oid), [5, 0]), RsaNumbers(bits, 65537)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-3)]
    public void An_exponent_that_proves_nothing_is_weak(int exponent) =>
        AssertKey(true, Key(Encoded.Sequence(Encoded.Oid(Rsa), [5, 0]), RsaNumbers(2048, exponent)));

    [Theory]
    [InlineData(1024, 160, true)]
    [InlineData(2048, 160, true)]
    [InlineData(2048, 224, false)]
    [InlineData(2048, 256, false)]
    public void Dsa_has_2048_bits_and_a_group_of_224(int modulus, int order, bool isWeak) => AssertKey(isWeak, Key(
        Encoded.Sequence(Encoded.Oid(Dsa), Encoded.Sequence(Number(modulus), Number(order), Encoded.Integer(2))), Encoded.Integer(7)));

    [Fact]
    public void Parameters_that_are_left_to_the_issuer_are_unknown() =>
        AssertKey(true, Key(Encoded.Sequence(Encoded.Oid(Dsa)), Encoded.Integer(7)));

    [Theory]
    [InlineData("1.3.101.112", false)]
    [InlineData("1.3.101.113", false)]
    [InlineData("2.16.840.1.101.3.4.3.17", false)]
    [InlineData("2.16.840.1.101.3.4.3.20", false)]
    [InlineData("1.2.643.7.1.1.1.1", true)]
    [InlineData("1.2.3.4", true)]
    public void Other_keys_are_known_or_weak(string oid, bool isWeak) =>
        AssertKey(isWeak, Key(Encoded.Sequence(Encoded.Oid(oid)), new byte[32]));

    [Theory]
    [InlineData("1.2.840.113549.1.1.11", false)]
    [InlineData("1.2.840.113549.1.1.14", false)]
    [InlineData("2.16.840.1.101.3.4.3.14", false)]
    [InlineData("1.2.840.10045.4.3.2", false)]
    [InlineData("2.16.840.1.101.3.4.3.2", false)]
    [InlineData("1.3.101.112", false)]
    [InlineData("2.16.840.1.101.3.4.3.18", false)]
    [InlineData("1.2.840.113549.1.1.2", true)]
    [InlineData("1.2.840.113549.1.1.3", true)]
    [InlineData("1.2.840.113549.1.1.4", true)]
    [InlineData("1.2.840.113549.1.1.5", true)]
    [InlineData("1.3.14.3.2.29", true)]
    [InlineData("1.3.14.3.2.3", true)]
    [InlineData("1.3.14.3.2.15", true)]
    [InlineData("1.3.14.3.2.27", true)]
    [InlineData("1.3.36.3.3.1.2", true)]
    [InlineData("1.2.840.10045.4.1", true)]
    [InlineData("1.2.840.10040.4.3", true)]
    [InlineData("1.2.3.4", true)]
    public void A_signature_is_of_a_strong_digest(string oid, bool isWeak) => AssertSignature(isWeak, Encoded.Sequence(Encoded.Oid(oid)));

    [Fact]
    public void Of_pss_the_parameters_count()
    {
        AssertSignature(false, PssOf(Sha256, Sha256, 32));
        AssertSignature(false, PssOf(Sha256, Sha256, 20));
        AssertSignature(true, PssOf(Sha1, Sha1, 20));
        AssertSignature(true, PssOf(Md5, Md5, 16));
        AssertSignature(true, PssOf(Sha256, Sha1, 32));
        AssertSignature(true, PssOf(Sha1, Sha256, 32));
        AssertSignature(true, PssOf("1.2.3", "1.2.3", 32));
        // Nothing said is SHA-1; no parameters, or such as cannot be read, are unknown.
        AssertSignature(true, Encoded.Sequence(Encoded.Oid(Pss), Encoded.Sequence()));
        AssertSignature(true, Encoded.Sequence(Encoded.Oid(Pss)));
        AssertSignature(true, Encoded.Sequence(Encoded.Oid(Pss), [5, 0]));
        // A digest for the message alone leaves the mask with SHA-1.
        AssertSignature(true, Encoded.Sequence(Encoded.Oid(Pss),
            Encoded.Sequence(Encoded.Tagged(0xA0, Encoded.Sequence(Encoded.Oid(Sha256))))));
    }

    [Fact]
    public void An_algorithm_has_a_name()
    {
        Needs.EllipticKeys();
        Assert.Equal("RSASSA-PSS (SHA-1)", SignatureAlgorithm.Read(Encoded.Sequence(Encoded.Oid(Pss), Encoded.Sequence())).Name);
        Assert.Equal("RSASSA-PSS (SHA-256)", SignatureAlgorithm.Read(PssOf(Sha256, Sha256, 32)).Name);
        Assert.Equal("ecdsa-with-SHA256", TestPki.Server.Certificate.SignatureAlgorithm);
        Assert.Equal(("", true), (SignatureAlgorithm.Read(new byte[] { 5, 0 }).Name,
            SignatureAlgorithm.Read(ReadOnlyMemory<byte>.Empty).IsWeak));
    }

    [Fact]
    public void Both_statements_of_the_algorithm_are_the_same()
    {
        byte[] other = Encoded.Sequence(Encoded.Oid("1.2.840.10045.4.3.3"));
        QSslCertificate leaf = MadePath.Fill(new() { SignedAlgorithm = other }, "Leaf", "Middle").Build();
        Assert.Equal([(SslErrorCode.InvalidCertificate, 0)], MadePath.Faults([leaf, MadePath.Middle(), MadePath.Root()]));
    }

    /// <summary>Its key is what it is trusted for; its signature, by itself, proves nothing.</summary>
    [Fact]
    public void Of_an_anchor_the_key_counts_and_the_signature_does_not()
    {
        byte[] sha1 = Encoded.Sequence(Encoded.Oid("1.2.840.113549.1.1.5"), [5, 0]);
        byte[] small = Key(Encoded.Sequence(Encoded.Oid(Rsa), [5, 0]), RsaNumbers(1024, 65537));
        (string, byte[])[] says = [(MadePath.BasicConstraints, Encoded.BasicConstraints(true))];
        QSslCertificate Old(string issuer, byte[]? key = null) =>
            MadePath.Fill(new() { Algorithm = sha1, PublicKey = key }, "Root", issuer, says).Build();
        QSslCertificate leaf = MadePath.Certificate("Leaf", "Root").Build();

        Assert.Empty(MadePath.Faults([leaf, Old("Root")]));
        Assert.Empty(MadePath.Faults([leaf, Old("Another")]));
        Assert.Equal([(SslErrorCode.CertificateKeyTooWeak, 1)], MadePath.Faults([leaf, Old("Root", small)]));
        Assert.Equal([(SslErrorCode.CertificateSignatureTooWeak, 1)], MadePath.Faults([leaf, Old("Another")], endsAtAnchor: false));
        Assert.Empty(MadePath.Faults([leaf, Old("Root")], endsAtAnchor: false));
    }

    private static void AssertKey(bool isWeak, byte[] key)
    {
        QSslCertificate leaf = MadePath.Fill(new() { PublicKey = key }, "Leaf", "Middle").Build();
        (SslErrorCode, int)[] expected = isWeak ? [(SslErrorCode.CertificateKeyTooWeak, 0)] : [];
        Assert.Equal(expected, MadePath.Faults([leaf, MadePath.Middle(), MadePath.Root()]));
        Assert.Equal(isWeak, KeyStrength.IsWeak(leaf));
        QSslCertificate middle = MadePath.Fill(
            new() { PublicKey = key }, "Middle", "Root", (MadePath.BasicConstraints, Encoded.BasicConstraints(true))).Build();
        Assert.Equal(expected.Select(fault => (fault.Item1, 1)), MadePath.Faults([MadePath.Leaf(), middle, MadePath.Root()]));
    }

    private static void AssertSignature(bool isWeak, byte[] algorithm)
    {
        QSslCertificate leaf = MadePath.Fill(new() { Algorithm = algorithm }, "Leaf", "Middle").Build();
        (SslErrorCode, int)[] expected = isWeak ? [(SslErrorCode.CertificateSignatureTooWeak, 0)] : [];
        Assert.Equal(expected, MadePath.Faults([leaf, MadePath.Middle(), MadePath.Root()]));
        Assert.Equal(isWeak, SignatureAlgorithm.Read(algorithm).IsWeak);
    }

    private static byte[] Key(byte[] algorithm, byte[] key) => Encoded.Sequence(algorithm, Encoded.BitString(key));

    private static byte[] RsaNumbers(int bits, int exponent) => Encoded.Sequence(Number(bits), Encoded.Integer(exponent));

    private static byte[] Number(int bits) => Encoded.Integer((System.Numerics.BigInteger.One << (bits - 1)) + 1);

    private static byte[] PssOf(string digest, string maskDigest, int salt) => Encoded.Sequence(Encoded.Oid(Pss), Encoded.Sequence(
        Encoded.Tagged(0xA0, Encoded.Sequence(Encoded.Oid(digest))),
        Encoded.Tagged(0xA1, Encoded.Sequence(Encoded.Oid(Mgf1), Encoded.Sequence(Encoded.Oid(maskDigest)))),
        Encoded.Tagged(0xA2, Encoded.Integer(salt))));
}
