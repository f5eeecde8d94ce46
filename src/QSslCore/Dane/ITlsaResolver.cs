namespace QSslCore;

/// <summary>Looks up TLSA records. The library has no DNS client of its own: the program brings one.</summary>
public interface ITlsaResolver
{
    /// <summary>Asks for the TLSA records of a TCP service, such as <c>_443._tcp.example.org</c>. It is called on any thread, also at the
    /// same time. What fails is an answer with <see cref="TlsaAnswer.Failure"/>, and never an exception.</summary>
    /// <param name="hostName">The host name, in ASCII.</param>
    /// <param name="port">The port.</param>
    /// <param name="cancellationToken">Ends the lookup.</param>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    Task<TlsaAnswer> ResolveAsync(string hostName, int port, CancellationToken cancellationToken);
}
