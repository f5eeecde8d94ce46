using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace QSslCore.Tls.Managed;

/// <summary>
/// Keys that are encrypted as PKCS#8 (RFC 5958). The current scheme (PBES2, RFC 8018) works for every key; older schemes work as far as
/// .NET reads them. .NET itself decrypts only keys whose algorithms it has classes for, and reports every error in the same way.
/// </summary>
internal static class EncryptedPkcs8
{
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";
    private const string OlderSchemes = "1.2.840.113549.1.5.";
    private const string Pkcs12Schemes = "1.2.840.113549.1.12.1.";
    private const string TripleDes = "1.2.840.113549.3.7";

    private static readonly Dictionary<string, HashAlgorithmName> s_hashes = new()
    {
        ["1.2.840.113549.2.7"] = HashAlgorithmName.SHA1,
        ["1.2.840.113549.2.9"] = HashAlgorithmName.SHA256,
        ["1.2.840.113549.2.10"] = HashAlgorithmName.SHA384,
        ["1.2.840.113549.2.11"] = HashAlgorithmName.SHA512,
    };

    private static readonly Dictionary<string, int> s_aesKeyLengths = new()
    {
        ["2.16.840.1.101.3.4.1.2"] = 16,
        ["2.16.840.1.101.3.4.1.22"] = 24,
        ["2.16.840.1.101.3.4.1.42"] = 32,
    };

    private static readonly Lazy<string> s_wrongPadding = new(WordsOfWrongPadding);

    /// <summary>Whether the data is an algorithm followed by encrypted data. A public key is an algorithm followed by a bit
    /// string.</summary>
    public static bool IsOne(ReadOnlySpan<byte> der)
    {
        AsnReader info = new AsnReader(der.ToArray(), AsnEncodingRules.BER).ReadSequence();
        if (info.PeekTag() != Asn1Tag.Sequence)
            return false;
        info.ReadSequence();
        return info.HasData && info.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString);
    }

    /// <summary>Decrypts to PKCS#8, which the caller zeroes. If that is not possible, the result is null with a reason.</summary>
    public static KeyReadFailure TryOpen(ReadOnlySpan<byte> der, ReadOnlySpan<byte> passPhrase, out byte[]? opened, out string reason)
    {
        AsnReader info = new AsnReader(der.ToArray(), AsnEncodingRules.BER).ReadSequence();
        AsnReader scheme = info.ReadSequence();
        string oid = scheme.ReadObjectIdentifier();
        byte[] encrypted = info.ReadOctetString();
        (opened, reason) = (null, "");
        if (oid == Pbes2)
            return OpenPbes2(scheme.ReadSequence(), encrypted, passPhrase, out opened, out reason);
        if (!oid.StartsWith(OlderSchemes, StringComparison.Ordinal) && !oid.StartsWith(Pkcs12Schemes, StringComparison.Ordinal))
            return KeyReadFailure.Unsupported;
        opened = OpenByPlatform(der, passPhrase, inCharacters: oid.StartsWith(Pkcs12Schemes, StringComparison.Ordinal),
            out bool isRefused, out reason);
        return opened is not null ? KeyReadFailure.None : isRefused ? KeyReadFailure.Unsupported : KeyReadFailure.WrongPassPhrase;
    }

    private static KeyReadFailure OpenPbes2(AsnReader parameters, byte[] encrypted, ReadOnlySpan<byte> passPhrase, out byte[]? opened,
        out string reason)
    {
        (opened, reason) = (null, "");
        AsnReader derivation = parameters.ReadSequence();
        AsnReader encryption = parameters.ReadSequence();
        string cipher = encryption.ReadObjectIdentifier();
        if (derivation.ReadObjectIdentifier() != Pbkdf2 || !(s_aesKeyLengths.TryGetValue(cipher, out int keyLength) || cipher == TripleDes))
            return KeyReadFailure.Unsupported;
        byte[] vector = encryption.ReadOctetString();
        derivation = derivation.ReadSequence();
        byte[] salt = derivation.ReadOctetString();
        if (!derivation.TryReadInt32(out int rounds) || rounds < 1)
            return KeyReadFailure.NotAKey;
        if (derivation.HasData && derivation.PeekTag() == Asn1Tag.Integer)
            derivation.ReadInteger();
        string prf = derivation.HasData ? derivation.ReadSequence().ReadObjectIdentifier() : s_hashes.Keys.First();
        if (!s_hashes.TryGetValue(prf, out HashAlgorithmName hash))
            return KeyReadFailure.Unsupported;
#pragma warning disable CA5350 // The application must read keys that others have encrypted.
        using SymmetricAlgorithm algorithm = cipher == TripleDes ? TripleDES.Create() : Aes.Create();
#pragma warning restore CA5350
        byte[] key = [];
        try
        {
            algorithm.Key = key = Rfc2898DeriveBytes.Pbkdf2(passPhrase, salt, rounds, hash, cipher == TripleDes ? 24 : keyLength);
            opened = algorithm.DecryptCbc(encrypted, vector);
            return KeyReadFailure.None;
        }
        catch (CryptographicException e) when (SystemRefusal.Is(e))
        {
            reason = SystemRefusal.WordsOf(e);
            return KeyReadFailure.Unsupported;
        }
        catch (CryptographicException)
        {
            return KeyReadFailure.WrongPassPhrase;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Whether the pass phrase is right although .NET fails: if .NET reports neither the padding nor the structure after it, it
    /// has decrypted a key of an algorithm that it has no class for.</summary>
    private static bool IsOpened(CryptographicException e) =>
        e.GetBaseException() is CryptographicException cause && cause != e && cause.Message != s_wrongPadding.Value;

    /// <summary>Returns .NET's message for wrong padding, which has no error code.</summary>
    private static string WordsOfWrongPadding()
    {
        using Aes aes = Aes.Create();
        byte[] blocks = aes.EncryptCbc(new byte[1], new byte[16], PaddingMode.Zeros);
        try
        {
            _ = aes.DecryptCbc(blocks, new byte[16]);
            return "";
        }
        catch (CryptographicException e)
        {
            return e.Message;
        }
    }

    // PKCS#12 derives its keys from characters, the other schemes derive them from bytes.
    private static byte[]? OpenByPlatform(
        ReadOnlySpan<byte> der, ReadOnlySpan<byte> passPhrase, bool inCharacters, out bool isRefused, out string reason)
    {
        (isRefused, reason) = (false, "");
        char[] characters = inCharacters ? new char[Encoding.UTF8.GetCharCount(passPhrase)] : [];
        Encoding.UTF8.GetChars(passPhrase[..(inCharacters ? passPhrase.Length : 0)], characters);
        // The algorithm of the key is encrypted, too.
        AsymmetricAlgorithm[] candidates = [RSA.Create(), ECDsa.Create(), DSA.Create()];
        try
        {
            foreach (AsymmetricAlgorithm candidate in candidates)
            {
                try
                {
                    if (inCharacters)
                        candidate.ImportEncryptedPkcs8PrivateKey(characters, der, out _);
                    else
                        candidate.ImportEncryptedPkcs8PrivateKey(passPhrase, der, out _);
                    return candidate.ExportPkcs8PrivateKey();
                }
                catch (CryptographicException e)
                {
                    // Try the next algorithm. If none fits, the pass phrase is wrong.
                    if (SystemRefusal.Is(e) || IsOpened(e))
                        (isRefused, reason) = (true, SystemRefusal.WordsOf(e));
                }
            }
            return null;
        }
        finally
        {
            Array.ForEach(candidates, c => c.Dispose());
            Array.Clear(characters);
        }
    }
}
