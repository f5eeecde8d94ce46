using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Gets the groups and elliptic curves that the TLS library supports for the key exchange.</summary>
[Cmdlet(VerbsCommon.Get, "SslGroup")]
[OutputType(typeof(QSslEllipticCurve))]
public sealed class GetSslGroupCommand : SslCmdlet
{
    /// <summary>The names of OpenSSL, NIST or TLS, or the long names, with wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Includes groups that the library supports but TLS has no number for.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        QSslEllipticCurve[] supported = [.. QSslConfiguration.SupportedEllipticCurves.Where(curve => All || curve.IsTlsNamedCurve)];
        foreach (string name in Name)
        {
            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            QSslEllipticCurve[] found =
                [.. supported.Where(curve => pattern.IsMatch(curve.ShortName) || pattern.IsMatch(curve.LongName)
                    || pattern.IsMatch(curve.NistName))];
            // The names that TLS has for some groups are not patterns.
            if (found.Length == 0 && Array.Find(supported, curve => curve == QSslEllipticCurve.FromShortName(name)) is { } named)
                found = [named];
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                WriteError(SettingsErrors.GroupNotFound(name));
            WriteObject(found, enumerateCollection: true);
        }
    }
}
