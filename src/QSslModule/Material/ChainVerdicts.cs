using QSslCore;

namespace QSslModule;

/// <summary>A chain that arrives in parts and is verified when it is complete.</summary>
/// <param name="reader">Reads the parts.</param>
/// <param name="configuration">The authorities and the time to verify with.</param>
/// <param name="hostNames">The names that the chain must be valid for; one empty name for any.</param>
internal sealed class ChainVerdicts(MaterialReader reader, QSslConfiguration configuration, IReadOnlyList<string> hostNames)
{
    private readonly List<QSslCertificate> _chain = [];
    private bool _hasFailed;

    /// <exception cref="MaterialException">The input cannot be read.</exception>
    public void Add(object input)
    {
        try
        {
            _chain.AddRange(reader.Certificates(input));
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
            PeerVerification.EvaluateChain(_chain, configuration, name))),
    ];
}
