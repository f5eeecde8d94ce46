using System.Net;
using System.Text;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Certificates;

public sealed class HostNameMatcherTests
{
    [Theory]
    [InlineData("www.example.com", "www.example.com", true)]
    [InlineData("WWW.Example.COM", "www.example.com", true)]
    [InlineData("www.example.com", "WWW.EXAMPLE.COM", true)]
    [InlineData("www.example.com", "www.example.com.", true)]
    [InlineData("www.example.com", "www.example.com..", false)]
    [InlineData("www.example.com.", "www.example.com", false)]
    [InlineData("www.example.com", "example.com", false)]
    [InlineData("example.com", "www.example.com", false)]
    [InlineData("*.example.com", "www.example.com", true)]
    [InlineData("*.example.com", "WWW.EXAMPLE.com", true)]
    [InlineData("*.example.com", "xn--bcher-kva.example.com", true)]
    [InlineData("*.example.com", "a.b.example.com", false)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("*.example.com", ".example.com", false)]
    [InlineData("*.com", "example.com", false)]
    [InlineData("*", "example", false)]
    [InlineData("*.", "example.", false)]
    [InlineData("w*.example.com", "www.example.com", false)]
    [InlineData("*w.example.com", "www.example.com", false)]
    [InlineData("www.*.com", "www.example.com", false)]
    [InlineData("*.*.example.com", "a.b.example.com", false)]
    [InlineData("**.example.com", "www.example.com", false)]
    [InlineData("xn--bcher-kva.example", "bücher.example", true)]
    [InlineData("xn--bcher-kva.example", "BÜCHER.example", true)]
    [InlineData("bücher.example", "bücher.example", false)]
    [InlineData("*.xn--bcher-kva.example", "www.bücher.example", true)]
    [InlineData("foo_bar.example.com", "foo_bar.example.com", true)]
    [InlineData("", "", false)]
    [InlineData("www.example.com", "", false)]
    [InlineData("10.0.0.1", "10.0.0.1", false)]
    [InlineData("*.0.0.1", "10.0.0.1", false)]
    [InlineData("example.1", "example.1", false)]
    [InlineData("www.bank.com\0.badguy.com", "www.bank.com", false)]
    [InlineData("www.bank.com\0.badguy.com", "www.bank.com\0.badguy.com", false)]
    [InlineData("www.example.com ", "www.example.com", false)]
    [InlineData("www.example.com", "www.example.com ", false)]
    [InlineData("www..example.com", "www..example.com", false)]
    [InlineData("-www.example.com", "-www.example.com", false)]
    public void Dns_entries_match_by_rfc_9525(string entry, string name, bool matches)
    {
        QSslCertificate certificate = CertificateWriter.For(null, entry);
        Assert.Equal(matches, HostNameMatcher.Matches(certificate, Host(name), HostNameRules.Rfc9525));
    }

    [Fact]
    public void A_label_and_a_name_that_are_too_long_match_nothing()
    {
        string longLabel = new string('a', 64) + ".example.com";
        string longName = string.Join('.', Enumerable.Repeat("abcdefghi", 26)) + ".com";
        QSslCertificate certificate = CertificateWriter.For(null, longLabel, longName);

        Assert.False(HostNameMatcher.Matches(certificate, Host(longLabel), HostNameRules.Rfc9525));
        Assert.False(HostNameMatcher.Matches(certificate, Host(longName), HostNameRules.Rfc9525));
    }

    [Fact]
    public void Common_names_count_by_qts_rules_only()
    {
        QSslCertificate bare = CertificateWriter.For("www.example.com");
        QSslCertificate other = CertificateWriter.For("www.example.com", "other.example.com");

        Assert.False(HostNameMatcher.Matches(bare, Host("www.example.com"), HostNameRules.Rfc9525));
        Assert.False(HostNameMatcher.Matches(other, Host("www.example.com"), HostNameRules.Rfc9525));
        Assert.True(HostNameMatcher.Matches(bare, Host("www.example.com"), HostNameRules.Qt));
        Assert.True(HostNameMatcher.Matches(other, Host("www.example.com"), HostNameRules.Qt));
        Assert.True(HostNameMatcher.Matches(other, Host("other.example.com"), HostNameRules.Qt));
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("10.0.0.1", "010.0.0.1", false)]
    [InlineData("10.0.0.1", "10.1", false)]
    [InlineData("10.0.0.1", "0x0a000001", false)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", true)]
    [InlineData("::1", "::1", true)]
    [InlineData("::1", "0:0:0:0:0:0:0:1", true)]
    [InlineData("::1", "[::1]", false)]
    [InlineData("2001:db8::a", "2001:DB8:0::A", true)]
    [InlineData("fe80::1", "fe80::1%2", true)]
    public void Addresses_match_address_entries_by_their_bytes(string entry, string name, bool matches)
    {
        CertificateWriter writer = new() { AlternativeNames = { (7, IPAddress.Parse(entry).GetAddressBytes()) } };
        QSslCertificate certificate = writer.Build();

        Assert.Equal(matches, HostNameMatcher.Matches(certificate, Host(name), HostNameRules.Rfc9525));
        Assert.Equal(matches, HostNameMatcher.Matches(certificate, Host(name), HostNameRules.Qt));
    }

    // Qt's rules, with the examples that its documentation and behaviour give.
    [Theory]
    [InlineData("WWW.EXAMPLE.COM", "www.example.com", true)]
    [InlineData("www.example.com", "WWW.EXAMPLE.COM", true)]
    [InlineData("*.example.com", "www.example.com", true)]
    [InlineData("xxx*.example.com", "xxxwww.example.com", true)]
    [InlineData("XXX*.example.com", "xxxwww.example.com", true)]
    [InlineData("f*.example.com", "foo.example.com", true)]
    [InlineData("f*.example.com", "f.example.com", true)]
    [InlineData("f*.example.com", "baa.example.com", false)]
    [InlineData("192.168.0.0", "192.168.0.0", true)]
    [InlineData("foo.éxample.com", "foo.xn--xample-9ua.com", true)]
    [InlineData("*.éxample.com", "foo.xn--xample-9ua.com", true)]
    [InlineData("xn--kcry6tjko.example.org", "xn--kcry6tjko.example.org", true)]
    [InlineData("*.xn--kcry6tjko.example.org", "xn--kcr.xn--kcry6tjko.example.org", true)]
    [InlineData("*.com", "example.com", false)]
    [InlineData("*", "example", false)]
    [InlineData("*.example.", "www.example", false)]
    [InlineData("*fail.com", "example.com", false)]
    [InlineData("*fail.example.com", "xfail.example.com", false)]
    [InlineData("*.*.com", "www.example.com", false)]
    [InlineData("www.*.com", "www.example.com", false)]
    [InlineData("*.example.com", "baa.foo.example.com", false)]
    [InlineData("f*.example.com", "baa.foo.example.com", false)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("*.168.0.0", "192.168.0.0", false)]
    [InlineData("xn--kcry6tjko*.example.org", "xn--kcry6tjkoanc.example.org", false)]
    [InlineData("å*.example.org", "xn--la-xia.example.org", false)]
    [InlineData("", "www.example.com", false)]
    [InlineData("www.bank.com\0.badguy.com", "www.bank.com", false)]
    public void Dns_entries_and_common_names_match_by_qts_rules(string entry, string name, bool matches)
    {
        Assert.Equal(matches, HostNameMatcher.Matches(CertificateWriter.For(null, entry), Host(name), HostNameRules.Qt));
        Assert.Equal(matches, HostNameMatcher.Matches(CertificateWriter.For(entry), Host(name), HostNameRules.Qt));
        Assert.Equal(matches, HostNameMatcher.Matches(CertificateWriter.For("no.match.test", entry), Host(name), HostNameRules.Qt));
    }

    [Fact]
    public void A_null_certificate_matches_nothing()
    {
        Assert.False(HostNameMatcher.Matches(new QSslCertificate(), Host("example.com"), HostNameRules.Rfc9525));
        Assert.False(HostNameMatcher.Matches(new QSslCertificate(), Host("example.com"), HostNameRules.Qt));
    }

    [Fact]
    public void Explanations_name_what_the_certificate_is_valid_for()
    {
        string text = HostNameMatcher.Explain(TestPki.WrongName.Certificate, Host("server.test"), HostNameRules.Rfc9525);
        Assert.Equal(
            "The host name 'server.test' is not among the names the certificate is valid for: DNS elsewhere.test, IP 192.0.2.1", text);

        text = HostNameMatcher.Explain(TestPki.WrongName.Certificate, Host("10.0.0.1"), HostNameRules.Rfc9525);
        Assert.StartsWith("The address '10.0.0.1' is not among", text);
    }

    [Fact]
    public void Explanations_say_when_an_older_rule_would_match()
    {
        string common = HostNameMatcher.Explain(CertificateWriter.For("a.example.com"), Host("a.example.com"), HostNameRules.Rfc9525);
        Assert.Contains("names no host", common);
        Assert.Contains("common name matches", common);

        string partial = HostNameMatcher.Explain(
            CertificateWriter.For(null, "a*.example.com"), Host("ab.example.com"), HostNameRules.Rfc9525);
        Assert.Contains("only a part of a label", partial);

        string address = HostNameMatcher.Explain(CertificateWriter.For(null, "10.0.0.1"), Host("10.0.0.1"), HostNameRules.Rfc9525);
        Assert.Contains("has to be an IP entry", address);

        string none = HostNameMatcher.Explain(CertificateWriter.For("b.example.com"), Host("a.example.com"), HostNameRules.Qt);
        Assert.EndsWith("valid for: CN b.example.com", none);
    }

    [Fact]
    public void Explanations_show_what_is_invisible_and_cut_long_lists()
    {
        QSslCertificate certificate = CertificateWriter.For(null, "www.bank.com\0.badguy.com", "\u001b[31m.example.com");
        string text = HostNameMatcher.Explain(certificate, Host("www.bank.com"), HostNameRules.Rfc9525);
        Assert.Contains(@"DNS www.bank.com\00.badguy.com", text);
        Assert.Contains(@"DNS \1B[31m.example.com", text);

        QSslCertificate many = CertificateWriter.For(null, [.. Enumerable.Range(0, 25).Select(i => $"h{i}.example.com")]);
        Assert.EndsWith("DNS h9.example.com and 15 more", HostNameMatcher.Explain(many, Host("x.test"), HostNameRules.Rfc9525));
    }

    [Fact]
    public void Explanations_say_when_a_name_is_none_or_the_certificates_names_are_damaged()
    {
        Assert.Contains("no host name", HostNameMatcher.Explain(TestPki.Server.Certificate, Host(""), HostNameRules.Rfc9525));
        Assert.Contains("cannot be the name of a host", HostNameMatcher.Explain(
            TestPki.Server.Certificate, Host("a b"), HostNameRules.Rfc9525));

        CertificateWriter writer = new() { Extensions = { ("2.5.29.17", Encoding.ASCII.GetBytes("nonsense")) } };
        Assert.Contains("damaged", HostNameMatcher.Explain(writer.Build(), Host("a.test"), HostNameRules.Rfc9525));
    }

    [Fact]
    public void A_certificate_with_its_names_given_twice_is_valid_for_none()
    {
        byte[] names = [0x30, 0x08, 0x82, 0x06, .. "a.test"u8];
        CertificateWriter writer = new() { Extensions = { ("2.5.29.17", names), ("2.5.29.17", names) } };
        QSslCertificate certificate = writer.Build();

        Assert.Empty(certificate.SubjectAlternativeNames);
        Assert.False(HostNameMatcher.Matches(certificate, Host("a.test"), HostNameRules.Rfc9525));
    }

    [Theory]
    [InlineData("Example.COM.", "example.com")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("10.0.0.1", null)]
    [InlineData("::1", null)]
    [InlineData("", null)]
    [InlineData("a b", null)]
    [InlineData("a..b", null)]
    [InlineData("localhost", "localhost")]
    public void Names_go_on_the_wire_in_their_ascii_form(string name, string? wire) => Assert.Equal(wire, HostName.ToAce(name));

    private static PeerHost Host(string name) => PeerHost.Parse(name);
}
