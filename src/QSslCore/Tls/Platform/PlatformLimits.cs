namespace QSslCore.Tls.Platform;

/// <summary>Refuses settings that the platform does not support. They are refused with a reason and never ignored.</summary>
internal static class PlatformLimits
{
    /// <exception cref="TlsSetupException">The configuration has such a setting. The message names the backend.</exception>
    public static void Refuse(string backend, TlsEngineOptions options)
    {
        bool isServer = options.Role == SslMode.SslServerMode;
        string? asked = options.Configuration switch
        {
            _ when options.Questions?.KnowsPreSharedKeys == true => "do pre-shared keys (PreSharedKeyAuthenticationRequired has a handler)",
            { PreSharedKeyIdentityHint.Length: > 0 } when isServer => "do pre-shared keys (PreSharedKeyIdentityHint)",
            { OcspStaplingEnabled: true } => "show a stapled OCSP response (OcspStaplingEnabled)",
            { } configuration when isServer && Staples(configuration) => "staple an OCSP response (StapledOcspResponse)",
            { RecordsHandshakeMessages: true } => "tell the messages of a handshake (RecordsHandshakeMessages)",
            { LogsKeys: true } => "log keys (KeyLogFile, KeyLogCallback)",
            { AllowRenegotiation: true } => "hold back its certificate until a renegotiation shows the accepted peer (AllowRenegotiation)",
            { EllipticCurves.Length: > 0 } => "choose elliptic curves (EllipticCurves)",
            { BackendOptions: { Count: > 0 } own } => $"be given options of its own (BackendConfiguration, '{own.Keys.First()}')",
            { } configuration when isServer && !IsUsual(configuration.DiffieHellmanParameters) =>
                "be given Diffie-Hellman parameters (DiffieHellmanParameters)",
            { } configuration when isServer && configuration.TestSslOption(SslOption.DisableServerCipherPreference) =>
                "let the client's order of cipher suites decide (DisableServerCipherPreference)",
            _ => null,
        };
        if (asked is not null)
            throw new TlsSetupException($"The backend '{backend}' cannot {asked}. Leave that as it is by default, or use the backend "
                + "'openssl'.");
    }

    private static bool Staples(QSslConfiguration configuration) =>
        configuration.StapledOcspResponse.Length > 0
            || configuration.ServerIdentities.Any(identity => identity.StapledOcspResponse.Length > 0);

    private static bool IsUsual(QSslDiffieHellmanParameters parameters) =>
        parameters.IsEmpty || parameters.Equals(QSslDiffieHellmanParameters.DefaultParameters);
}
