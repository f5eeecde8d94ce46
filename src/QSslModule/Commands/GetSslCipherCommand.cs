using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Gets the cipher suites that the TLS library supports.</summary>
[Cmdlet(VerbsCommon.Get, "SslCipher")]
[OutputType(typeof(QSslCipher))]
public sealed class GetSslCipherCommand : SslCmdlet
{
    /// <summary>The names of OpenSSL or IANA, with wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CipherNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Only suites that were introduced with one of these protocol versions.</summary>
    [Parameter]
    [SslProtocolTransformation]
    [ValidateSet(nameof(SslProtocol.SecureProtocols), nameof(SslProtocol.TlsV1_3), nameof(SslProtocol.TlsV1_3OrLater),
        nameof(SslProtocol.TlsV1_2), nameof(SslProtocol.TlsV1_2OrLater), nameof(SslProtocol.TlsV1_1), nameof(SslProtocol.TlsV1_1OrLater),
        nameof(SslProtocol.TlsV1_0), nameof(SslProtocol.TlsV1_0OrLater), nameof(SslProtocol.AnyProtocol))]
    public SslProtocol Protocol { get; set; } = SslProtocol.AnyProtocol;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<QSslCipher> supported = QSslConfiguration.SupportedCiphers;
        foreach (string name in Name)
        {
            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            QSslCipher[] found = [.. supported.Where(cipher => pattern.IsMatch(cipher.Name) || pattern.IsMatch(cipher.IanaName))];
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                WriteError(SettingsErrors.CipherNotFound(name));
            WriteObject(found.Where(cipher => IsWithin(cipher.Protocol)), enumerateCollection: true);
        }
    }

    private bool IsWithin(SslProtocol version) => Protocol switch
    {
        SslProtocol.AnyProtocol => true,
        SslProtocol.SecureProtocols or SslProtocol.TlsV1_2OrLater => version is SslProtocol.TlsV1_2 or SslProtocol.TlsV1_3,
        SslProtocol.TlsV1_0OrLater => version is not SslProtocol.UnknownProtocol,
        SslProtocol.TlsV1_1OrLater => version is SslProtocol.TlsV1_1 or SslProtocol.TlsV1_2 or SslProtocol.TlsV1_3,
        SslProtocol.TlsV1_3OrLater => version is SslProtocol.TlsV1_3,
        _ => version == Protocol,
    };
}
