namespace QSslCore;

/// <summary>What the TLSA records of a host say about what it showed. Instances are immutable.</summary>
public sealed class DaneVerdict
{
    internal DaneVerdict(DaneStatus status, TlsaAnswer answer, string reason, TlsaRecord? record = null) =>
        (Status, Records, IsValidated, Reason, Record) = (status, answer.Records, answer.IsValidated, reason, record);

    /// <summary>Whether a record holds.</summary>
    public DaneStatus Status { get; }

    /// <summary>The records, unusable ones included.</summary>
    public IReadOnlyList<TlsaRecord> Records { get; }

    /// <summary>The record that holds, or null if none does.</summary>
    public TlsaRecord? Record { get; }

    /// <summary>True if the resolver says that it validated the answer (DNSSEC). Records that were not validated prove nothing: anyone on
    /// the way may have made them.</summary>
    public bool IsValidated { get; }

    /// <summary>Why, as a sentence.</summary>
    public string Reason { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Status}: {Reason}";
}
