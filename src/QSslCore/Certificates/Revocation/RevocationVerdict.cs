namespace QSslCore;

/// <summary>What the issuers of a path say.</summary>
/// <param name="Status">Of all its certificates together.</param>
/// <param name="Reason">A sentence on the first certificate that is not good; empty when all are.</param>
internal sealed record RevocationVerdict(RevocationStatus Status, string Reason = "");
