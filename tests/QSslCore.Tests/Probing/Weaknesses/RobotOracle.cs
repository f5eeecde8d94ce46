namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>How a model server gives away what it found in a premaster secret.</summary>
internal enum RobotOracle
{
    None,

    /// <summary>Wrong padding at once gets an alert; everything behind 00 02 goes on.</summary>
    Strong,

    /// <summary>Only a secret of the right length at the right place goes on.</summary>
    Weak,

    /// <summary>As <see cref="Strong"/>, and only while nothing follows the key exchange.</summary>
    ShortFlow,
}
