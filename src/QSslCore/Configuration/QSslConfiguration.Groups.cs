using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace QSslCore;

// The key exchange, and options that the TLS library defines.
public sealed partial class QSslConfiguration
{
    /// <summary>The name of HTTP/2 in <see cref="AllowedNextProtocols"/>.</summary>
    [QtMember("QSslConfiguration::ALPNProtocolHTTP2")]
    public const string AlpnProtocolHttp2 = "h2";

    /// <summary>The name of HTTP/1.1 in <see cref="AllowedNextProtocols"/>.</summary>
    [QtMember("QSslConfiguration::NextProtocolHttp1_1")]
    public const string NextProtocolHttp11 = "http/1.1";

    private QSslEllipticCurve[] _ellipticCurves = [];

    /// <summary>The curves and groups for key exchange, in order of preference. By default, the list is empty and the library
    /// chooses.</summary>
    /// <remarks>A curve that TLS cannot use causes the setup of the connection to fail, not this assignment.</remarks>
    [QtMember("QSslConfiguration::ellipticCurves")]
    [QtMember("QSslConfiguration::setEllipticCurves")]
    public QSslEllipticCurve[] EllipticCurves
    {
        get => [.. _ellipticCurves];
        set => _ellipticCurves = ElementsOf(value);
    }

    /// <summary>All curves and groups that the active backend knows, or none without a backend. TLS does not support all of them: see
    /// <see cref="QSslEllipticCurve.IsTlsNamedCurve"/>.</summary>
    [QtMember("QSslConfiguration::supportedEllipticCurves")]
    public static IReadOnlyList<QSslEllipticCurve> SupportedEllipticCurves => QSslEllipticCurve.Supported;

    /// <summary>A server's parameters for cipher suites with DHE. The default is the 2048-bit group of RFC 3526. If they are empty, the
    /// library chooses.</summary>
    /// <remarks>Parameters that are not valid cause the setup of the connection to fail.</remarks>
    [QtMember("QSslConfiguration::diffieHellmanParameters")]
    [QtMember("QSslConfiguration::setDiffieHellmanParameters")]
    public QSslDiffieHellmanParameters DiffieHellmanParameters
    {
        get;
        set => field = value ?? QSslDiffieHellmanParameters.Empty;
    } = QSslDiffieHellmanParameters.DefaultParameters;

    /// <summary>Options that the TLS library defines. They are applied after all other settings. For OpenSSL, they are its configuration
    /// commands, such as <c>MinProtocol</c> or <c>SignatureAlgorithms</c>.</summary>
    /// <remarks>
    /// Names and values are text. Bytes are interpreted as UTF-8, and null means no options. The getter and the setter copy the value. If
    /// the library does not know a name or refuses a value, the setup of the connection fails.
    /// </remarks>
    [QtMember("QSslConfiguration::backendConfiguration")]
    [QtMember("QSslConfiguration::setBackendConfiguration")]
    public IDictionary BackendConfiguration
    {
        get => new Dictionary<string, string>(BackendOptions);
        set
        {
            BackendOptions = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
            foreach (DictionaryEntry option in value ?? new Hashtable())
                SetBackendConfigurationOption(TextOf(option.Key), option.Value is null ? null : TextOf(option.Value));
        }
    }

    internal ImmutableSortedDictionary<string, string> BackendOptions { get; private set; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Sets one option of <see cref="BackendConfiguration"/>.</summary>
    /// <param name="name">The name of the option.</param>
    /// <param name="value">The value. Null removes the option.</param>
    [QtMember("QSslConfiguration::setBackendConfigurationOption")]
    public void SetBackendConfigurationOption(string name, string? value)
    {
        ArgumentNullException.ThrowIfNull(name);
        BackendOptions = value is null ? BackendOptions.Remove(name) : BackendOptions.SetItem(name, value);
    }

    private static string TextOf(object value) =>
        value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
