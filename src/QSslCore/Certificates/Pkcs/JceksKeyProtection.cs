using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace QSslCore;

/// <summary>
/// Decrypts the private keys of a JCEKS store. Java protects them with PBEWithMD5AndTripleDES, which no standard describes: MD5 over each
/// half of the salt with the pass phrase, as often as the key says; the two digests are the key and the initial vector.
/// </summary>
internal sealed class JceksKeyProtection : IDisposable
{
    /// <summary>The maximum that Java itself accepts for a key. It writes 200 000.</summary>
    private const int MaxRounds = 5_000_000;

    private const string Algorithm = "1.3.6.1.4.1.42.2.19.1";
    private const int SaltLength = 8, KeyLength = 24, BlockLength = 8, DigestLength = 16;

    private readonly byte[] _password;
    private int _roundsLeft = 20_000_000;

    /// <param name="password">The pass phrase; empty to open no key.</param>
    public JceksKeyProtection(char[] password)
    {
        // Java refuses to make a key of other characters.
        _password = password.All(char.IsAscii) ? Array.ConvertAll(password, c => (byte)c) : [];
        HasPassword = password.Length > 0;
    }

    /// <summary>The number of rounds for all keys of a store together. The default is a hundred keys as keytool writes them. A malicious
    /// store can request years of work.</summary>
    public int MaxTotalRounds { init => _roundsLeft = value; }

    private bool HasPassword { get; }

    /// <summary>Decrypts a key.</summary>
    /// <param name="encrypted">The key: an EncryptedPrivateKeyInfo of PKCS#8 in DER.</param>
    /// <param name="failure">The error, as a part of a sentence; empty if there is none, or if no pass phrase was given.</param>
    /// <returns>The key as PKCS#8. The caller zeroes it. Empty if it cannot be decrypted.</returns>
    public byte[] Open(ReadOnlySpan<byte> encrypted, out string failure)
    {
        failure = "";
        if (!HasPassword)
            return [];
        try
        {
            AsnReader key = new AsnReader(encrypted.ToArray(), AsnEncodingRules.DER).ReadSequence();
            AsnReader algorithm = key.ReadSequence();
            if (algorithm.ReadObjectIdentifier() != Algorithm)
            {
                failure = "it is protected by another algorithm than Java uses for JCEKS";
                return [];
            }
            AsnReader parameters = algorithm.ReadSequence();
            byte[] salt = parameters.ReadOctetString();
            if (!parameters.TryReadInt32(out int rounds) || rounds < 1 || salt.Length != SaltLength)
                failure = "its parameters are not valid";
            else if (rounds > MaxRounds || rounds > _roundsLeft)
                failure = "it requests too many rounds of derivation";
            else
                return Decrypt(key.ReadOctetString(), salt, rounds, out failure);
        }
        catch (AsnContentException)
        {
            failure = "it is damaged";
        }
        return [];
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_password);

    private byte[] Decrypt(byte[] encrypted, byte[] salt, int rounds, out string failure)
    {
        foreach (byte[] each in Salts(salt))
        {
            _roundsLeft -= rounds;
            byte[] key = Decrypt(encrypted, each, rounds);
            if (IsWholeSequence(key))
            {
                failure = "";
                return key;
            }
            CryptographicOperations.ZeroMemory(key);
        }
        failure = "the pass phrase of the store does not open it";
        return [];
    }

    /// <summary>Java reverses the first half of a salt whose halves are equal. Older versions have a slip in the loop.</summary>
    private static IEnumerable<byte[]> Salts(byte[] salt) => salt is [byte a, byte b, byte c, byte d, .. byte[] half]
        && salt.AsSpan(..(SaltLength / 2)).SequenceEqual(half)
        ? [[d, c, b, a, .. half], [d, a, b, d, .. half]]
        : [salt];

    /// <summary>One wrong pass phrase in 256 leaves a padding that is valid.</summary>
    private static bool IsWholeSequence(byte[] key) =>
        AsnDecoder.TryReadEncodedValue(key, AsnEncodingRules.DER, out Asn1Tag tag, out _, out _, out int consumed)
        && tag == Asn1Tag.Sequence && consumed == key.Length;

    [SuppressMessage("Security", "CA5350", Justification = "The format prescribes triple DES. Nothing is encrypted with it here.")]
    private byte[] Decrypt(byte[] encrypted, byte[] salt, int rounds)
    {
        byte[] derived = new byte[2 * DigestLength];
        try
        {
            Derive(salt, rounds, derived);
            using TripleDES cipher = TripleDES.Create();
            cipher.SetKey(derived.AsSpan(..KeyLength));
            return Decrypt(cipher, encrypted, derived.AsSpan(KeyLength, BlockLength));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    private static byte[] Decrypt(TripleDES cipher, byte[] encrypted, ReadOnlySpan<byte> vector)
    {
        try
        {
            return cipher.DecryptCbc(encrypted, vector);
        }
        catch (CryptographicException)
        {
            // The padding is wrong, and so is the key.
            return [];
        }
    }

    [SuppressMessage("Security", "CA5351", Justification = "The format prescribes MD5.")]
    private void Derive(byte[] salt, int rounds, Span<byte> derived)
    {
        const int Half = SaltLength / 2;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        for (int half = 0; half < 2; half++)
        {
            Span<byte> digest = derived.Slice(half * DigestLength, DigestLength);
            hash.AppendData(salt, half * Half, Half);
            hash.AppendData(_password);
            hash.GetHashAndReset(digest);
            for (int i = 1; i < rounds; i++)
            {
                hash.AppendData(digest);
                hash.AppendData(_password);
                hash.GetHashAndReset(digest);
            }
        }
    }
}
