namespace QSslCore.Files;

/// <summary>What an entry of an access list of Windows allows.</summary>
/// <param name="Sid">The account, as S-1-….</param>
/// <param name="Rights">What, as in the access mask.</param>
internal readonly record struct AccessEntry(string Sid, uint Rights);
