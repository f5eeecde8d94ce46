namespace QSslModule;

/// <summary>A host that takes mail for a domain.</summary>
/// <param name="Name">Its name; empty where the domain takes none (RFC 7505).</param>
/// <param name="Preference">The lowest is tried first.</param>
internal sealed record MailHost(string Name, int Preference);
