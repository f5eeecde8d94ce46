using System.Diagnostics;
using System.Formats.Asn1;
using System.Text;
using QSslCore.Tests.Support;
using QSslCore.Verification;

namespace QSslCore.Tests.Verification;

public sealed class NameConstraintsTests
{
    private const string Oid = "2.5.29.30";

    [Theory]
    [InlineData("bar.example.com", "*.example.com", false)]
    [InlineData("BAR.example.com", "*.Example.com", false)]
    [InlineData("bar.example.com", "foo.example.com", true)]
    [InlineData("a.bar.example.com", "*.example.com", true)]
    [InlineData("other.test", "*.example.com", true)]
    [InlineData("other.test", ".example.com", false)]
    [InlineData("other.test", "a..example.com", false)]
    [InlineData("other.test", "example.com.", true)]
    public void Names_are_held_against_what_is_excluded(string excluded, string name, bool isGood)
    {
        QSslCertificate authority = Authority(Constraints(1, 2, excluded));
        IReadOnlyList<QSslError> errors = [.. Check([CertificateWriter.For(null, name), authority])];

        Assert.Equal(isGood, errors.Count == 0);
        Assert.All(errors, error => Assert.Contains($"'{name}'", error.ErrorString));
        Assert.All(errors, error => Assert.Contains("'Authority'", error.ErrorString));
    }

    [Theory]
    [InlineData("a@example.com", true)]
    [InlineData("a@b@example.com", false)]
    [InlineData("@example.com", false)]
    [InlineData("a@", false)]
    public void Addresses_have_to_be_some(string address, bool isGood)
    {
        CertificateWriter leaf = new() { AlternativeNames = { (1, Encoding.ASCII.GetBytes(address)), (2, "..not.judged"u8.ToArray()) } };
        Assert.Equal(isGood, !Check([leaf.Build(), Authority(Constraints(0, 1, "example.com"))]).Any());
    }

    [Theory]
    [InlineData("3000")]
    [InlineData("3004A000A100")]
    [InlineData("30040500")]
    [InlineData("FF")]
    public void Constraints_that_constrain_nothing_are_a_fault_of_the_authority(string hex)
    {
        QSslCertificate authority = Authority(Convert.FromHexString(hex));
        QSslError error = Assert.Single(Check([CertificateWriter.For("leaf"), authority]));
        Assert.Equal(authority, error.Certificate);
    }

    /// <summary>A peer can send thousands of constraints and thousands of names: no more than a look at each may come of it.</summary>
    [Fact]
    public void Thousands_of_both_cost_little()
    {
        CertificateWriter leaf = new();
        AsnWriter excluded = new(AsnEncodingRules.DER);
        using (excluded.PushSequence())
        using (excluded.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
        {
            for (int i = 0; i < 20_000; i++)
            {
                leaf.AlternativeNames.Add((2, "*.b"u8.ToArray()));
                using (excluded.PushSequence())
                    excluded.WriteEncodedValue([0x82, 3, .. "x.a"u8]);
            }
        }
        QSslCertificate[] path = [leaf.Build(), Authority(excluded.Encode())];
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Single(Check(path));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    [Fact]
    public void One_fault_of_a_certificate_is_told()
    {
        CertificateWriter leaf = new() { AlternativeNames = { (2, "a..b"u8.ToArray()), (2, "c..d"u8.ToArray()) } };
        Assert.Contains("'a..b'", Assert.Single(Check([leaf.Build(), Authority(Constraints(1, 2, "other.test"))])).ErrorString,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_leafs_own_constraints_do_not_count() => Assert.Empty(Check([Authority([0xFF]), TestPki.Root.Certificate]));

    private static IEnumerable<QSslError> Check(QSslCertificate[] path) => NameConstraintRules.Check(path, readsCommonName: false);

    private static QSslCertificate Authority(byte[] constraints)
    {
        CertificateWriter writer = new() { Extensions = { (Oid, constraints) } };
        writer.AddCommonName("Authority");
        return writer.Build();
    }

    private static byte[] Constraints(int part, int kind, string name)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, part)))
        using (writer.PushSequence())
            writer.WriteEncodedValue([(byte)(0x80 | kind), (byte)name.Length, .. Encoding.ASCII.GetBytes(name)]);
        return writer.Encode();
    }
}
