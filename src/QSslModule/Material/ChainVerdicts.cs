using QSslCore;

namespace QSslModule;

/// <summary>One chain that is given piece by piece, and verified when it is whole.</summary>
/// <param name="reader">Reads what is given.</param>
/// <param name="configuration">The authorities and the time to verify by.</param>
/// <param name="hostNames">The names that it must be valid for; one empty name for none.</param>
/// <param name="tell">Gets the name of the chain and a sentence about how it was verified; null for nothing that listens.</param>
internal sealed class ChainVerdicts(
    MaterialReader reader, QSslConfiguration configuration, IReadOnlyList<string> hostNames, Action<string, string>? tell)
{
    private readonly List<QSslCertificate> _chain = [];
    private bool _hasFailed;

    /// <exception cref="MaterialException">The input cannot be read, or there is none.</exception>
    public void Add(object? input)
    {
        try
        {
            _chain.AddRange(reader.Certificates(input ?? throw new MaterialException(MaterialErrors.NoCertificateGiven())));
        }
        catch (MaterialException)
        {
            _hasFailed = true;
            throw;
        }
    }

    /// <summary>Returns a verdict for each name, or none if a part of the chain could not be read: the verdict would be about a different
    /// chain.</summary>
    /// <exception cref="NotSupportedException">The backend that the configuration names does not exist.</exception>
    public IReadOnlyList<SslCertificateVerdict> Verdicts() => _hasFailed ? [] :
    [
        .. hostNames.Select(name => new SslCertificateVerdict([.. _chain], name, configuration.VerificationTime ?? DateTimeOffset.UtcNow,
            PeerVerification.EvaluateChain(
                _chain, configuration, name, out _, tell: tell is null ? null : text => tell(_chain[0].VisibleName, text)))),
    ];
}
