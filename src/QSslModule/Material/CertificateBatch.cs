using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Judges files many at a time, and gives the reports in the order of the files. Memory is bounded by the batch.</summary>
/// <param name="files">Reads them.</param>
/// <param name="reporter">Judges what is in them.</param>
/// <param name="hostNames">The names that each must be valid for; one empty name for none.</param>
/// <param name="stop">Ends a batch early.</param>
internal sealed class CertificateBatch(
    CertificateFile files, CertificateReporter reporter, IReadOnlyList<string> hostNames, CancellationToken stop)
{
    private const int Size = 128;

    private readonly List<(string File, bool IsNamed)> _waiting = [];

    /// <summary>Whether there is anything to judge for: every name that was given may be none.</summary>
    public bool HasNames => hostNames.Count > 0;

    /// <summary>Takes one more file, and gives the reports of a batch that is full.</summary>
    public IReadOnlyList<SslHostReport> Add(string file, bool isNamed)
    {
        _waiting.Add((file, isNamed));
        return _waiting.Count < Size ? [] : Rest();
    }

    /// <summary>The reports of all files that were not judged yet.</summary>
    public IReadOnlyList<SslHostReport> Rest()
    {
        IReadOnlyList<SslHostReport>[] reports = new IReadOnlyList<SslHostReport>[_waiting.Count];
        Parallel.For(0, _waiting.Count, new() { CancellationToken = stop, MaxDegreeOfParallelism = Environment.ProcessorCount },
            i => reports[i] = Judge(_waiting[i].File, _waiting[i].IsNamed));
        _waiting.Clear();
        return [.. reports.SelectMany(some => some)];
    }

    /// <summary>The reports on certificates that are here already.</summary>
    public IReadOnlyList<SslHostReport> Judge(IEnumerable<FoundCertificate> certificates) =>
        [.. certificates.SelectMany(found => hostNames.Select(name => reporter.Report(found, name)))];

    private IReadOnlyList<SslHostReport> Judge(string file, bool isNamed)
    {
        try
        {
            return Judge(files.Read(file, isNamed));
        }
        catch (MaterialException e)
        {
            return [reporter.Unread(file, ReasonOf(e.Record))];
        }
    }

    /// <summary>The words of an error record.</summary>
    public static string ReasonOf(ErrorRecord record) => record.ErrorDetails?.Message ?? record.Exception.Message;
}
