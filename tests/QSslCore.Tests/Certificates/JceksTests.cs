using System.Text;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Certificates;

/// <summary>Key stores of the type JCEKS, Java's and our own.</summary>
public sealed class JceksTests
{
    private const string PassPhrase = "changeit";

    /// <summary>A class that is an array of bytes, and one of them, empty, as an object stream has them.</summary>
    private const string EmptyArray = "7572" + "00025B42" + "ACF317F8060854E0" + "02" + "0000" + "7870" + "00000000";

    private static readonly byte[] s_passPhrase = Encoding.UTF8.GetBytes(PassPhrase);

    /// <summary>What keytool of OpenJDK 17 wrote: the keys "first" and "second", of which "second" has another pass phrase, and a
    /// secret key "sealed".</summary>
    private static readonly byte[] s_javas = Convert.FromBase64String("""
        zs7OzgAAAAIAAAADAAAAAwAGc2VhbGVkAAABoi7BHx6s7QAFc3IAM2NvbS5zdW4uY3J5cHRvLnByb3ZpZGVyLlNlYWxlZE9iamVjdEZvcktleVByb3RlY3Rv
        cs1XylnnMLtTAgAAeHIAGWphdmF4LmNyeXB0by5TZWFsZWRPYmplY3Q+Nj2mw7dUcAIABFsADWVuY29kZWRQYXJhbXN0AAJbQlsAEGVuY3J5cHRlZENvbnRl
        bnRxAH4AAkwACXBhcmFtc0FsZ3QAEkxqYXZhL2xhbmcvU3RyaW5nO0wAB3NlYWxBbGdxAH4AA3hwdXIAAltCrPMX+AYIVOACAAB4cAAAABEwDwQIStPTMq0X
        iRQCAwMNQHVxAH4ABQAAAKBOvtYD2xeA6Cv6Zhd7BvqXrCt6xHlmVO1XF6r3MCsUh9hlO4LfE5Nzh1PSe/Huo4gQJ7Eq+mqt+aPQOA4s7zoGB0cC3mcfbNZX
        z8ZxST0e9Y5ErLl3DOUo37C0QFQBCNL490i4SRAgVDMtvtYDBQwm803BcQqbpRM8EoDJsabU2dlbEHp/EjxPMNfRNLJZx+ATiL7STyh1WpsZZq1jxFaudAAW
        UEJFV2l0aE1ENUFuZFRyaXBsZURFU3QAFlBCRVdpdGhNRDVBbmRUcmlwbGVERVMAAAABAAZzZWNvbmQAAAGiLsEb+QAAAGowaDAcBgkrBgEEASoCEwEwDwQI
        Imhsb789EpICAwMNQARIVCIGh5kznKa5gZQw6gc3ySwIm690V5zKyFp12JfurWlkA6hXa7J7/ZtkM6mCDayJRgN/AlTbEmL7fl0dWzZlNXBqHNjfxBy5AAAA
        AQAFWC41MDkAAAFLMIIBRzCB7aADAgECAghpDV160+ui5zAKBggqhkjOPQQDAjAXMRUwEwYDVQQDEwxqY2VrcyBzZWNvbmQwIBcNMjYxMTMwMjMxODU3WhgP
        MjEyNjExMDYyMzE4NTdaMBcxFTATBgNVBAMTDGpjZWtzIHNlY29uZDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABEB2wm7Y31Z53u/fWdxk1RyIvl3ralke
        YTzvU6iHQi0ZCLAtEH3n7x6dFnBMKlaFscC0mQ2WzojfEq/dokkLu5WjITAfMB0GA1UdDgQWBBS7kaH1p9weL4eVZU18Vk8I6vY9CDAKBggqhkjOPQQDAgNJ
        ADBGAiEAz9sbjU1IlLXjndfyJOIq61+enAwSPX3QcOhvKafDhRICIQCSSUTMfCXUg06faVf0LUQvI0SreECCoKkkN+Nh/bo4BAAAAAEABWZpcnN0AAABoi7B
        GAsAAABqMGgwHAYJKwYBBAEqAhMBMA8ECOCFS8/VAHVOAgMDDUAESAKL9Lyr2ldct08nK8uRphl9nBNjbgKcI8i1vOvTK6SGn31xqqXA8UsdE8q+Tc+T4PrJ
        AXUiD3Gaf/xpcoXFm5Fxc4thkZMEdAAAAAEABVguNTA5AAABSDCCAUQwgeugAwIBAgIIOxAKNHh7vsQwCgYIKoZIzj0EAwIwFjEUMBIGA1UEAxMLamNla3Mg
        Zmlyc3QwIBcNMjYxMTMwMjMxODU2WhgPMjEyNjExMDYyMzE4NTZaMBYxFDASBgNVBAMTC2pjZWtzIGZpcnN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
        ZFLw1/n12qoa9IAbgkKp5aHWUfAWQqZr1kTneR1Hry7i8aryHzLPPS3Ut4kShzdJkn/zLLKWhFf5nZSD6e1RzKMhMB8wHQYDVR0OBBYEFCoWGsrcARLPAEDA
        2GIboDUEmLcJMAoGCCqGSM49BAMCA0gAMEUCIBhlZGbSH3Sc/Nd+d6LtGhFgX6otmMZBs9/xz+/vsMRrAiEAkxeRSEnag4Zsu6fI4+ANCvGymsYtrJybHeR7
        OFl/edI7KGhWEKBz9gBMhWHS4jtewnOc8w==
        """);

    public JceksTests()
    {
        if (TlsBackendRegistry.Absence.Length > 0)
            Assert.Skip(TlsBackendRegistry.Absence);
    }

    [Fact]
    public void What_keytool_wrote_is_read()
    {
        Pkcs12Content content = JavaKeyStore.Read(s_javas, s_passPhrase);

        Assert.Equal("", content.Failure);
        KeyEntry first = Assert.Single(content.Entries);
        Assert.Equal("first", first.Alias);
        Assert.True(first.Certificate.IsCertificateOf(first.Key));
        Assert.Equal("jceks first", Assert.Single(first.Certificate.SubjectInfo("CN")));
        Assert.Equal("jceks second", Assert.Single(Assert.Single(content.Others).SubjectInfo("CN")));
        Assert.Equal(
            ["the private key 'second', because the pass phrase of the store does not open it", "the secret key 'sealed'"],
            content.LeftOut.Order(StringComparer.Ordinal));
        Assert.Equal(["first", "second"], JavaKeyStore.Aliases(s_javas, s_passPhrase).Values.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_a_pass_phrase_only_certificates_are_read()
    {
        Pkcs12Content content = JavaKeyStore.Read(s_javas, default);

        Assert.Equal("", content.Failure);
        Assert.Empty(content.Entries);
        Assert.Equal(2, content.Others.Count);
    }

    [Theory]
    [InlineData("changeIt")]
    [InlineData("ch")]
    [InlineData("päss")]
    public void A_wrong_pass_phrase_is_told(string passPhrase)
    {
        Pkcs12Content content = JavaKeyStore.Read(s_javas, Encoding.UTF8.GetBytes(passPhrase));

        Assert.True(content.PassPhraseIsWrong);
        Assert.Empty(content.Others);
    }

    [Fact]
    public void No_byte_can_be_changed_unseen()
    {
        for (int i = 4; i < s_javas.Length; i += 7)
        {
            byte[] changed = [.. s_javas];
            changed[i] ^= 1;
            Assert.True(JavaKeyStore.Read(changed, s_passPhrase).PassPhraseIsWrong);
        }
    }

    /// <summary>Java 17 encrypted both. The second salt has equal halves, of which Java reverses the first.</summary>
    [Theory]
    [InlineData("0102030405060708", "59B98FA25100E1ACEAB2EE536846D84B49B3063005C83339")]
    [InlineData("0102030401020304", "2B1BFB5C4FF0E338925480C0C8C7B4AAF7A2B9D0896295CE")]
    public void A_key_is_decrypted_as_Java_encrypts_it(string salt, string encrypted)
    {
        using JceksKeyProtection protection = new(PassPhrase.ToCharArray());

        byte[] key = protection.Open(
            JceksWriter.Wrap(Convert.FromHexString(encrypted), Convert.FromHexString(salt), 5), out string failure);

        Assert.Equal("", failure);
        Assert.Equal("0\u000Emighty aphrdit", Encoding.ASCII.GetString(key));
    }

    /// <summary>Older versions of Java mean to reverse the half and make this of it.</summary>
    [Fact]
    public void A_key_of_an_older_Java_with_equal_halves_of_the_salt_is_decrypted()
    {
        byte[] key = JceksWriter.Encrypt(TestPki.Server.Pkcs8, PassPhrase, "0A0B0C0D0A0B0C0D", derivesFrom: "0D0A0B0D0A0B0C0D");

        Pkcs12Content content = JavaKeyStore.Read(
            new JceksWriter().Key("server", key, TestPki.Server.Certificate).Write(), s_passPhrase);

        Assert.Empty(content.LeftOut);
        Assert.True(content.Certificate.IsCertificateOf(content.Key));
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(2u)]
    public void Both_versions_are_read(uint version)
    {
        byte[] store = new JceksWriter { Version = version }
            .Trusted("root", TestPki.Root.Certificate)
            .Secret("sealed", EmptyArray)
            .Key("server", JceksWriter.Encrypt(TestPki.Server.Pkcs8, PassPhrase), [.. TestPki.Server.Chain])
            .Write();

        Pkcs12Content content = JavaKeyStore.Read(store, s_passPhrase);

        Assert.Equal("", content.Failure);
        Assert.True(content.Certificate.IsCertificateOf(content.Key));
        Assert.Equal(TestPki.Server.Certificate, content.Certificate);
        Assert.Contains(TestPki.Root.Certificate, content.Others);
        Assert.Equal(["the secret key 'sealed'"], content.LeftOut);
    }

    [Theory]
    [InlineData(5_000_001, "1.3.6.1.4.1.42.2.19.1", "too many rounds")]
    [InlineData(int.MaxValue, "1.3.6.1.4.1.42.2.19.1", "too many rounds")]
    [InlineData(0, "1.3.6.1.4.1.42.2.19.1", "parameters are not valid")]
    [InlineData(-1, "1.3.6.1.4.1.42.2.19.1", "parameters are not valid")]
    [InlineData(1, "1.3.6.1.4.1.42.2.17.1.1", "another algorithm")]
    public void A_key_that_cannot_be_opened_is_left_out(int rounds, string oid, string why)
    {
        byte[] key = JceksWriter.Wrap(new byte[16], new byte[8], rounds, oid);

        Pkcs12Content content = JavaKeyStore.Read(
            new JceksWriter().Key("server", key, TestPki.Server.Certificate).Write(), s_passPhrase);

        Assert.Equal("", content.Failure);
        Assert.True(content.Key.IsNull);
        Assert.Contains(why, Assert.Single(content.LeftOut), StringComparison.Ordinal);
        Assert.Equal(TestPki.Server.Certificate, Assert.Single(content.Others));
    }

    [Fact]
    public void All_keys_together_have_a_limit()
    {
        using JceksKeyProtection protection = new(PassPhrase.ToCharArray()) { MaxTotalRounds = 2_000 };
        byte[] key = JceksWriter.Encrypt([0x30, 0], PassPhrase, rounds: 1_000);

        string[] failures = [.. Enumerable.Range(0, 3).Select(_ => Open())];

        Assert.Equal(["", "", "it requests too many rounds of derivation"], failures);

        string Open()
        {
            protection.Open(key, out string failure);
            return failure;
        }
    }

    [Theory]
    [InlineData("74000461626364", "not a sealed key", "a string as the class of an array", "75")]
    [InlineData("", "truncated", "an array that is too long", "757200025B42ACF317F8060854E00200007870FFFFFFFF")]
    [InlineData("", "not a sealed key", "an array of others", "757200025B4AACF317F8060854E0020000787000000001")]
    [InlineData("", "not a sealed key", "a class with a method that writes", "737200014100000000000000000300007870")]
    [InlineData("", "not a sealed key", "a class that is its own superclass", "73720001410000000000000000020000" + "78" + "71007E0000")]
    [InlineData("", "not a sealed key", "a proxy", "737D00000000")]
    [InlineData("", "not a sealed key", "a reference to nothing", "71007E0005")]
    [InlineData("", "not a sealed key", "a reset", "79")]
    public void What_is_no_sealed_key_is_refused(string then, string why, string what, string stream)
    {
        Pkcs12Content content = JavaKeyStore.Read(new JceksWriter().Secret("sealed", stream + then).Write(), s_passPhrase);

        Assert.False(content.Succeeded, what);
        Assert.Contains(why, content.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_objects_do_not_end_the_stack()
    {
        // A class with a field of its own class, and an object within an object within…
        string type = "720001410000000000000000020001" + "4C000161" + "74000141" + "7870";
        string stream = "73" + type + string.Concat(Enumerable.Repeat("7371007E0000", 100_000));

        Pkcs12Content content = JavaKeyStore.Read(new JceksWriter().Secret("sealed", stream).Write(), s_passPhrase);

        Assert.Contains("not a sealed key", content.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2u, uint.MaxValue, "more than 10000 entries")]
    [InlineData(2u, 2u, "truncated")]
    [InlineData(2u, 0u, "more behind its last entry")]
    [InlineData(3u, 1u, "version is unknown")]
    public void A_store_that_says_what_is_not_so_is_refused(uint version, uint count, string why)
    {
        byte[] store = new JceksWriter { Version = version, Count = count }.Trusted("root", TestPki.Root.Certificate).Write();

        Assert.Contains(why, JavaKeyStore.Read(store, s_passPhrase).Failure, StringComparison.Ordinal);
        Assert.Contains(why, JavaKeyStore.Read(store, default).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_is_told()
    {
        for (int length = 13; length < s_javas.Length; length++)
            Assert.False(JavaKeyStore.Read(s_javas[..length], default).Succeeded);
    }
}
