namespace QSslCore.Tls;

/// <summary>The outcome of decoding a key.</summary>
/// <param name="Failure">Why the key could not be read; None when it was.</param>
/// <param name="Material">PKCS#8 of a private key, SubjectPublicKeyInfo of a public one, both DER and unencrypted. The caller zeroes it.
/// Null when the key was not read.</param>
/// <param name="Algorithm">The key's algorithm; Opaque if the enumeration has no value for it.</param>
/// <param name="Length">The key's size in bits; -1 when it is not known.</param>
public sealed record TlsKeyResult(KeyReadFailure Failure, byte[]? Material, KeyAlgorithm Algorithm, int Length)
{
    /// <summary>Why the key is not supported, in the words of the library or the operating system, such as "unknown group"; empty when
    /// they say nothing.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The result for a key that was not read.</summary>
    /// <param name="failure">Why; not None.</param>
    public static TlsKeyResult Failed(KeyReadFailure failure) => new(failure, null, KeyAlgorithm.Opaque, -1);

    /// <summary>The result for a key that was not read.</summary>
    /// <param name="failure">Why; not None.</param>
    /// <param name="reason">What the library or the operating system says.</param>
    public static TlsKeyResult Failed(KeyReadFailure failure, string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return Failed(failure) with { Reason = reason.Trim().TrimEnd('.') };
    }

    /// <summary>The outcome without the key.</summary>
    public override string ToString() => Failure == KeyReadFailure.None ? $"{Algorithm} {Length}" : Failure.ToString();
}
