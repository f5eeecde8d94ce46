namespace QSslCore;

/// <summary>The reason why Diffie-Hellman parameters cannot be used.</summary>
[QtMember("QSslDiffieHellmanParameters::Error")]
public enum DiffieHellmanError
{
    /// <summary>There is no error.</summary>
    NoError = 0,

    /// <summary>The data is not valid Diffie-Hellman parameters.</summary>
    InvalidInputDataError = 1,

    /// <summary>The parameters are valid, but a key agreement with them would not be secure.</summary>
    UnsafeParametersError = 2,
}
