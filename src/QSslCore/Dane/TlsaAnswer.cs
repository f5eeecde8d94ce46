namespace QSslCore;

/// <summary>What a resolver answered about the TLSA records of a service.</summary>
public sealed class TlsaAnswer
{
    /// <summary>The records, or empty if there are none.</summary>
    public IReadOnlyList<TlsaRecord> Records { get; init; } = [];

    /// <summary>True if the resolver says that it validated the answer (DNSSEC, the AD bit). This holds as far as the resolver, and the
    /// way to it, can be trusted.</summary>
    public bool IsValidated { get; init; }

    /// <summary>Why there is no answer, as a sentence, or empty if there is one. A failure says nothing about the records.</summary>
    public string Failure { get; init; } = "";
}
