using System.Collections;
using System.Management.Automation;
using QSslCore;
using QSslCore.Tls;

namespace QSslModule;

/// <summary>
/// Tells what a connection can use with the -Backend, -Protocol and -PreSharedKey that stand on the command line already. A press of Tab
/// does not choose the backend of the process: Set-SslBackend works afterwards, too.
/// </summary>
/// <param name="commandName">The cmdlet.</param>
/// <param name="bound">Its parameters so far.</param>
internal sealed class UsableSettings(string commandName, IDictionary bound)
{
    /// <summary>The backend of the command line or of the process; null where there is none of that name.</summary>
    public TlsBackend? Backend { get; } = TlsBackendRegistry.Peek(Value<string>(bound, "Backend") ?? "");

    /// <summary>Whether the value is for a connection. Cmdlets that list things take what no connection can use, too.</summary>
    public bool IsForConnection { get; } = commandName is not ("Get-SslCipher" or "Get-SslGroup" or "Get-SslBackend" or "Set-SslBackend");

    /// <summary>Whether the cmdlet shows what cannot be used, too.</summary>
    public bool ShowsAll { get; } = commandName == "Get-SslBackend";

    /// <summary>The name of the cmdlet.</summary>
    public string CommandName => commandName;

    /// <summary>Determines whether a client can start a handshake with a setting.</summary>
    /// <param name="set">Makes the setting.</param>
    public bool Allow(Action<QSslConfiguration> set)
    {
        if (!IsForConnection)
            return true;
        if (Backend is null)
            return false;
        QSslConfiguration configuration = new() { Backend = Backend.Name, CaCertificates = [] };
        if (Value<SslProtocol?>(bound, "Protocol") is { } protocol)
            configuration.Protocol = protocol;
        set(configuration);
        // A configuration has no keys, and may be used with some later.
        bool knowsKeys = commandName == "New-SslConfiguration" || bound.Contains("PreSharedKey");
        return ConfigurationCheck.Run(SslMode.SslClientMode, configuration, knowsKeys) is null;
    }

    private static T? Value<T>(IDictionary bound, string name) =>
        LanguagePrimitives.TryConvertTo(bound[name], out T value) ? value : default;
}
