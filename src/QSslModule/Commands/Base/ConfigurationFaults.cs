using System.Management.Automation;
using QSslCore;
using QSslCore.Tls;

namespace QSslModule;

/// <summary>Reports a configuration that cannot be used before a connection starts, and the parameters that cause the fault.</summary>
internal static class ConfigurationFaults
{
    /// <summary>The settings by the names of their parameters, each with an action that resets it.</summary>
    private static readonly (string Parameter, Action<QSslConfiguration> Reset)[] s_settings =
    [
        ("-Protocol", c => c.Protocol = SslProtocol.SecureProtocols),
        ("-Cipher", c => c.Ciphers = []),
        ("-Group", c => c.EllipticCurves = []),
        ("-Alpn", c => c.AllowedNextProtocols = []),
        ("-Certificate, -Key", c => (c.LocalCertificateChain, c.PrivateKey) = ([], QSslKey.Null)),
        ("-CaCertificate", c => c.CaCertificates = []),
        ("-SniCertificate", c => c.ServerIdentities = []),
        ("-OcspStaplingEnabled", c => c.OcspStaplingEnabled = false),
        ("-StapledOcspResponse", c => c.StapledOcspResponse = []),
        ("-DiffieHellmanParameters", c => c.DiffieHellmanParameters = QSslDiffieHellmanParameters.DefaultParameters),
        ("-BackendConfiguration", c => c.BackendConfiguration = new Dictionary<string, object>()),
        ("-KeyLogFile", c => c.KeyLogFile = ""),
        ("-RecordHandshakeMessages", c => c.RecordsHandshakeMessages = false),
        ("-Backend", c => c.Backend = ""),
    ];

    /// <exception cref="MaterialException">The configuration cannot be used.</exception>
    public static void Refuse(SslMode role, QSslConfiguration configuration, bool knowsPreSharedKeys)
    {
        if (ConfigurationCheck.Run(role, configuration, knowsPreSharedKeys) is not { } fault)
            return;
        List<string> parameters = [.. s_settings.Where(setting => IsCulprit(setting.Reset)).Select(setting => setting.Parameter)];
        if (knowsPreSharedKeys && ConfigurationCheck.Run(role, configuration)?.Message != fault.Message)
            parameters.Add("-PreSharedKey");
        string words = ParameterNames.In(fault.Message);
        throw new MaterialException(SettingsErrors.Unusable(configuration, fault.IsKeyMismatch, words, parameters));

        // Without the setting there is no fault, or a different one.
        bool IsCulprit(Action<QSslConfiguration> reset)
        {
            QSslConfiguration other = configuration.Clone();
            reset(other);
            return !other.Equals(configuration) && ConfigurationCheck.Run(role, other, knowsPreSharedKeys)?.Message != fault.Message;
        }
    }
}
