using QSslCore;

namespace QSslModule;

/// <summary>Asks for the TLSA records of a mail host whose name came from MX records that were not validated: an
/// attacker may have chosen the host, and its own records prove nothing of the domain.</summary>
/// <param name="resolver">Who is asked.</param>
internal sealed class MailTlsaResolver(ITlsaResolver resolver) : ITlsaResolver
{
    /// <inheritdoc/>
    public async Task<TlsaAnswer> ResolveAsync(string hostName, int port, CancellationToken cancellationToken)
    {
        TlsaAnswer answer = await resolver.ResolveAsync(hostName, port, cancellationToken).ConfigureAwait(false);
        return new() { Records = answer.Records, Failure = answer.Failure };
    }
}
