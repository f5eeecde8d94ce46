namespace QSslCore.Probing.Surveys;

/// <summary>No line to a host could be opened: it cannot be reached, or did not come to TLS.</summary>
/// <param name="message">Why.</param>
internal sealed class ProbeUnreachableException(string message) : IOException(message);
