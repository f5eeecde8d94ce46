namespace QSslCore.Probing.Sessions;

/// <summary>What is wrong on purpose with a protected record, so that the peer shows how it checks.</summary>
[Flags]
internal enum RecordFault
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The MAC, by one bit.</summary>
    Mac = 1,

    /// <summary>The padding: its bytes do not tell its length, while the last byte does.</summary>
    PaddingBytes = 2,

    /// <summary>The padding claims to be longer than the record.</summary>
    PaddingLength = 4,
}
