namespace QSslCore.Tls;

/// <summary>The outcome of decoding a key.</summary>
internal sealed record TlsKeyResult(KeyReadFailure Failure, byte[]? Material, KeyAlgorithm Algorithm, int Length)
{
    public static TlsKeyResult Failed(KeyReadFailure failure) => new(failure, null, KeyAlgorithm.Opaque, -1);
}
