namespace QSslCore;

/// <summary>The reason why Diffie-Hellman parameters cannot be used.</summary>
[QtMember("QSslDiffieHellmanParameters::Error")]
public enum DiffieHellmanError
{
    /// <summary>Nothing is wrong.</summary>
    NoError = 0,

    /// <summary>What was to be decoded are no parameters.</summary>
    InvalidInputDataError = 1,

    /// <summary>They are parameters, and an agreement by them would not be safe.</summary>
    UnsafeParametersError = 2,
}
