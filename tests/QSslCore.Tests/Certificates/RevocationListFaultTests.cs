using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Certificates;

/// <summary>What is said of a list of an issuer that is of no use.</summary>
public sealed class RevocationListFaultTests
{
    private const string Place = "http://crl.example/a.crl";

    private readonly DateTimeOffset _now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private readonly QSslCertificate _certificate;

    /// <summary>The lists here are signed by an algorithm that its key is not for, so that nothing is said of the signature.</summary>
    private readonly QSslCertificate _issuer = QSslCertificate.Null;

    public RevocationListFaultTests()
    {
        using AsymmetricAlgorithm key = TestKeys.Make();
        using X509Certificate2 issued = TestKeys.Request(new("CN=leaf"), key).Create(
            new X500DistinguishedName("CN=Lab CA"), TestKeys.Signer(key), _now.AddDays(-5), _now.AddDays(50), [1, 2]);
        _certificate = QSslCertificate.FromX509Certificate2(issued);
    }

    [Fact]
    public void An_outdated_list_is_named_with_its_time_and_what_to_do()
    {
        string said = Say(List("CN=Lab CA", _now.AddDays(-9), _now.AddDays(-3)));
        Assert.Equal($"the list from {Place} is outdated since 2026-11-27 12:00 UTC: its issuer has to publish a new one", said);
    }

    [Fact]
    public void A_list_that_is_not_yet_valid_points_to_the_clock()
    {
        string said = Say(List("CN=Lab CA", _now.AddDays(1), _now.AddDays(3)));
        Assert.Contains("is valid only from 2026-12-01 12:00 UTC on: check the clock, which says 2026-11-30 12:00 UTC", said,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_another_issuer_names_both()
    {
        string said = Say(List("CN=Other CA", _now.AddDays(-1), _now.AddDays(3)));
        Assert.Contains("is one of 'CN=Other CA', and not of the issuer 'CN=Lab CA'", said, StringComparison.Ordinal);
        Assert.Contains("has to be corrected", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "certificates of hosts and clients")]
    [InlineData(2, "certificates of authorities")]
    [InlineData(5, "attribute certificates")]
    public void A_list_of_another_scope_says_what_it_is_for(int tag, string scope)
    {
        string said = Say(List("CN=Lab CA", _now.AddDays(-1), _now.AddDays(3), tag));
        Assert.Equal($"the list from {Place} is only for {scope}: the certificate has to name one that covers it", said);
    }

    [Fact]
    public void A_current_list_leaves_the_signature() => Assert.Contains("is current: see whether it is signed with the key of 'CN=Lab CA'",
        Say(List("CN=Lab CA", _now.AddDays(-1), _now.AddDays(3))), StringComparison.Ordinal);

    [Fact]
    public void What_is_no_list_is_called_so()
    {
        byte[] whole = List("CN=Lab CA", _now.AddDays(-1), _now.AddDays(3));
        Assert.Contains("is not a list (CRL) in DER", Say("<html>"u8.ToArray()), StringComparison.Ordinal);
        // No part of a list makes the reader fail.
        for (int length = 0; length < whole.Length; length++)
            Assert.NotEmpty(Say(whole[..length]));
        Random random = new(22);
        for (int i = 0; i < 2000; i++)
        {
            byte[] other = (byte[])whole.Clone();
            other[random.Next(other.Length)] = (byte)random.Next(256);
            Assert.NotEmpty(Say(other));
        }
    }

    private string Say(byte[] list) => RevocationListFault.Describe(list, Place, _certificate, _issuer, _now);

    private byte[] List(string issuer, DateTimeOffset made, DateTimeOffset next, int? scope = null)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSequence())
                    writer.WriteObjectIdentifier("1.2.840.10045.4.3.2");
                writer.WriteEncodedValue(new X500DistinguishedName(issuer).RawData);
                writer.WriteUtcTime(made);
                writer.WriteUtcTime(next);
                if (scope is { } tag)
                {
                    using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                    using (writer.PushSequence())
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier("2.5.29.28");
                        writer.WriteBoolean(true);
                        AsnWriter point = new(AsnEncodingRules.DER);
                        using (point.PushSequence())
                            point.WriteBoolean(true, new Asn1Tag(TagClass.ContextSpecific, tag));
                        writer.WriteOctetString(point.Encode());
                    }
                }
            }
            using (writer.PushSequence())
                writer.WriteObjectIdentifier("1.2.840.10045.4.3.2");
            writer.WriteBitString([1, 2, 3]);
        }
        return writer.Encode();
    }
}
