namespace QSslCore;

/// <summary>How a host stands to its TLSA records.</summary>
public enum DaneStatus
{
    /// <summary>It is not known: the lookup failed, or the host showed no certificate.</summary>
    Unknown,

    /// <summary>There are no records.</summary>
    None,

    /// <summary>There are records, and all of them are of unknown kinds.</summary>
    Unusable,

    /// <summary>No record holds for what the host showed.</summary>
    Mismatch,

    /// <summary>A record holds for what the host showed.</summary>
    Match,
}
