namespace QSslCore.Tls;

/// <summary>For backends: what the public members of a configuration do not tell. Thread-safe.</summary>
public static class TlsSettings
{
    /// <summary>Whether secrets go to a key log (<see cref="ITlsQuestions.LogKey"/>). Where not, a backend extracts none.</summary>
    /// <param name="configuration">A configuration.</param>
    public static bool LogsKeys(QSslConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.LogsKeys;
    }

    /// <summary>Whether the system's authorities are trusted, too. Then a server announces no names of authorities to its
    /// clients.</summary>
    /// <param name="configuration">A configuration.</param>
    public static bool UsesSystemRoots(QSslConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.LoadsRootsOnDemand;
    }

    /// <summary>Whether connections of two configurations may share what a backend makes of them: all settings are equal but those that
    /// belong to one connection.</summary>
    /// <param name="one">A configuration. A backend that keeps it keeps a clone (<see cref="QSslConfiguration.Clone"/>).</param>
    /// <param name="other">Another one.</param>
    public static bool CanShare(QSslConfiguration one, QSslConfiguration other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return one.ContextEquals(other);
    }

    /// <summary>Which identity a server shows to a client that asks for a name.</summary>
    /// <param name="configuration">The server's configuration.</param>
    /// <param name="requestedName">The name as the client sent it; empty for none.</param>
    /// <returns>Null for the usual certificate.</returns>
    public static QSslServerIdentity? IdentityFor(QSslConfiguration configuration, string requestedName)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(requestedName);
        return configuration.IdentityFor(requestedName);
    }

    /// <summary>The same configuration with one of its identities as the usual certificate, and without the others.</summary>
    /// <param name="configuration">The server's configuration, which does not change.</param>
    /// <param name="identity">One of its <see cref="QSslConfiguration.ServerIdentities"/>.</param>
    public static QSslConfiguration WithIdentity(QSslConfiguration configuration, QSslServerIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(identity);
        return configuration.With(identity);
    }

    /// <summary>Diffie-Hellman parameters as PKCS#3 in DER; empty where a backend may choose its own.</summary>
    /// <param name="parameters">Valid parameters.</param>
    public static byte[] Export(QSslDiffieHellmanParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Der.ToArray();
    }
}
