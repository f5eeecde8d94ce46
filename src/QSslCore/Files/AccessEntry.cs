namespace QSslCore.Files;

/// <summary>The rights that an entry of a Windows access list grants.</summary>
/// <param name="Sid">The account, in the form S-1-….</param>
/// <param name="Rights">The rights, as in the access mask.</param>
internal readonly record struct AccessEntry(string Sid, uint Rights);
