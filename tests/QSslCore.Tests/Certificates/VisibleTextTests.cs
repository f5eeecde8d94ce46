using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Certificates;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("www.example.org ~ ä ß 証明書 😀 e\u0301", "www.example.org ~ ä ß 証明書 😀 e\u0301")]
    [InlineData("\0", "\\00")]
    [InlineData("a\u001B[31mb", "a\\1B[31mb")]
    [InlineData("\a\b\t\v\f\u007F", "\\07\\08\\09\\0B\\0C\\7F")]
    [InlineData("a\r\nb", "a\\0D\\0Ab")]
    [InlineData("\u0085\u009B2J", "\\C2\\85\\C2\\9B2J")]
    [InlineData("\u200E\u200F\u061C", "\\E2\\80\\8E\\E2\\80\\8F\\D8\\9C")]
    [InlineData("\u202A\u202B\u202C\u202D\u202E", "\\E2\\80\\AA\\E2\\80\\AB\\E2\\80\\AC\\E2\\80\\AD\\E2\\80\\AE")]
    [InlineData("\u2066\u2067\u2068\u2069", "\\E2\\81\\A6\\E2\\81\\A7\\E2\\81\\A8\\E2\\81\\A9")]
    [InlineData("\u2028\u2029", "\\E2\\80\\A8\\E2\\80\\A9")]
    [InlineData("\u200B\u200D\u2060\uFEFF\u00AD", "\\E2\\80\\8B\\E2\\80\\8D\\E2\\81\\A0\\EF\\BB\\BF\\C2\\AD")]
    [InlineData("\U000E0041", "\\F3\\A0\\81\\81")]
    [InlineData("\uE000\U0010FFFD", "\\EE\\80\\80\\F4\\8F\\BF\\BD")]
    [InlineData("\uFFFE\u0378", "\\EF\\BF\\BE\\CD\\B8")]
    public void What_cannot_be_seen_is_written_out(string text, string expected)
    {
        Assert.Equal(expected, VisibleText.Of(text));
    }

    [Fact]
    public void Half_of_a_pair_is_written_out()
    {
        string high = new('\uD83D', 1);
        string low = new('\uDE00', 1);

        Assert.Equal("a\\ED\\A0\\BDb", VisibleText.Of($"a{high}b"));
        Assert.Equal("\\ED\\B8\\80\\ED\\A0\\BD", VisibleText.Of(low + high));
    }

    [Fact]
    public void No_character_that_is_kept_is_of_an_invisible_kind()
    {
        for (int value = 0; value <= 0x10FFFF; value++)
        {
            if (!Rune.IsValid(value))
                continue;
            Rune rune = new(value);
            string kind = Rune.GetUnicodeCategory(rune).ToString();
            bool isKept = VisibleText.Of(rune.ToString()) == rune.ToString();
            bool isVisible = kind is not ("Control" or "Format" or "PrivateUse" or "OtherNotAssigned" or "LineSeparator"
                or "ParagraphSeparator");
            if (isKept != isVisible)
                Assert.Fail($"U+{value:X4}");
        }
    }

    [Fact]
    public void Lines_of_our_own_stay_lines()
    {
        Assert.Equal("a\nb\\0D\\1B", VisibleText.OfLines("a\nb\r\u001B"));
    }

    [Fact]
    public void A_certificate_cannot_add_lines_to_the_librarys_text()
    {
        if (TlsBackendRegistry.Absence.Length > 0)
            Assert.Skip(TlsBackendRegistry.Absence);
        const string Evil = "a\r\n        Subject: CN=bank.example\u001B[2J\u202E";
        using AsymmetricAlgorithm key = TestKeys.Make();
        CertificateRequest request = TestKeys.Request(new("CN=plain"), key);
        // A NUL makes OpenSSL print the bytes of all the names.
        foreach (string end in (string[])["", "\0"])
        {
            request.CertificateExtensions.Clear();
            request.CertificateExtensions.Add(Names(Evil + end));
            byte[] comment = Text(UniversalTagNumber.IA5String, Evil + end);
            request.CertificateExtensions.Add(new X509Extension("2.16.840.1.113730.1.13", comment, false));
            request.CertificateExtensions.Add(new X509Extension("1.2.3.4", Encoding.ASCII.GetBytes($"\u0004\u0030{Evil}"), false));
            using X509Certificate2 made = TestKeys.SelfSigned(request, key, DateTimeOffset.UtcNow.AddDays(-1),
                DateTimeOffset.UtcNow.AddDays(1));
            QSslCertificate certificate = QSslCertificate.FromX509Certificate2(made);

            string text = certificate.ToText();

            Assert.Contains("CN=plain", text.Replace(" = ", "=", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Contains("DNS:a\\0D\\0A", text, StringComparison.Ordinal);
            // Addresses stay as they are, whatever bytes they have.
            Assert.Contains("IP Address:10.13.0.10", text, StringComparison.Ordinal);
            Assert.Equal(text, VisibleText.OfLines(text));
            Assert.Single(text.Split('\n'), line => line.StartsWith("        Subject:", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void An_error_and_a_target_have_visible_texts()
    {
        Assert.Equal("a\\1Bb", new QSslError(SslErrorCode.HostNameMismatch, null, "a\u001Bb").ToString());
        Assert.Equal("a\u001Bb", new QSslError(SslErrorCode.HostNameMismatch, null, "a\u001Bb").ErrorString);
        Assert.Equal("a\\1Bb:443", HostAndPort.Display("a\u001Bb", 443));
    }

    private static byte[] Text(UniversalTagNumber kind, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return [(byte)kind, (byte)bytes.Length, .. bytes];
    }

    private static X509Extension Names(string name)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteOctetString(Encoding.UTF8.GetBytes(name), new Asn1Tag(TagClass.ContextSpecific, 2));
            writer.WriteOctetString([10, 13, 0, 10], new Asn1Tag(TagClass.ContextSpecific, 7));
        }
        return new X509Extension("2.5.29.17", writer.Encode(), false);
    }
}
