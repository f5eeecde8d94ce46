using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Reads certificates in YAML or JSON, as in kubeconfig files and Kubernetes secrets: PEM in base64 after a name, on one line or several,
/// and PEM as it is, also indented; and DER, bundles and key stores in base64. Keys are skipped.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="open">Opens a bundle or a key store: its certificates, or why it cannot be opened.</param>
internal sealed partial class KubernetesText(
    string text, Func<byte[], (IReadOnlyList<QSslCertificate> Certificates, string Failure)> open)
{
    /// <summary>The base64 of "-----BEGIN ".</summary>
    private const string EncodedBegin = "LS0tLS1CRUdJTi";

    private static readonly string[] s_labels = ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE", "PKCS7", "CMS"];

    private readonly List<(string Name, QSslCertificate Certificate)> _found = [];

    /// <summary>The first thing that should be a certificate and cannot be read, as the end of a sentence; empty for none.</summary>
    public string Failure { get; private set; } = "";

    /// <summary>Returns the certificates with the names in front of them.</summary>
    public IReadOnlyList<(string Name, QSslCertificate Certificate)> Read()
    {
        (int Begin, int End) plain = PlainFrom(0);
        foreach (Match match in Encoded().Matches(text))
        {
            while (plain.End <= match.Index)
                plain = PlainFrom(plain.End);
            string base64 = Spacing().Replace(match.Value, "");
            string name = NameBefore(text.AsSpan(0, match.Index));
            byte[] pem = PemIn(base64);
            if (pem.Length > 0)
                AddAll(name, pem);
            else if (match.Index < plain.Begin)
                AddBinary(name, base64);
            CryptographicOperations.ZeroMemory(pem);
        }
        // One document of a file may have it in base64, and the next one as it is.
        if (text.Contains("-----BEGIN ", StringComparison.Ordinal))
            AddAll("", Encoding.UTF8.GetBytes(string.Join('\n', text.Split('\n').Select(line => line.Trim()))));
        return _found;
    }

    /// <summary>Where the next block of plain PEM begins and ends. Its base64 is not read a second time.</summary>
    private (int Begin, int End) PlainFrom(int at)
    {
        int begin = text.IndexOf("-----BEGIN ", at, StringComparison.Ordinal);
        int end = begin < 0 ? -1 : text.IndexOf("-----END ", begin, StringComparison.Ordinal);
        return (begin < 0 ? int.MaxValue : begin, end < 0 ? int.MaxValue : end + 1);
    }

    /// <summary>Decodes base64; empty if it is not that of PEM text. What is cut off is decoded as far as it goes.</summary>
    private static byte[] PemIn(string base64)
    {
        if (Decode(base64) is { Length: > 0 } whole)
            return whole;
        // What stands in front may consist of letters, too.
        int begin = base64.IndexOf(EncodedBegin, StringComparison.Ordinal);
        return begin > 0 ? Decode(base64[begin..]) : [];
    }

    private static byte[] Decode(string base64)
    {
        byte[] data = Bytes(base64);
        if (PemReader.LooksLikePem(data))
            return data;
        CryptographicOperations.ZeroMemory(data);
        return [];
    }

    private static byte[] Bytes(string base64)
    {
        string digits = base64.TrimEnd('=');
        // A single digit at the end is less than a byte.
        digits = digits.Length % 4 == 1 ? digits[..^1] : digits;
        return Convert.FromBase64String(digits.PadRight((digits.Length + 3) / 4 * 4, '='));
    }

    /// <summary>Adds a certificate in DER, and what a bundle or a key store holds. Other data is none of a certificate.</summary>
    private void AddBinary(string name, string base64)
    {
        byte[] data = Bytes(base64);
        try
        {
            if (MaterialFormats.Of(data) is SslMaterialFormat.Pkcs7 or SslMaterialFormat.Pkcs12 or SslMaterialFormat.Jks)
            {
                (IReadOnlyList<QSslCertificate> certificates, string failure) = open(data);
                Add(name, certificates, failure);
            }
            else if (data is [DataKind.Sequence, ..]
                && CertificateReader.Read(data, EncodingFormat.Der) is { Certificates.Count: > 0 } read)
            {
                Add(name, read.Certificates, read.Failure);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(data);
        }
    }

    private void AddAll(string name, byte[] pem)
    {
        (IReadOnlyList<QSslCertificate> certificates, string failure) = CertificateReader.Read(pem, EncodingFormat.Pem);
        Add(name, certificates, s_labels.Any(label => pem.AsSpan().IndexOf(LineOf(label)) >= 0) ? failure : "");
    }

    private void Add(string name, IReadOnlyList<QSslCertificate> certificates, string failure)
    {
        if (failure.Length > 0 && Failure.Length == 0)
            Failure = name.Length > 0 ? $"{name}: {failure}" : failure;
        for (int i = 0; i < certificates.Count; i++)
        {
            string one = certificates.Count == 1 || name.Length == 0 ? name : $"{name}[{i + 1}]";
            int repeated = _found.Count(other => other.Name == one && one.Length > 0);
            _found.Add((repeated == 0 ? one : $"{one}({repeated + 1})", certificates[i]));
        }
    }

    private static ReadOnlySpan<byte> LineOf(string label) => Encoding.ASCII.GetBytes($"-----BEGIN {label}-----");

    /// <summary>Returns the name in front of a value and a colon; empty for none. YAML has a sign between them where the value has several
    /// lines.</summary>
    private static string NameBefore(ReadOnlySpan<char> text)
    {
        const string Quotes = "\"' \t";
        text = text.TrimEnd("\"' \t\r\n|>-+");
        if (!text.EndsWith(":", StringComparison.Ordinal))
            return "";
        text = text[..^1].TrimEnd(Quotes);
        int start = text.Length;
        while (start > 0 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '.' or '-' or '_'))
            start--;
        return text[start..].ToString();
    }

    /// <summary>A line of base64, and the lines after it that are nothing else. JSON writes the end of a line as <c>\n</c>.</summary>
    [GeneratedRegex("""[A-Za-z0-9+/]{32,}(?:(?:[ \t]*\r?\n[ \t]*|(?:\\r)?\\n)[A-Za-z0-9+/]+(?=={0,2}[ \t]*(?:["'\\\r\n]|$)))*""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Encoded();

    [GeneratedRegex(@"\\[rn]|\s", RegexOptions.CultureInvariant)]
    private static partial Regex Spacing();
}
