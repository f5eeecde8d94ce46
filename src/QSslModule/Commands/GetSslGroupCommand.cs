using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Writes the groups and elliptic curves that the TLS library can agree on keys in.</summary>
[Cmdlet(VerbsCommon.Get, "SslGroup")]
[OutputType(typeof(QSslEllipticCurve))]
public sealed class GetSslGroupCommand : SslCmdlet
{
    /// <summary>Names with wildcards: OpenSSL's, NIST's, the long ones or those of TLS.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Those, too, that the library knows and TLS has no number for.</summary>
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
            // The names that TLS has for some of them are no patterns.
            if (found.Length == 0 && Array.Find(supported, curve => curve == QSslEllipticCurve.FromShortName(name)) is { } named)
                found = [named];
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                WriteError(SettingsErrors.GroupNotFound(name));
            WriteObject(found, enumerateCollection: true);
        }
    }
}
