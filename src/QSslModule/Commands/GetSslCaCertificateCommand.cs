using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Gets the authorities that the operating system trusts.</summary>
[Cmdlet(VerbsCommon.Get, "SslCaCertificate")]
[OutputType(typeof(QSslCertificate))]
public sealed class GetSslCaCertificateCommand : SslCmdlet
{
    private IReadOnlyList<QSslCertificate>? _roots;

    /// <summary>The subjects, with wildcards: the whole name, or its most specific part.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? Subject { get; set; }

    /// <summary>Only authorities with one of these SHA-256 thumbprints (hexadecimal, without regard to colons and case).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Thumbprint { get; set; }

    /// <summary>Only authorities that expire within this number of days or have expired.</summary>
    [Parameter]
    [ValidateRange(0, 36_500)]
    [ConvertsTo<int>]
    public int ExpiringInDays { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Read the store once for the whole pipeline, because it takes time.
        if (_roots is null)
            RunWithWarnings(null, () => _roots = QSslConfiguration.SystemCaCertificates());
        IEnumerable<QSslCertificate> found = _roots!;
        if (Subject is not null)
        {
            WildcardPattern pattern = WildcardPattern.Get(Subject, WildcardOptions.IgnoreCase);
            found = found.Where(c => pattern.IsMatch(c.Subject) || pattern.IsMatch(c.SubjectDisplayName));
        }
        if (Thumbprint is not null)
        {
            string[] wanted = [.. Thumbprint.Select(t => t.Replace(":", "", StringComparison.Ordinal))];
            found = found.Where(c => wanted.Contains(c.Sha256Thumbprint, StringComparer.OrdinalIgnoreCase));
        }
        if (IsGiven(nameof(ExpiringInDays)))
        {
            DateTimeOffset limit = DateTimeOffset.UtcNow.AddDays(ExpiringInDays);
            found = found.Where(c => c.ExpiryDate < limit);
        }
        QSslCertificate[] matching = [.. found];
        if (matching.Length == 0 && AsksForOne())
            WriteError(MaterialErrors.AuthorityNotFound(Subject, Thumbprint));
        WriteObject(matching, enumerateCollection: true);
    }

    // No expiring authority, or no name that matches a pattern, is a valid answer.
    private bool AsksForOne() => !IsGiven(nameof(ExpiringInDays))
        && (Thumbprint is not null || (Subject is not null && !WildcardPattern.ContainsWildcardCharacters(Subject)));
}
