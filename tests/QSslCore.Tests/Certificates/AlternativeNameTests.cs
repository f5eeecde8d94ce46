using System.Security.Cryptography.X509Certificates;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Certificates;

/// <summary>Alternative names beyond those that hosts are compared with.</summary>
public sealed class AlternativeNameTests
{
    [Fact]
    public void Every_kind_is_told()
    {
        ExternalProgram.Require("openssl", "openssl");
        QSslCertificate certificate = Made(
            "DNS:a.test,URI:spiffe://a.test/workload,otherName:1.3.6.1.4.1.311.20.2.3;UTF8:anna@corp.test,RID:1.2.3.4.5,"
            + "dirName:dir,otherName:1.3.6.1.5.5.7.8.7;IA5STRING:_ldap.a.test,otherName:1.2.3;INTEGER:7,email:a@a.test,IP:192.0.2.1");
        Assert.Equal(
            [
                (AlternativeNameEntryType.DnsEntry, "a.test"),
                (AlternativeNameEntryType.UriEntry, "spiffe://a.test/workload"),
                (AlternativeNameEntryType.UserPrincipalNameEntry, "anna@corp.test"),
                (AlternativeNameEntryType.RegisteredIdEntry, "1.2.3.4.5"),
                (AlternativeNameEntryType.DirectoryNameEntry, "CN=Anna, O=Corp"),
                (AlternativeNameEntryType.OtherNameEntry, "1.3.6.1.5.5.7.8.7:_ldap.a.test"),
                (AlternativeNameEntryType.OtherNameEntry, "1.2.3:020107"),
                (AlternativeNameEntryType.EmailEntry, "a@a.test"),
                (AlternativeNameEntryType.IpAddressEntry, "192.0.2.1"),
            ],
            certificate.SubjectAlternativeNames.Select(name => (name.Type, name.Value)));
        Assert.Equal("URI:spiffe://a.test/workload", certificate.SubjectAlternativeNames[1].ToString());
        Assert.Equal("UPN:anna@corp.test", certificate.SubjectAlternativeNames[2].ToString());
        // None of them makes the certificate one of a host.
        Assert.False(HostNameMatcher.Matches(certificate, PeerHost.Parse("anna@corp.test"), HostNameRules.Rfc9525));
        Assert.True(HostNameMatcher.Matches(certificate, PeerHost.Parse("a.test"), HostNameRules.Rfc9525));
    }

    [Theory]
    [InlineData("3003880107")]
    [InlineData("3004A0020500")]
    [InlineData("3004A4020500")]
    [InlineData("30028800")]
    public void A_damaged_name_is_left_out_and_hides_no_other(string encoded)
    {
        byte[] names = [.. Convert.FromHexString(encoded), 0x82, 0x06, .. "a.test"u8];
        names[1] += 8;
        using System.Security.Cryptography.AsymmetricAlgorithm key = TestKeys.Make();
        CertificateRequest request = TestKeys.Request(new("CN=x"), key);
        request.CertificateExtensions.Add(new X509Extension("2.5.29.17", names, critical: false));
        using X509Certificate2 made = TestKeys.SelfSigned(request, key, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        QSslCertificate certificate = QSslCertificate.FromX509Certificate2(made);
        Assert.Contains(certificate.SubjectAlternativeNames, name => name is { Type: AlternativeNameEntryType.DnsEntry, Value: "a.test" });
    }

    private static QSslCertificate Made(string names)
    {
        using TestFiles files = new();
        string settings = files.Write("openssl.cnf",
            $"[req]\ndistinguished_name=dn\nx509_extensions=ext\n[dn]\n[ext]\nsubjectAltName={names}\n[dir]\nO=Corp\nCN=Anna\n");
        using ExternalProgram program = ExternalProgram.Start(
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", files.PathOf("key.pem"),
            "-out", files.PathOf("made.pem"), "-subj", "/CN=x", "-config", settings, "-days", "9");
        Assert.True(program.WaitForExit() == 0, program.Output);
        return Assert.Single(QSslCertificate.FromPath(files.PathOf("made.pem")));
    }
}
