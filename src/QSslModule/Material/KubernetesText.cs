using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using QSslCore;

namespace QSslModule;

/// <summary>Reads certificates in YAML or JSON, as in kubeconfig files and Kubernetes secrets: PEM in base64 after a name, or indented
/// PEM.</summary>
internal static partial class KubernetesText
{
    /// <summary>Returns the certificates with the names in front of them. Keys are skipped.</summary>
    public static IReadOnlyList<(string Name, QSslCertificate Certificate)> Read(string text)
    {
        List<(string Name, QSslCertificate Certificate)> found = [];
        foreach (Match match in EncodedPem().Matches(text))
        {
            byte[] pem = new byte[match.Length];
            try
            {
                if (!Convert.TryFromBase64String(match.Value, pem, out int length))
                    continue;
                AddAll(found, NameBefore(text.AsSpan(0, match.Index)), pem.AsSpan(0, length));
            }
            finally
            {
                CryptographicOperations.ZeroMemory(pem);
            }
        }
        if (found.Count == 0 && text.Contains("-----BEGIN ", StringComparison.Ordinal))
            AddAll(found, "", Encoding.UTF8.GetBytes(string.Join('\n', text.Split('\n').Select(line => line.Trim()))));
        return found;
    }

    private static void AddAll(List<(string Name, QSslCertificate Certificate)> found, string name, ReadOnlySpan<byte> pem)
    {
        IReadOnlyList<QSslCertificate> certificates = CertificateReader.Read(pem.ToArray(), EncodingFormat.Pem).Certificates;
        for (int i = 0; i < certificates.Count; i++)
        {
            string one = certificates.Count == 1 || name.Length == 0 ? name : $"{name}[{i + 1}]";
            int repeated = found.Count(other => other.Name == one && one.Length > 0);
            found.Add((repeated == 0 ? one : $"{one}({repeated + 1})", certificates[i]));
        }
    }

    /// <summary>Returns the name in front of a value and a colon; empty for none.</summary>
    private static string NameBefore(ReadOnlySpan<char> text)
    {
        const string Quotes = "\"' \t";
        text = text.TrimEnd(Quotes);
        if (!text.EndsWith(":", StringComparison.Ordinal))
            return "";
        text = text[..^1].TrimEnd(Quotes);
        int start = text.Length;
        while (start > 0 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '.' or '-' or '_'))
            start--;
        return text[start..].ToString();
    }

    /// <summary>The base64 of "-----BEGIN " and the text after it.</summary>
    [GeneratedRegex("LS0tLS1CRUdJTi[A-Za-z0-9+/=]+", RegexOptions.CultureInvariant)]
    private static partial Regex EncodedPem();
}
