using System.Management.Automation;
using System.Security;

namespace QSslModule;

/// <summary>The base class of cmdlets that export certificates or keys.</summary>
public abstract class SslExportCmdlet : SslOutputCmdlet
{
    /// <summary>The format. The default depends on the extension of the path, or is PEM.</summary>
    [Parameter]
    [ConvertsTo<SslMaterialFormat>]
    public SslMaterialFormat Format { get; set; }

    /// <summary>The pass phrase that encrypts the private key or the PKCS#12 bundle.</summary>
    [Parameter]
    [ConvertsTo<SecureString>]
    public SecureString? Passphrase { get; set; }

    private protected SslMaterialFormat WantedFormat => IsGiven(nameof(Format)) || Path is null ? Format : MaterialFormats.OfPath(Path);
}
