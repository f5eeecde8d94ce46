using QSslCore;

namespace QSslModule;

/// <summary>Stores of authorities that stand side by side (-TrustStore), each with a verdict of its own on every host.</summary>
internal sealed class TrustStores
{
    /// <summary>The name of the system's authorities.</summary>
    public const string System = "System";

    private readonly (string Name, QSslConfiguration Configuration)[] _stores;

    /// <param name="stores">Names and authorities.</param>
    /// <param name="configuration">What hosts are verified with otherwise. It gets the authorities of all stores: a host is connected to if
    /// one of them trusts it.</param>
    public TrustStores(IReadOnlyList<(string Name, QSslCertificate[] Authorities)> stores, QSslConfiguration configuration)
    {
        _stores =
        [
            .. stores.Select(store =>
            {
                QSslConfiguration own = configuration.Clone();
                own.CaCertificates = store.Authorities;
                return (store.Name, own);
            }),
        ];
        configuration.CaCertificates = [.. stores.SelectMany(store => store.Authorities).Distinct()];
    }

    /// <summary>Writes down the verdict of each store, and finds those that do not trust the host.</summary>
    /// <param name="report">The report.</param>
    /// <param name="result">What was found.</param>
    /// <param name="hostName">The name that the host was verified for.</param>
    /// <param name="isAccepted">Errors that do not count.</param>
    public IReadOnlyList<SslReportFinding> Judge(
        SslHostReport report, HostCheckResult result, string hostName, Func<QSslError, bool> isAccepted)
    {
        if (result.PeerCertificateChain.Count == 0)
            return [];
        List<SslReportTrustStore> verdicts = [];
        List<SslReportFinding> findings = [];
        foreach ((string name, QSslConfiguration configuration) in _stores)
        {
            IReadOnlyList<QSslError> errors = PeerVerification.EvaluateChain(result.PeerCertificateChain, configuration, hostName);
            verdicts.Add(new()
            {
                Name = name, IsTrusted = errors.Count == 0, Errors = [.. errors.Select(error => error.Error.ToString()).Distinct()],
            });
            // What is wrong for all of them is told already, unless a TLSA record stands for the host: not all clients ask for one.
            if (errors.FirstOrDefault(error => !isAccepted(error) && result.Errors.All(
                known => known.Error != error.Error || DaneVerification.Excuses(result.Dane, known))) is { } own)
                findings.Add(FindingRules.StoreDoesNotTrust.Found($"Clients with the store {name} refuse the host: {own.ErrorString}"));
        }
        report.TrustStores = [.. verdicts];
        return findings;
    }
}
