namespace QSslCore.Soak;

/// <summary>How much of everything.</summary>
internal enum SoakForm
{
    /// <summary>Some seconds: a part of <c>./build.sh test</c>.</summary>
    Quick,

    /// <summary>Some minutes.</summary>
    Normal,

    /// <summary>An hour: the same, more often.</summary>
    Long,
}
