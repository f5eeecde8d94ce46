using System.Security.Cryptography;
using QSslCore.Tls;

namespace QSslCore;

/// <summary>The result of reading a key: the key, or the reason why it cannot be read.</summary>
/// <param name="Key">The key; null if it cannot be read.</param>
/// <param name="Failure">The reason of the failure.</param>
/// <param name="Message">The reason as a sentence part that calls the data "it", such as "it is empty"; empty if there is no
/// failure.</param>
internal readonly record struct KeyReadResult(QSslKey? Key, KeyReadFailure Failure, string Message)
{
    public static KeyReadResult Failed(KeyReadFailure failure, string message) => new(null, failure, message);
}

/// <summary>Reads keys, and reports the exact reason if one cannot be read.</summary>
internal static class KeyReader
{
    private const string Needed = "it is encrypted, and no pass phrase was given";

    private static KeyReadResult TooCostly => KeyReadResult.Failed(
        KeyReadFailure.Unsupported, $"its encryption asks for more than {DerivationCost.MaxRounds} rounds of key derivation");

    private static KeyReadResult CutShort => NotAKey("it is damaged: what is encrypted has a length that no cipher leaves");

    /// <param name="data">The file's bytes.</param>
    /// <param name="format">The encoding; null to detect it.</param>
    /// <param name="passPhrase">The pass phrase; empty if there is none. It is ignored if the key is not encrypted.</param>
    /// <param name="type">The requested half of the key pair; null for a private key or, if there is none, a public key.</param>
    public static KeyReadResult Read(
        ReadOnlySpan<byte> data, EncodingFormat? format, ReadOnlySpan<byte> passPhrase, KeyType? type = null)
    {
        if (data.Trim(" \t\r\n"u8).IsEmpty)
            return KeyReadResult.Failed(KeyReadFailure.Empty, "it is empty");
        if (!EncodedText.TryUnfold(data, ref format, out byte[] plain))
            return ReadPlain(data, format, passPhrase, type);

        try
        {
            return ReadPlain(plain, format, passPhrase, type);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Reads a file. An error that prevents opening it is reported like any other one.</summary>
    public static KeyReadResult ReadFile(string path, EncodingFormat? format, ReadOnlySpan<byte> passPhrase, KeyType? type = null)
    {
        if (!FileBytes.TryRead(path, out byte[] data, out string failure))
            return KeyReadResult.Failed(KeyReadFailure.NotAKey, failure);

        try
        {
            return Read(data, format, passPhrase, type);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(data);
        }
    }

    private static KeyReadResult ReadPlain(ReadOnlySpan<byte> data, EncodingFormat? format, ReadOnlySpan<byte> passPhrase, KeyType? type)
    {
        bool isPem = PemReader.LooksLikePem(data);
        return (format ?? (isPem ? EncodingFormat.Pem : EncodingFormat.Der)) switch
        {
            EncodingFormat.Pem when isPem => ReadPem(data, passPhrase, type),
            EncodingFormat.Pem => NotAKey(data[0] == DataKind.Sequence
                ? "it is DER, not PEM text; read it with the format Der"
                : DataKind.DescribeNotPem(data)),
            EncodingFormat.Der when data[0] != DataKind.Sequence && isPem => NotAKey("it is PEM text; read it with the format Pem"),
            _ => ReadDer(data, passPhrase, type),
        };
    }

    private static KeyReadResult ReadPem(ReadOnlySpan<byte> data, ReadOnlySpan<byte> passPhrase, KeyType? type)
    {
        KeyType[] wanted = type is KeyType one ? [one] : [KeyType.PrivateKey, KeyType.PublicKey];
        foreach (KeyType candidate in wanted)
        {
            PemReader reader = new(data);
            while (reader.Read(out PemBlock block))
            {
                if (TypeOf(block.Label) == candidate)
                    return ReadBlock(block, candidate, passPhrase);
            }
        }

        PemReader first = new(data);
        if (!first.Read(out PemBlock other))
            return NotAKey("there is no PEM block in it");
        string kind = type == KeyType.PrivateKey ? "private key" : type == KeyType.PublicKey ? "public key" : "key";
        return NotAKey($"it holds no {kind} but {VisibleKind(other.Label)}");
    }

    private static KeyReadResult ReadBlock(PemBlock block, KeyType type, ReadOnlySpan<byte> passPhrase)
    {
        if (block.Damage is not null)
            return NotAKey($"the PEM block at line {block.Line} is damaged: {block.Damage}");
        if (block.Label == "OPENSSH PRIVATE KEY")
        {
            return KeyReadResult.Failed(
                KeyReadFailure.Unsupported, "it is a key in OpenSSH's own form; 'ssh-keygen -p -m PKCS8 -f <file>' rewrites it");
        }

        if (passPhrase.IsEmpty && (block.IsEncrypted || block.Label == "ENCRYPTED PRIVATE KEY"))
            return KeyReadResult.Failed(KeyReadFailure.PassPhraseNeeded, Needed);

        string notAKey = $"what the PEM block at line {block.Line} holds is not a {block.Label}";
        if (CheckBody(block, notAKey) is { } refused)
            return refused;

        byte[] text = new byte[block.NormalLength];
        try
        {
            return Decode(text.AsSpan(0, block.Normalise(text)), EncodingFormat.Pem, type, passPhrase, notAKey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>Returns an error that is known without the library; null if the library must decode the key.</summary>
    private static KeyReadResult? CheckBody(PemBlock block, string notAKey)
    {
        byte[] body = block.Decode();
        try
        {
            if (block.IsEncrypted)
                return CipherBlocks.AreWhole(body) ? null : CutShort;
            if (!KeyStructure.IsPlausible(body))
                return NotAKey(notAKey);
            if (!CipherBlocks.AreWholeInPkcs8(body))
                return CutShort;
            return DerivationCost.IsExcessive(body) ? TooCostly : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
        }
    }

    private static KeyReadResult ReadDer(ReadOnlySpan<byte> data, ReadOnlySpan<byte> passPhrase, KeyType? type)
    {
        const string NotDer = "it is not a key in DER, or it is damaged";
        if (data[0] != DataKind.Sequence)
            return NotAKey(DataKind.DescribeNeither(data));
        if (!KeyStructure.IsPlausible(data))
            return NotAKey(CertificateParser.Parse(data.ToArray()) is null ? NotDer : "it holds no key but a certificate");
        if (Pkcs12Structure.IsPlausible(data))
            return NotAKey("it is a PKCS#12 bundle; import it as such");
        if (!CipherBlocks.AreWholeInPkcs8(data))
            return CutShort;
        if (DerivationCost.IsExcessive(data))
            return TooCostly;

        // DER does not say which half it is. If the data is not a private key, it may be a public key.
        KeyReadResult result = Decode(data, EncodingFormat.Der, type ?? KeyType.PrivateKey, passPhrase, NotDer);
        if (type is not null || result.Failure is not (KeyReadFailure.NotAKey or KeyReadFailure.Unsupported))
            return result;
        KeyReadResult other = Decode(data, EncodingFormat.Der, KeyType.PublicKey, passPhrase, NotDer);
        return other.Key is null ? result : other;
    }

    private static KeyReadResult Decode(
        ReadOnlySpan<byte> data, EncodingFormat format, KeyType type, ReadOnlySpan<byte> passPhrase, string notAKey)
    {
        TlsKeyResult result = TlsBackendRegistry.Active.DecodeKey(data, format, type, passPhrase);
        if (result.Material is not { Length: > 0 } material)
            return KeyReadResult.Failed(result.Failure, Describe(result, notAKey));

        try
        {
            return new(QSslKey.FromMaterial(material, type, result.Algorithm, result.Length), KeyReadFailure.None, "");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(material);
        }
    }

    private static string Describe(TlsKeyResult result, string notAKey) => result.Failure switch
    {
        KeyReadFailure.Empty => "it is empty",
        KeyReadFailure.PassPhraseNeeded => Needed,
        KeyReadFailure.WrongPassPhrase => "the pass phrase is wrong",
        KeyReadFailure.Unsupported => "its algorithm or its encryption is not supported by the TLS library"
            + (result.Reason.Length > 0 ? $": {VisibleText.Of(result.Reason)}" : ""),
        _ => notAKey,
    };

    private static KeyType? TypeOf(string label) => label switch
    {
        _ when label.EndsWith("PRIVATE KEY", StringComparison.Ordinal) => KeyType.PrivateKey,
        _ when label.EndsWith("PUBLIC KEY", StringComparison.Ordinal) => KeyType.PublicKey,
        _ => null,
    };

    private static string VisibleKind(string label) => label switch
    {
        "CERTIFICATE" or "X509 CERTIFICATE" or "TRUSTED CERTIFICATE" => "a certificate",
        _ when label.EndsWith("PRIVATE KEY", StringComparison.Ordinal) => "a private key",
        _ when label.EndsWith("PUBLIC KEY", StringComparison.Ordinal) => "a public key",
        _ => label,
    };

    private static KeyReadResult NotAKey(string message) => KeyReadResult.Failed(KeyReadFailure.NotAKey, message);
}
