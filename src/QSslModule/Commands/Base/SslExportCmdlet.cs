using System.Management.Automation;
using System.Security;

namespace QSslModule;

/// <summary>A cmdlet that writes certificates or keys.</summary>
public abstract class SslExportCmdlet : SslOutputCmdlet
{
    /// <summary>How to write it down; by the extension of the path unless told, else PEM.</summary>
    [Parameter]
    [ConvertsTo<SslMaterialFormat>]
    public SslMaterialFormat Format { get; set; }

    /// <summary>Encrypts the private key, or the PKCS#12 bundle.</summary>
    [Parameter]
    [ConvertsTo<SecureString>]
    public SecureString? Passphrase { get; set; }

    private protected SslMaterialFormat WantedFormat => IsGiven(nameof(Format)) || Path is null ? Format : MaterialFormats.OfPath(Path);
}
