using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Tests.Keys;

public sealed class DiffieHellmanParametersTests
{
    /// <summary>RFC 3526's group of 2048 bits, as openssl writes it.</summary>
    private const string Group2048 = """
        -----BEGIN DH PARAMETERS-----
        MIIBCAKCAQEA///////////JD9qiIWjCNMTGYouA3BzRKQJOCIpnzHQCC76mOxOb
        IlFKCHmONATd75UZs806QxswKwpt8l8UN0/hNW1tUcJF5IW1dmJefsb0TELppjft
        awv/XLb0Brft7jhr+1qJn6WunyQRfEsf5kkoZlHs5Fs9wgB8uKFjvwWY2kg2HFXT
        mmkWP6j9JM9fg2VdI9yjrZYcYvNWIIVSu57VKQdwlpZtZww1Tkq8mATxdGwIyhgh
        fDKQXkYuNs474553LBgOhgObJ4Oi7Aeij7XFXfBvTFLJ3ivL9pVYFxg5lUl86pVq
        5RXSJhiY+gUQFXKOWoqsqmj//////////wIBAg==
        -----END DH PARAMETERS-----
        """;

    /// <summary>A safe prime of 1024 bits and the generator 2: RFC 2409's second group.</summary>
    private const string Prime1024 =
        "0FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74"
        + "020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437"
        + "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
        + "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF";

    private static readonly BigInteger s_prime1024 = BigInteger.Parse(Prime1024, NumberStyles.AllowHexSpecifier,
        CultureInfo.InvariantCulture);

    public DiffieHellmanParametersTests() => Needs.OpenSsl();

    [Fact]
    public void New_ones_are_empty_and_valid()
    {
        QSslDiffieHellmanParameters empty = new();

        Assert.True(empty.IsEmpty && empty.IsValid);
        Assert.Equal((DiffieHellmanError.NoError, "No error", 0), (empty.Error, empty.ErrorString, empty.Length));
        Assert.Equal("the library's choice", empty.ToString());
    }

    [Fact]
    public void The_default_is_the_group_of_rfc_3526()
    {
        QSslDiffieHellmanParameters read = QSslDiffieHellmanParameters.FromEncoded(Encoding.ASCII.GetBytes(Group2048));

        Assert.Equal(DiffieHellmanError.NoError, read.Error);
        Assert.True(read == QSslDiffieHellmanParameters.DefaultParameters);
        Assert.Equal(read.GetHashCode(), QSslDiffieHellmanParameters.DefaultParameters.GetHashCode());
        Assert.Equal((2048, false, true), (read.Length, read.IsEmpty, read.IsValid));
        Assert.Equal("DH 2048", read.ToString());
    }

    [Fact]
    public void Der_and_streams_are_read()
    {
        byte[] der = QSslDiffieHellmanParameters.DefaultParameters.Der.ToArray();
        using MemoryStream stream = new(Encoding.ASCII.GetBytes(Group2048));

        Assert.Equal(QSslDiffieHellmanParameters.DefaultParameters, QSslDiffieHellmanParameters.FromEncoded(der, EncodingFormat.Der));
        Assert.Equal(QSslDiffieHellmanParameters.DefaultParameters, QSslDiffieHellmanParameters.FromEncoded(stream));
        Assert.True(stream.CanRead);
        Assert.Equal(DiffieHellmanError.InvalidInputDataError, QSslDiffieHellmanParameters.FromEncoded((QIODevice)null!).Error);
    }

    [Fact]
    public void What_are_no_parameters_is_invalid_input()
    {
        string certificate = TestPki.Root.Certificate.ToPem();

        Assert.Contains("nothing to decode", Fault(""));
        Assert.Contains("no PEM block", Fault("garbage"));
        Assert.Contains("no DH PARAMETERS but CERTIFICATE", Fault(certificate));
        Assert.Contains("line 1 is damaged", Fault(Group2048.Replace("MIIB", "!!!!")));
        Assert.Contains("PKCS#3", Fault(PemEncoding.WriteString("DH PARAMETERS", TestPki.Root.Certificate.ToDer())));
        Assert.Contains("format Pem", QSslDiffieHellmanParameters.FromEncoded(Encoding.ASCII.GetBytes(Group2048),
            EncodingFormat.Der).ErrorString);
        Assert.Contains("not positive", Encoded(-s_prime1024, 2).ErrorString);

        static string Fault(string text)
        {
            QSslDiffieHellmanParameters parameters = QSslDiffieHellmanParameters.FromEncoded(Encoding.ASCII.GetBytes(text));
            Assert.Equal((DiffieHellmanError.InvalidInputDataError, false, false),
                (parameters.Error, parameters.IsValid, parameters.IsEmpty));
            return parameters.ErrorString;
        }
    }

    [Fact]
    public void Parameters_that_are_not_safe_are_told_so()
    {
        Assert.True(Encoded(s_prime1024, 2).IsValid);
        AssertUnsafe(Encoded(s_prime1024 >> 1, 2), "1023 bits");
        AssertUnsafe(Encoded((BigInteger.One << 4096) + 1, 2), "4097 bits");
        AssertUnsafe(Encoded(s_prime1024, 1), "generator");
        AssertUnsafe(Encoded(s_prime1024, s_prime1024 - 1), "generator");
        AssertUnsafe(Encoded(s_prime1024, s_prime1024 + 5), "generator");
        AssertUnsafe(Encoded(s_prime1024 + 2, 2), "prime");
        AssertUnsafe(Encoded((BigInteger.One << 1279) - 1, 2), "prime"); // a prime of Mersenne's, and not a safe one

        static void AssertUnsafe(QSslDiffieHellmanParameters parameters, string reason)
        {
            Assert.Equal((DiffieHellmanError.UnsafeParametersError, false, false),
                (parameters.Error, parameters.IsValid, parameters.IsEmpty));
            Assert.Contains(reason, parameters.ErrorString);
        }
    }

    [Fact]
    public void Equality_tells_invalid_from_empty()
    {
        QSslDiffieHellmanParameters invalid = QSslDiffieHellmanParameters.FromEncoded([]);

        Assert.True(new QSslDiffieHellmanParameters() == new QSslDiffieHellmanParameters());
        Assert.True(invalid != new QSslDiffieHellmanParameters());
        Assert.True(QSslDiffieHellmanParameters.DefaultParameters != new QSslDiffieHellmanParameters());
        Assert.False(invalid == null);
    }

    [Fact]
    public void A_server_uses_them()
    {
        QSslCipher[] ephemeral = [new QSslCipher("DHE-RSA-AES128-GCM-SHA256")];

        Connect(QSslDiffieHellmanParameters.DefaultParameters);
        Connect(new QSslDiffieHellmanParameters());
        string invalid = Assert.Throws<TlsSetupException>(() => Connect(QSslDiffieHellmanParameters.FromEncoded([]))).Message;
        Assert.Contains("nothing to decode", invalid);
        string weak = Assert.Throws<TlsSetupException>(() => Connect(Encoded(s_prime1024, 2))).Message;
        Assert.Contains("too small", weak);

        void Connect(QSslDiffieHellmanParameters parameters)
        {
            using Link link = new(
                SslProtocol.TlsV1_2, TestPki.ServerRsa, configureClient: c => c.Ciphers = ephemeral,
                configureServer: c => (c.Ciphers, c.DiffieHellmanParameters) = (ephemeral, parameters));
            link.Handshake();
            Assert.Equal("DHE-RSA-AES128-GCM-SHA256", link.Client.SessionCipher.Name);
        }
    }

    private static QSslDiffieHellmanParameters Encoded(BigInteger prime, BigInteger generator)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(prime);
            writer.WriteInteger(generator);
        }

        return QSslDiffieHellmanParameters.FromEncoded(writer.Encode(), EncodingFormat.Der);
    }
}
