namespace QSslCore.Probing.Weaknesses;

/// <summary>How sure a finding is.</summary>
internal enum WeaknessCertainty
{
    /// <summary>It depends on what was not looked at, such as how long a server takes.</summary>
    Possible,

    /// <summary>It follows from what the host accepts, or from behaviour that may have another reason.</summary>
    Likely,

    /// <summary>The behaviour itself was seen.</summary>
    Proved,
}
