using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace QSslCore.Tls.OpenSsl;

/// <summary>Converts keys between the form of QSslCore (PKCS#8, SubjectPublicKeyInfo) and OpenSSL's form.</summary>
internal static unsafe class OpenSslKeys
{
    /// <summary>PBES2 with the cipher that is passed in addition.</summary>
    private const int AnyScheme = -1;

    /// <exception cref="TlsSetupException">OpenSSL cannot use the key.</exception>
    public static SafeEvpPKeyHandle ToNative(QSslKey key)
    {
        if (!key.IsExportable)
        {
            throw new TlsSetupException($"{HeldKey.NotExportable}. OpenSSL needs the key itself: choose a backend that lets the key sign, "
                + $"such as {(OperatingSystem.IsWindows() ? "schannel or " : "")}bouncycastle.");
        }
        OpenSslErrorQueue.Clear();
        SafeEvpPKeyHandle native = FromMaterial(key.Material, key.Type);
        if (!native.IsInvalid)
            return native;
        native.Dispose();
        throw new TlsSetupException($"OpenSSL cannot use the {key.Algorithm} key: {OpenSslErrorQueue.Drain().Text}.");
    }

    /// <summary>Returns a public key that the library created; a null key if it cannot be encoded.</summary>
    public static QSslKey FromNativePublic(SafeEvpPKeyHandle key)
    {
        if (Encode(key, KeyType.PublicKey) is not { } encoded)
            return QSslKey.Null;
        TlsKeyResult read = Decode(encoded, EncodingFormat.Der, KeyType.PublicKey, default);
        return read.Material is null ? QSslKey.Null : QSslKey.FromMaterial(read.Material, KeyType.PublicKey, read.Algorithm, read.Length);
    }

    public static TlsKeyResult Decode(ReadOnlySpan<byte> data, EncodingFormat format, KeyType type, ReadOnlySpan<byte> passPhrase)
    {
        if (data.IsEmpty)
            return TlsKeyResult.Failed(KeyReadFailure.Empty);
        TlsKeyResult result = Decode(data, format, type, passPhrase, legacy: false);
        bool mayBeOld = result.Failure == KeyReadFailure.Unsupported && type == KeyType.PrivateKey && !passPhrase.IsEmpty;
        if (!mayBeOld)
            return result;
        TlsKeyResult old = Decode(data, format, type, passPhrase, legacy: true);
        return old.Failure is KeyReadFailure.None or KeyReadFailure.WrongPassPhrase ? old : result;
    }

    private static TlsKeyResult Decode(ReadOnlySpan<byte> data, EncodingFormat format, KeyType type, ReadOnlySpan<byte> passPhrase,
        bool legacy)
    {
        OpenSslErrorQueue.Clear();
        PassPhrase answer;
        SafeEvpPKeyHandle decoded;
        fixed (byte* phrase = passPhrase)
        {
            answer = new() { Bytes = phrase, Length = passPhrase.Length };
            decoded = legacy ? OpenSslEncryptedKeys.ReadOld(data, format, passPhrase, ref answer.WasAsked)
                : format == EncodingFormat.Pem ? ReadPem(data, type, &answer)
                : ReadDer(data, type, &answer);
        }
        using SafeEvpPKeyHandle key = decoded;
        IReadOnlyList<ulong> trouble = OpenSslErrorQueue.DrainCodes();
        if (key.IsInvalid)
        {
            KeyReadFailure failure = Classify(answer, trouble);
            if (!legacy && type == KeyType.PrivateKey && failure is (KeyReadFailure.NotAKey or KeyReadFailure.WrongPassPhrase)
                && OpenSslEncryptedKeys.LackOf(data, format, passPhrase) is { Length: > 0 } lack)
                return TlsKeyResult.Failed(KeyReadFailure.Unsupported, lack);
            return TlsKeyResult.Failed(failure, OpenSslErrorQueue.Describe(trouble.Where(OpenSslErrorQueue.IsLacking)));
        }
        byte[]? material = Encode(key, type);
        if (material is null)
            return TlsKeyResult.Failed(KeyReadFailure.Unsupported);
        (KeyAlgorithm algorithm, int? length) = KeyNames.AlgorithmOf(material, type);
        return new(KeyReadFailure.None, material, algorithm, length ?? EvpPKey.EVP_PKEY_get_bits(key));
    }

    /// <summary>Returns the public half of a private key; a null key if OpenSSL cannot derive it.</summary>
    public static QSslKey PublicKeyOf(QSslKey privateKey)
    {
        using SafeEvpPKeyHandle native = ToNative(privateKey);
        return Encode(native, KeyType.PublicKey) is { } material
            ? QSslKey.FromMaterial(material, KeyType.PublicKey, privateKey.Algorithm, privateKey.Length)
            : QSslKey.Null;
    }

    /// <summary>Writes the traditional form for RSA, DSA and EC, and PKCS#8 for the others, as Qt writes private keys.</summary>
    public static byte[] Write(QSslKey key, EncodingFormat format, ReadOnlySpan<byte> passPhrase)
    {
        using SafeEvpPKeyHandle native = ToNative(key);
        // RSA-PSS is newer than the traditional forms.
        bool traditional = key.Algorithm is KeyAlgorithm.Rsa or KeyAlgorithm.Dsa or KeyAlgorithm.Ec
            && KeyNames.OidOf(key.ToMemory(), key.Type) != KeyNames.RsaPss;
        OpenSslErrorQueue.Clear();
        if (format == EncodingFormat.Der)
            return (traditional
                ? OpenSslEncoding.Collect((nint at) => EvpPKey.i2d_PrivateKey(native, (byte**)at))
                : Encode(native, KeyType.PrivateKey))
                ?? [];
        using SafeBioHandle bio = Crypto.BIO_new_builtin(Crypto.BIO_s_secmem());
        OpenSslErrorQueue.Check(!bio.IsInvalid);
        fixed (byte* phrase = passPhrase)
        {
            nint cipher = passPhrase.IsEmpty ? 0 : EvpPKey.EVP_des_ede3_cbc();
            int written = traditional
                ? EvpPKey.PEM_write_bio_PrivateKey_traditional(bio, native, cipher, phrase, passPhrase.Length, 0, 0)
                : EvpPKey.PEM_write_bio_PKCS8PrivateKey(bio, native, cipher, phrase, passPhrase.Length, 0, 0);
            OpenSslErrorQueue.Check(written == 1);
        }
        int length = (int)Crypto.BIO_ctrl(bio, Crypto.BIO_CTRL_INFO, new CLong(0), out byte* text).Value;
        return new ReadOnlySpan<byte>(text, length).ToArray();
    }

    /// <returns>Encrypted PKCS#8; null if OpenSSL does not encrypt such a key.</returns>
    public static byte[]? WriteEncrypted(QSslKey key, ReadOnlySpan<byte> passPhrase)
    {
        using SafeEvpPKeyHandle native = ToNative(key);
        OpenSslErrorQueue.Clear();
        using SafePkcs8Handle pkcs8 = EvpPKey.EVP_PKEY2PKCS8(native);
        if (pkcs8.IsInvalid)
        {
            OpenSslErrorQueue.Clear();
            return null;
        }
        fixed (byte* phrase = passPhrase)
        {
            using SafeX509SigHandle encrypted = EvpPKey.PKCS8_encrypt(
                AnyScheme, EvpPKey.EVP_aes_256_cbc(), phrase, passPhrase.Length, null, 0, DerivationCost.UsualRounds, pkcs8);
            if (!encrypted.IsInvalid)
                return OpenSslEncoding.Collect((nint at) => EvpPKey.i2d_X509_SIG(encrypted, (byte**)at));
        }
        OpenSslErrorQueue.Clear();
        return null;
    }

    private static SafeEvpPKeyHandle FromMaterial(ReadOnlySpan<byte> material, KeyType type)
    {
        fixed (byte* start = material)
        {
            byte* at = start;
            return type == KeyType.PrivateKey
                ? EvpPKey.d2i_AutoPrivateKey(0, &at, new CLong(material.Length))
                : EvpPKey.d2i_PUBKEY(0, &at, new CLong(material.Length));
        }
    }

    private static SafeEvpPKeyHandle ReadPem(ReadOnlySpan<byte> data, KeyType type, PassPhrase* answer)
    {
        fixed (byte* start = data)
        {
            using SafeBioHandle bio = Crypto.BIO_new_mem_buf(start, data.Length);
            OpenSslErrorQueue.Check(!bio.IsInvalid);
            return type == KeyType.PrivateKey
                ? EvpPKey.PEM_read_bio_PrivateKey(bio, 0, &GivePassPhrase, (nint)answer)
                : EvpPKey.PEM_read_bio_PUBKEY(bio, 0, &GivePassPhrase, (nint)answer);
        }
    }

    private static SafeEvpPKeyHandle ReadDer(ReadOnlySpan<byte> data, KeyType type, PassPhrase* answer)
    {
        SafeEvpPKeyHandle key = FromMaterial(data, type);
        if (!key.IsInvalid || type == KeyType.PublicKey)
            return key;
        key.Dispose();
        OpenSslErrorQueue.Clear();
        fixed (byte* start = data)
        {
            using SafeBioHandle bio = Crypto.BIO_new_mem_buf(start, data.Length);
            OpenSslErrorQueue.Check(!bio.IsInvalid);
            return EvpPKey.d2i_PKCS8PrivateKey_bio(bio, 0, &GivePassPhrase, (nint)answer);
        }
    }

    private static KeyReadFailure Classify(PassPhrase answer, IReadOnlyList<ulong> trouble)
    {
        if (answer.WasAsked && answer.Length == 0)
            return KeyReadFailure.PassPhraseNeeded;
        // The part of the library that reports a missing cipher differs from the part that reports an unknown structure.
        if (answer.WasAsked)
            return trouble.Any(OpenSslErrorQueue.IsLacking) ? KeyReadFailure.Unsupported : KeyReadFailure.WrongPassPhrase;
        return trouble.Any(code => OpenSslErrorQueue.IsUnsupported(code) || OpenSslErrorQueue.IsLacking(code))
            ? KeyReadFailure.Unsupported
            : KeyReadFailure.NotAKey;
    }

    private static byte[]? Encode(SafeEvpPKeyHandle key, KeyType type)
    {
        if (type == KeyType.PublicKey)
            return OpenSslEncoding.Collect((nint at) => EvpPKey.i2d_PUBKEY(key, (byte**)at));
        // A compressed point would be written in compressed form, which other libraries do not read.
        if (EvpPKey.EVP_PKEY_is_a(key, "EC") == 1 && EvpPKey.EVP_PKEY_set_utf8_string_param(key, "point-format", "uncompressed") != 1)
            OpenSslErrorQueue.Clear();
        using SafePkcs8Handle pkcs8 = EvpPKey.EVP_PKEY2PKCS8(key);
        return pkcs8.IsInvalid ? null : OpenSslEncoding.Collect((nint at) => EvpPKey.i2d_PKCS8_PRIV_KEY_INFO(pkcs8, (byte**)at));
    }

    [UnmanagedCallersOnly]
    private static int GivePassPhrase(byte* buffer, int size, int forWriting, nint user)
    {
        PassPhrase* answer = (PassPhrase*)user;
        answer->WasAsked = true;
        if (answer->Length == 0 || answer->Length > size)
            return -1;
        new ReadOnlySpan<byte>(answer->Bytes, answer->Length).CopyTo(new(buffer, size));
        return answer->Length;
    }

    /// <summary>The answer to the library's request for a pass phrase. It is on the stack of the call that reads the key.</summary>
    private struct PassPhrase
    {
        public byte* Bytes;
        public int Length;
        public bool WasAsked;
    }
}
