using System.Text;

namespace QSslCore.Fuzz.Targets;

/// <summary>Keys and what they come in.</summary>
internal static class KeyTargets
{
    private static readonly byte[] s_passPhrase = Encoding.ASCII.GetBytes("secret");

    public static void Key(ReadOnlySpan<byte> input)
    {
        KeyReadResult result = KeyReader.Read(input, null, s_passPhrase);
        if (result.Key is null)
            FuzzFaultException.ThrowIfUnreasoned(result.Message);
        FuzzFaultException.ThrowIf(result.Key is null != (result.Failure != Tls.KeyReadFailure.None), "a key and a failure");
        _ = result.Key?.ToString();
    }

    public static void Pkcs12(ReadOnlySpan<byte> input)
    {
        Pkcs12Content content = QSslCore.Pkcs12.Read(input.ToArray(), s_passPhrase);
        FuzzFaultException.ThrowIf(content.Succeeded && (content.Key.IsNull || content.Certificate.IsNull), "it has no key");
        if (!content.Succeeded)
            FuzzFaultException.ThrowIfUnreasoned(content.Failure);
    }

    /// <summary>Without a pass phrase: with one, only what has a right digest is parsed.</summary>
    public static void Jceks(ReadOnlySpan<byte> input)
    {
        if (!JavaKeyStore.IsOne(input) || input[0] != 0xCE)
            return;
        Pkcs12Content content = JavaKeyStore.Read(input.ToArray(), default);
        FuzzFaultException.ThrowIf(!content.Key.IsNull, "it has a key without a pass phrase");
        if (!content.Succeeded)
            FuzzFaultException.ThrowIfUnreasoned(content.Failure);
    }

    public static void DiffieHellman(ReadOnlySpan<byte> input)
    {
        EncodingFormat format = PemReader.LooksLikePem(input) ? EncodingFormat.Pem : EncodingFormat.Der;
        QSslDiffieHellmanParameters parameters = QSslDiffieHellmanParameters.FromEncoded(input.ToArray(), format);
        if (!parameters.IsValid)
            FuzzFaultException.ThrowIfUnreasoned(parameters.ErrorString);
    }
}
