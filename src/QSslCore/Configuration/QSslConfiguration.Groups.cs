using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace QSslCore;

// How keys are agreed on, and options in a TLS library's own words.
public sealed partial class QSslConfiguration
{
    /// <summary>HTTP/2's name in <see cref="AllowedNextProtocols"/>.</summary>
    [QtMember("QSslConfiguration::ALPNProtocolHTTP2")]
    public const string AlpnProtocolHttp2 = "h2";

    /// <summary>HTTP/1.1's name in <see cref="AllowedNextProtocols"/>.</summary>
    [QtMember("QSslConfiguration::NextProtocolHttp1_1")]
    public const string NextProtocolHttp11 = "http/1.1";

    private QSslEllipticCurve[] _ellipticCurves = [];

    /// <summary>The curves and groups that keys may be agreed on in, the preferred one first; none, the default, leaves the choice to the
    /// library.</summary>
    /// <remarks>A curve that TLS cannot use fails the set-up of the connection, not this assignment.</remarks>
    [QtMember("QSslConfiguration::ellipticCurves")]
    [QtMember("QSslConfiguration::setEllipticCurves")]
    public QSslEllipticCurve[] EllipticCurves
    {
        get => [.. _ellipticCurves];
        set => _ellipticCurves = ElementsOf(value);
    }

    /// <summary>All curves and groups that the active backend knows; none without one. Not all are for TLS: see
    /// <see cref="QSslEllipticCurve.IsTlsNamedCurve"/>. </summary>
    [QtMember("QSslConfiguration::supportedEllipticCurves")]
    public static IReadOnlyList<QSslEllipticCurve> SupportedEllipticCurves => QSslEllipticCurve.Supported;

    /// <summary>A server's parameters for cipher suites with DHE. RFC 3526's group of 2048 bits unless set; empty ones leave the choice to
    /// the library.</summary>
    /// <remarks>Invalid ones fail the set-up of the connection.</remarks>
    [QtMember("QSslConfiguration::diffieHellmanParameters")]
    [QtMember("QSslConfiguration::setDiffieHellmanParameters")]
    public QSslDiffieHellmanParameters DiffieHellmanParameters
    {
        get;
        set => field = value ?? QSslDiffieHellmanParameters.Empty;
    } = QSslDiffieHellmanParameters.DefaultParameters;

    /// <summary>Options in the vocabulary of the TLS library, applied after all else. For OpenSSL: its configuration commands, such as
    /// <c>MinProtocol </c> or <c>SignatureAlgorithms </c>. </summary>
    /// <remarks>
    /// Names and values are text; bytes are taken as UTF-8, and null for the whole is none. A copy is given and a copy is kept.
    /// A name that the library does not know or a value that it refuses fails the set-up of the connection.
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
    /// <param name="name">The option's name.</param>
    /// <param name="value">Its value; null takes the option away.</param>
    [QtMember("QSslConfiguration::setBackendConfigurationOption")]
    public void SetBackendConfigurationOption(string name, string? value)
    {
        ArgumentNullException.ThrowIfNull(name);
        BackendOptions = value is null ? BackendOptions.Remove(name) : BackendOptions.SetItem(name, value);
    }

    private static string TextOf(object value) =>
        value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
