namespace QSslCore.Probing.Weaknesses;

/// <summary>Whether a host has a weakness.</summary>
internal enum WeaknessStatus
{
    /// <summary>It could not be found out, and the finding says why.</summary>
    Unknown,

    /// <summary>The host has it.</summary>
    Vulnerable,

    /// <summary>The host does not have it.</summary>
    NotVulnerable,

    /// <summary>The host has nothing that could have it.</summary>
    NotApplicable,
}
