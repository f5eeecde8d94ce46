using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Judges many files at a time and returns the reports in the order of the files. The size of a batch limits the memory.</summary>
/// <param name="files">Reads the files.</param>
/// <param name="reporter">Judges the certificates in them.</param>
/// <param name="hostNames">The names that each certificate must be valid for; one empty name for any.</param>
/// <param name="stop">Cancels a batch.</param>
internal sealed class CertificateBatch(
    CertificateFile files, CertificateReporter reporter, IReadOnlyList<string> hostNames, CancellationToken stop)
{
    private const int Size = 128;

    private readonly List<(string File, bool IsNamed)> _waiting = [];

    /// <summary>Whether there is a name to judge for. It is false if none of the given names is valid.</summary>
    public bool HasNames => hostNames.Count > 0;

    /// <summary>Adds a file. If the batch is full, judges it and returns the reports.</summary>
    public IReadOnlyList<SslHostReport> Add(string file, bool isNamed)
    {
        _waiting.Add((file, isNamed));
        return _waiting.Count < Size ? [] : Rest();
    }

    /// <summary>Judges the pending files and returns the reports.</summary>
    public IReadOnlyList<SslHostReport> Rest()
    {
        IReadOnlyList<SslHostReport>[] reports = new IReadOnlyList<SslHostReport>[_waiting.Count];
        Parallel.For(0, _waiting.Count, new() { CancellationToken = stop, MaxDegreeOfParallelism = Environment.ProcessorCount },
            i => reports[i] = Judge(_waiting[i].File, _waiting[i].IsNamed));
        _waiting.Clear();
        return [.. reports.SelectMany(some => some)];
    }

    /// <summary>Returns the reports for certificates that are already read.</summary>
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

    /// <summary>Returns the message of an error record.</summary>
    public static string ReasonOf(ErrorRecord record) => record.ErrorDetails?.Message ?? record.Exception.Message;
}
