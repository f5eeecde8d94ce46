namespace QSslCore.Soak;

/// <summary>What happens on the way at one byte.</summary>
internal enum WireFault
{
    /// <summary>Nothing; each read yields one byte.</summary>
    OneByte,

    /// <summary>The connection ends before that byte.</summary>
    Cut,

    /// <summary>That byte and all behind it never come.</summary>
    Stalled,

    /// <summary>The connection is reset before that byte.</summary>
    Reset,

    /// <summary>That byte comes twice.</summary>
    Duplicated,

    /// <summary>Another byte comes in its place.</summary>
    Corrupted,
}
