namespace QSslCore.Tls;

/// <summary>For backends: the settings of a configuration that are not public members. Thread-safe.</summary>
public static class TlsSettings
{
    /// <summary>Whether secrets are written to a key log (<see cref="ITlsQuestions.LogKey"/>). If not, a backend extracts none.</summary>
    /// <param name="configuration">A configuration.</param>
    public static bool LogsKeys(QSslConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.LogsKeys;
    }

    /// <summary>Whether the system's authorities are trusted, too. If so, a server does not announce the names of authorities to its
    /// clients.</summary>
    /// <param name="configuration">A configuration.</param>
    public static bool UsesSystemRoots(QSslConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.LoadsRootsOnDemand;
    }

    /// <summary>Whether connections of two configurations may share the state of a backend: all settings are equal except those that
    /// belong to one connection.</summary>
    /// <param name="one">A configuration. A backend that stores it stores a clone (<see cref="QSslConfiguration.Clone"/>).</param>
    /// <param name="other">Another configuration.</param>
    public static bool CanShare(QSslConfiguration one, QSslConfiguration other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return one.ContextEquals(other);
    }

    /// <summary>Returns the identity that a server presents to a client that requests a name.</summary>
    /// <param name="configuration">The server's configuration.</param>
    /// <param name="requestedName">The name as the client sent it; empty for none.</param>
    /// <returns>Null for the default certificate.</returns>
    public static QSslServerIdentity? IdentityFor(QSslConfiguration configuration, string requestedName)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(requestedName);
        return configuration.IdentityFor(requestedName);
    }

    /// <summary>Returns the configuration with one of its identities as the default certificate, and without the other
    /// identities.</summary>
    /// <param name="configuration">The server's configuration. It does not change.</param>
    /// <param name="identity">One of its <see cref="QSslConfiguration.ServerIdentities"/>.</param>
    public static QSslConfiguration WithIdentity(QSslConfiguration configuration, QSslServerIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(identity);
        return configuration.With(identity);
    }

    /// <summary>Returns Diffie-Hellman parameters as PKCS#3 in DER; empty if a backend may choose its own.</summary>
    /// <param name="parameters">Valid parameters.</param>
    public static byte[] Export(QSslDiffieHellmanParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Der.ToArray();
    }
}
