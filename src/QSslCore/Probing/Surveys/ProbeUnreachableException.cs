namespace QSslCore.Probing.Surveys;

/// <summary>No line to a host could be opened: it cannot be reached, or did not come to TLS.</summary>
/// <param name="message">Why.</param>
/// <param name="isRefused">Nothing listens there: the connection itself was refused.</param>
internal sealed class ProbeUnreachableException(string message, bool isRefused = false) : IOException(message)
{
    /// <summary>Nothing listens there: the connection itself was refused. Else it is not known.</summary>
    public bool IsRefused => isRefused;
}
