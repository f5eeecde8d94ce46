namespace QSslCore.Tls;

/// <summary>The outcome of decoding a key.</summary>
/// <param name="Failure">Why the key could not be read; None if it was read.</param>
/// <param name="Material">PKCS#8 of a private key, or SubjectPublicKeyInfo of a public key. Both are unencrypted DER. The caller zeroes it.
/// Null if the key was not read.</param>
/// <param name="Algorithm">The key's algorithm; Opaque if the enumeration has no value for it.</param>
/// <param name="Length">The key's size in bits; -1 if it is not known.</param>
public sealed record TlsKeyResult(KeyReadFailure Failure, byte[]? Material, KeyAlgorithm Algorithm, int Length)
{
    /// <summary>Why the key is not supported, in the words of the library or the operating system, such as "unknown group"; empty if they
    /// give no reason.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Returns the result for a key that was not read.</summary>
    /// <param name="failure">The reason; not None.</param>
    public static TlsKeyResult Failed(KeyReadFailure failure) => new(failure, null, KeyAlgorithm.Opaque, -1);

    /// <summary>Returns the result for a key that was not read.</summary>
    /// <param name="failure">The reason; not None.</param>
    /// <param name="reason">The words of the library or the operating system.</param>
    public static TlsKeyResult Failed(KeyReadFailure failure, string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return Failed(failure) with { Reason = reason.Trim().TrimEnd('.') };
    }

    /// <summary>Returns the outcome without the key.</summary>
    public override string ToString() => Failure == KeyReadFailure.None ? $"{Algorithm} {Length}" : Failure.ToString();
}
