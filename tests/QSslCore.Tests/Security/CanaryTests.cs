using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using QSslCore.Tests.Keys;
using QSslCore.Tests.Robustness;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Security;

/// <summary>Keys in every broken shape, given to everything that reads or names something: no part of one comes back in words.</summary>
public sealed class CanaryTests
{
    /// <summary>What is as long as that does not occur by chance.</summary>
    private const int Telling = 12;

    private static readonly ConcurrentDictionary<string, HashSet<string>> s_parts = new();

    private static readonly Dictionary<string, Func<string, string>> s_shapes = new()
    {
        ["as it is"] = pem => pem,
        ["one line"] = pem => pem.Replace("\n", ""),
        ["blanks"] = pem => pem.Replace('\n', ' '),
        [@"\n"] = pem => pem.Replace("\n", @"\n"),
        ["cut"] = pem => pem[..(pem.Length / 2)],
        ["cut, one line"] = pem => pem.Replace("\n", "")[..(pem.Length / 2)],
        ["without its beginning"] = pem => pem[(pem.Length / 3)..],
        ["joined"] = pem => (pem + pem).Replace("\n", ""),
        ["wrong END"] = pem => pem.Replace("\n", "").Replace("-----END ", "-----END X"),
        ["END without dashes"] = pem => pem.Replace("\n", "").TrimEnd('-'),
        ["BEGIN without dashes at its end"] = pem => pem.Replace("KEY-----\n", "KEY "),
        ["no dashes before END"] = pem => pem.Replace("\n", "").Replace("-----END", " END"),
        ["label swallowed the body"] = pem => $"-----BEGIN {Body(pem)}-----\nAAAA\n-----END {Body(pem)}-----",
        ["label swallowed a part of the body"] = pem =>
            $"-----BEGIN RSA PRIVATE KEY {Body(pem)[..30]}-----{Body(pem)}-----END RSA PRIVATE KEY-----",
        ["END label swallowed a part of the body"] = pem =>
            $"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END {Body(pem)[..30]} PRIVATE KEY-----",
        ["lower case label"] = pem => pem.Replace("PRIVATE KEY", "private key"),
        ["unknown label"] = pem => pem.Replace("PRIVATE KEY", "SECRET").Replace("\n", ""),
        ["four dashes"] = pem => pem.Replace("-----", "----"),
        ["no blanks"] = pem => pem.Replace("\n", "").Replace(" ", ""),
        ["a star"] = pem => pem.Insert(pem.Length / 2, "*"),
        ["a letter less"] = pem => pem.Remove(pem.Length / 2, 1),
        ["base64"] = Body,
        ["base64, cut"] = pem => Body(pem)[..^7],
        ["base64 in a file's name"] = pem => $"/tmp/{Body(pem)}.pem",
        ["base64 in a URI"] = pem => $"https://user:{Body(pem)}@host/{Body(pem)}",
        ["base64 of PEM, cut"] = pem => Convert.ToBase64String(Encoding.ASCII.GetBytes(pem))[..^9],
        ["hexadecimal"] = pem => Convert.ToHexString(Convert.FromBase64String(Body(pem))),
        ["headers on one line"] = pem => pem.Replace("KEY-----\n", "KEY-----Proc-Type: 4,ENCRYPTEDDEK-Info: X,00").Replace("\n", ""),
        ["a header of it"] = pem => pem.Replace("KEY-----\n", "KEY-----\n" + Body(pem)[..40] + ": "),
        ["NUL"] = pem => pem.Replace('\n', '\0'),
    };

    public static TheoryData<string> Shapes => [.. s_shapes.Keys];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void No_part_of_a_key_is_in_any_message(string shape)
    {
        if (TlsBackendRegistry.Absence.Length > 0)
            Assert.Skip(TlsBackendRegistry.Absence);
        foreach (string pem in new[] { TestPki.Server.KeyPem, TestPki.ServerRsa.TraditionalKeyPem, TestPki.ServerRsa.EncryptedKeyPem("x"),
            KnownKeys.Ed25519 + "\n" })
            Sweep(s_shapes[shape](pem), pem);
    }

    [Fact]
    public void No_part_of_a_key_is_in_any_message_after_any_damage()
    {
        string pem = TestPki.Server.KeyPem;
        string[] shapes = [.. s_shapes.Values.Select(shape => shape(pem))];
        for (int seed = 0; seed < 3_000; seed++)
        {
            byte[] data = new Mutator(seed).Mutate(Encoding.Latin1.GetBytes(shapes[seed % shapes.Length]));
            foreach (string message in Parsed(data))
                AssertSilent(message, pem, $"seed {seed}");
        }
    }

    [Fact]
    public void What_holds_a_secret_has_words_without_it()
    {
        byte[] secret = Encoding.ASCII.GetBytes(Body(TestPki.Server.KeyPem));
        string text = Encoding.ASCII.GetString(secret);
        QSslConfiguration configuration = new() { PrivateKey = TestPki.Server.Key, LocalCertificateChain = TestPki.Server.Chain,
            SessionTicket = secret };
        QSslPreSharedKeyAuthenticator authenticator = new() { PreSharedKey = secret };
        object[] holders =
        [
            configuration, TestPki.Server.Key, authenticator, new QNetworkProxy(ProxyType.HttpProxy, "proxy", 1, "user", text),
                new QAuthenticator { User = "user", Password = text },
            new QSslServerIdentity("server.test", TestPki.Server.Chain, TestPki.Server.Key),
        ];
        foreach (object holder in holders)
        {
            foreach (string words in WordsOf(holder, depth: 2))
                AssertSilent(words, TestPki.Server.KeyPem, holder.GetType().Name);
        }
    }

    private static void Sweep(string text, string pem)
    {
        foreach (byte[] data in new[] { Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text),
            Encoding.BigEndianUnicode.GetPreamble().Concat(Encoding.BigEndianUnicode.GetBytes(text)).ToArray() })
        {
            foreach (string message in Parsed(data))
                AssertSilent(message, pem, "parsed");
        }

        foreach ((string place, string message) in Named(text))
            AssertSilent(message, pem, place);
    }

    /// <summary>What the readers say of data.</summary>
    private static IEnumerable<string> Parsed(byte[] data)
    {
        foreach (EncodingFormat? format in new EncodingFormat?[] { null, EncodingFormat.Pem, EncodingFormat.Der })
        {
            yield return CertificateReader.Read(data, format).Failure;
            foreach (KeyType? type in new KeyType?[] { null, KeyType.PrivateKey, KeyType.PublicKey })
                yield return KeyReader.Read(data, format, "wrong"u8, type).ToString();
        }

        yield return QSslDiffieHellmanParameters.FromEncoded(data, EncodingFormat.Pem).ErrorString;
        yield return QSslDiffieHellmanParameters.FromEncoded(data, EncodingFormat.Der).ErrorString;
        yield return Pkcs12.Read(data, []).Failure;
        yield return $"{Pkcs7.Read(data)?.Failure}";
    }

    /// <summary>What is said where the text is taken for a name, a path or a value.</summary>
    private static List<(string Place, string Message)> Named(string text)
    {
        List<(string, string)> said = [];
        using Warnings warnings = new();
        using QSslSocket socket = new();
        Add("SetPrivateKey", () => socket.SetPrivateKey(text));
        Add("SetLocalCertificate", () => socket.SetLocalCertificate(text));
        Add("SetLocalCertificateChain", () => socket.SslConfiguration =
            new() { LocalCertificateChain = [.. QSslCertificate.FromPath(text)] });
        Add("FromFile", () => QSslCertificate.FromFile(text));
        Add("FromPath", () => QSslCertificate.FromPath(text, EncodingFormat.Pem, PatternSyntax.Wildcard));
        Add("KeyReader.ReadFile", () => said.Add(("ReadFile", KeyReader.ReadFile(text, null, default).Message)));
        Add("CertificateReader.ReadFile", () => said.Add(("ReadFile", CertificateReader.ReadFile(text).Failure)));
        Add("QSslServerIdentity", () => _ = new QSslServerIdentity(text, TestPki.Server.Chain, TestPki.Server.Key));
        Add("QSslServerIdentity", () => _ = new QSslServerIdentity(text, [], TestPki.Server.Key));
        Add("Backend", () => said.Add(("Describe", TlsBackendRegistry.Describe(text))));
        Add("SetActiveBackend", () => QSslSocket.SetActiveBackend(text));
        Add("KeyLog", () => new QSslCore.Sockets.KeyLogFile(text + "/no/such/folder", warning => said.Add(("KeyLog", warning)))
            .Append("x"));
        Add("ConnectToHost", () => socket.ConnectToHost(text.Length > 64 ? text : text + "@", 443));
        said.Add(("ErrorString", socket.ErrorString));
        return said;

        void Add(string place, Action action)
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                said.AddRange(WordsOf(e, depth: 1).Select(words => (place, words)));
            }

            said.AddRange(warnings.Take().Select(warning => (place, warning)));
        }
    }

    /// <summary>An object and its public properties in words.</summary>
    private static List<string> WordsOf(object? item, int depth)
    {
        // What is there to give a secret back gives it back.
        string[] secrets = ["Password", "Data"];
        List<string> words = [$"{item}"];
        if (item is null or string || depth == 0 || item.GetType().IsPrimitive)
            return words;
        if (item is IEnumerable items and not byte[])
            words.AddRange(items.Cast<object?>().Take(5).SelectMany(i => WordsOf(i, depth - 1)));
        foreach (PropertyInfo property in item.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length == 0 && property.GetMethod is not null && !secrets.Contains(property.Name))
                words.AddRange(WordsOf(property.GetValue(item), depth - 1));
        }

        return words;
    }

    private static void AssertSilent(string message, string pem, string place)
    {
        string body = Body(pem);
        HashSet<string> parts = s_parts.GetOrAdd(pem, _ =>
            [.. Enumerable.Range(0, body.Length - Telling).Select(at => body.Substring(at, Telling))]);
        for (int at = 0; at + Telling <= message.Length; at++)
            Assert.False(parts.Contains(message.Substring(at, Telling)), $"{place}: {message}");

        string hex = Convert.ToHexString(Convert.FromBase64String(body));
        Assert.DoesNotContain(hex[20..40], message, StringComparison.OrdinalIgnoreCase);
    }

    private static string Body(string pem) => string.Concat(pem.Split('\n').Where(line => !line.StartsWith('-')));
}
