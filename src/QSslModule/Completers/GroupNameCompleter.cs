using QSslCore;

namespace QSslModule;

/// <summary>Completes the groups for the key exchange of TLS, by their common names.</summary>
public sealed class GroupNameCompleter : NameCompleter
{
    private protected override IEnumerable<string> Names => QSslConfiguration.SupportedEllipticCurves
        .Where(curve => curve.IsTlsNamedCurve)
        .Select(curve => curve.NistName.Length > 0 ? curve.NistName : curve.ShortName)
        .Order(StringComparer.OrdinalIgnoreCase);

    private protected override string Describe(string name) => QSslConfiguration.SupportedEllipticCurves
        .FirstOrDefault(curve => curve.NistName == name) is { IsValid: true } curve ? $"{name} ({curve.ShortName})" : name;
}
