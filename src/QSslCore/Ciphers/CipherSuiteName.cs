namespace QSslCore;

/// <summary>The parts of the name of a suite in IANA's registry: TLS_(key exchange)_WITH_(protection).</summary>
/// <param name="Exchange">The key exchange and the authentication, such as ECDHE_RSA; empty if the suite does not specify them, as since
/// TLS 1.3.</param>
/// <param name="Protection">The cipher and the hash, such as AES_256_GCM_SHA384.</param>
internal readonly record struct CipherSuiteName(string Exchange, string Protection)
{
    public const string Prefix = "TLS_";
    private const string With = "_WITH_";

    /// <summary>Whether the name does not specify the key exchange.</summary>
    public bool IsForTls13 => Exchange.Length == 0;

    public static CipherSuiteName Parse(string name)
    {
        int with = name.IndexOf(With, StringComparison.Ordinal);
        return with < 0 ? new("", name[Prefix.Length..]) : new(name[Prefix.Length..with], name[(with + With.Length)..]);
    }

    public override string ToString() => IsForTls13 ? Prefix + Protection : $"{Prefix}{Exchange}{With}{Protection}";
}
