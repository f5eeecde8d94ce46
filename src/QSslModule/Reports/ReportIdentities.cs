namespace QSslModule;

/// <summary>
/// The identities of the reports of a document, or of runs that are compared. The addresses of a name change from day to day.
/// An address is therefore part of an identity only if one run has several addresses of the same service.
/// </summary>
internal sealed class ReportIdentities
{
    private readonly HashSet<ReportIdentity> _spread = [];

    public ReportIdentities(params IEnumerable<IEnumerable<SslHostReport>> runs)
    {
        foreach (IEnumerable<SslHostReport> run in runs)
        {
            _spread.UnionWith(run.Where(report => report.Address.Length > 0).GroupBy(report => new ReportIdentity(report))
                .Where(same => same.Select(report => report.Address).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1)
                .Select(same => same.Key));
        }
    }

    public ReportIdentity Of(SslHostReport report)
    {
        ReportIdentity service = new(report);
        return _spread.Contains(service) && report.Address.Length > 0 ? new(report, report.Address) : service;
    }
}
