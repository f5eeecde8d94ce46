namespace QSslCore;

/// <summary>The answer of the issuers of a path about revocation. Instances are immutable.</summary>
/// <param name="Status">The status of all certificates of the path together.</param>
/// <param name="Reason">A sentence about the first certificate that is not good, without its period; empty if all are good.</param>
public sealed record RevocationVerdict(RevocationStatus Status, string Reason = "");
