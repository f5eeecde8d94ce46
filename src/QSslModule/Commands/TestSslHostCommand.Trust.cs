using System.Management.Automation;
using QSslCore;

namespace QSslModule;

// Whose authorities are trusted.
public sealed partial class TestSslHostCommand
{
    /// <summary>Stores of authorities, each with a verdict of its own in the report: System, files, and folders. A host is connected to if
    /// one of them trusts it, and is critical if one of them does not.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? TrustStore { get; set; }

    /// <summary>
    /// Where the path of a host ends at an unknown issuer, the issuer is fetched from where the certificate says (http only), to tell what
    /// the host does not send from a root that is not trusted. The host chooses the address.
    /// </summary>
    [Parameter]
    public SwitchParameter FetchIntermediate { get; set; }

    /// <exception cref="MaterialException">A store cannot be read, or authorities are given in another way, too.</exception>
    private TrustStores? MakeStores(QSslConfiguration configuration)
    {
        if (TrustStore is null)
            return null;
        if (CaCertificate is not null || IncludeSystemCaCertificate)
            throw new MaterialException(SettingsErrors.TrustStoreExcluded(
                CaCertificate is not null ? nameof(CaCertificate) : nameof(IncludeSystemCaCertificate)));
        AuthorityReader reader = new(this, new(this, Passphrase), Passphrase);
        return new(
            [.. TrustStore.Distinct(StringComparer.Ordinal).Select(name => (InputEcho.OfPath(name),
                name.Equals(TrustStores.System, StringComparison.OrdinalIgnoreCase)
                    ? [.. QSslConfiguration.SystemCaCertificates()]
                    : reader.Read([name])))],
            configuration);
    }
}
