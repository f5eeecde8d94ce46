using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Certificates;

/// <summary>Every authority that this system trusts, read by us, by the runtime and by openssl's program: all three agree.</summary>
public sealed class SystemRootTests
{
    private static readonly Lazy<IReadOnlyList<QSslCertificate>> s_roots = new(() =>
        [.. Directory.Exists("/etc/ssl/certs")
            ? new SystemRootPlaces(["/etc/ssl/certs"], []).Load()
            : QSslConfiguration.SystemCaCertificates()]);

    public SystemRootTests()
    {
        if (s_roots.Value.Count == 0)
            Assert.Skip("this system has no authorities (Debian package ca-certificates)");
    }

    [Fact]
    public void The_runtime_reads_the_same()
    {
        Needs.EllipticKeys();
        foreach (QSslCertificate root in s_roots.Value)
        {
            using X509Certificate2 native = root.ToX509Certificate2();
            string name = native.Subject;
            Assert.True(native.Version.ToString(CultureInfo.InvariantCulture) == root.Version, name);
            Assert.Equal(native.SerialNumber.TrimStart('0').PadLeft(1, '0'), root.SerialNumber.Replace(":", "").ToUpperInvariant()
                .TrimStart('0').PadLeft(1, '0'));
            Assert.Equal(new DateTimeOffset(native.NotBefore), root.EffectiveDate);
            Assert.Equal(new DateTimeOffset(native.NotAfter), root.ExpiryDate);
            Assert.Equal(native.GetCertHashString(HashAlgorithmName.SHA256), root.Sha256Thumbprint);
            Assert.Equal(native.RawData, root.ToDer());
            Assert.Equal(native.PublicKey.ExportSubjectPublicKeyInfo(), root.PublicKey.ToDer());
            Assert.Equal(KeySize(native), root.PublicKey.Length);
            AssertNames(native.SubjectName, root.SubjectInfoAttributes, root.SubjectInfo);
            AssertNames(native.IssuerName, root.IssuerInfoAttributes, root.IssuerInfo);
            AssertExtensions(native, root);
        }
    }

    [Fact]
    public void Openssl_reads_the_same()
    {
        ExternalProgram.Require("openssl", "openssl");
        using TestFiles files = new();
        string bundle = files.Write("roots.pem", string.Concat(s_roots.Value.Select(root => root.ToPem())));
        using ExternalProgram program = ExternalProgram.Start("openssl", "storeutl", "-certs", "-noout", "-text", bundle);
        Assert.True(program.WaitForExit() == 0, program.Output);

        string[] texts = [.. program.Output.Split("Certificate:\n").Skip(1)];
        Assert.Equal(s_roots.Value.Count, texts.Length);
        foreach ((QSslCertificate root, string text) in s_roots.Value.Zip(texts))
        {
            Assert.Equal(root.SerialNumber.Replace(":", "").TrimStart('0'), Serial(text));
            Assert.Equal(root.EffectiveDate, Time(Value("Not Before: ")));
            Assert.Equal(root.ExpiryDate, Time(Value("Not After : ")));
            Assert.Equal(root.SignatureAlgorithm, Value("Signature Algorithm: "));
            Assert.Contains($"Public-Key: ({root.PublicKey.Length} bit)", text);
            Assert.Equal(root.IsAuthority, text.Contains("CA:TRUE", StringComparison.Ordinal));
            // Beyond ASCII the program shows bytes.
            if (Ascii.IsValid(root.Subject) && root.SubjectDisplayName.Length > 0)
                Assert.Contains(root.SubjectDisplayName, Value("Subject: "));
            if (Ascii.IsValid(root.Issuer) && root.IssuerDisplayName.Length > 0)
                Assert.Contains(root.IssuerDisplayName, Value("Issuer: "));

            string Value(string label) => text.Split('\n').First(line => line.Contains(label, StringComparison.Ordinal))
                .Split(label, 2)[1].Trim();
        }
    }

    // Small numbers stand behind the label, "1 (0x1)", larger ones in the next line as pairs.
    private static string Serial(string text)
    {
        string[] lines = text.Split('\n');
        int at = Array.FindIndex(lines, line => line.Contains("Serial Number:", StringComparison.Ordinal));
        string rest = lines[at].Split("Serial Number:")[1].Trim();
        string digits = rest.Length > 0 ? rest.Split("(0x")[1].TrimEnd(')') : lines[at + 1].Trim().Replace(":", "");
        return digits.TrimStart('0');
    }

    private static void AssertExtensions(X509Certificate2 native, QSslCertificate root)
    {
        Assert.Equal(
            native.Extensions.Select(e => (e.Oid!.Value!, e.Critical, Convert.ToHexString(e.RawData))),
            root.Extensions.Select(e => (e.Oid, e.IsCritical, Convert.ToHexString(e.ToDer()))));
        Assert.Equal(native.Extensions.OfType<X509BasicConstraintsExtension>().SingleOrDefault()?.CertificateAuthority
            ?? false, root.IsAuthority);
        Assert.Equal(
            native.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames()),
            root.SubjectAlternativeNames.Where(n => n.Type == AlternativeNameEntryType.DnsEntry).Select(n => n.Value));
        if (native.Extensions.OfType<X509SubjectKeyIdentifierExtension>().SingleOrDefault() is { } identifier)
        {
            object? value = root.Extensions.Single(e => e.Name == "subjectKeyIdentifier").Value;
            Assert.Equal(identifier.SubjectKeyIdentifier, ((string)value!).Replace(":", ""));
        }

        if (native.Extensions.OfType<X509KeyUsageExtension>().SingleOrDefault() is { } usage)
        {
            Assert.Equal(usage.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign), root.KeyUsages.Contains("keyCertSign"));
            Assert.Equal(usage.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature), root.KeyUsages.Contains("digitalSignature"));
        }
    }

    private static void AssertNames(X500DistinguishedName name, IReadOnlyList<string> attributes, Func<string,
        IReadOnlyList<string>> valuesOf)
    {
        (string Name, string? Value)[] parts = [.. name.EnumerateRelativeDistinguishedNames(reversed: true)
            .Where(part => !part.HasMultipleElements)
                .Select(part => (AttributeNames.For(part.GetSingleElementType().Value!), part.GetSingleElementValue()))];
        Assert.Equal(parts.Select(part => part.Name).Distinct().Order(StringComparer.Ordinal), attributes);
        foreach (IGrouping<string, (string Name, string? Value)> attribute in parts.GroupBy(part => part.Name))
            Assert.Equal(attribute.Select(part => part.Value), valuesOf(attribute.Key));
    }

    private static int KeySize(X509Certificate2 certificate)
    {
        using RSA? rsa = certificate.GetRSAPublicKey();
        using ECDsa? ec = certificate.GetECDsaPublicKey();
        return rsa?.KeySize ?? ec?.KeySize ?? -1;
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(
        text.Replace("  ", " "), "MMM d HH:mm:ss yyyy 'GMT'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
