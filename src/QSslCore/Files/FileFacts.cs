namespace QSslCore.Files;

/// <summary>The facts that determine who may change a file, a directory or a link. For a link, they are about the link itself.</summary>
/// <param name="ForeignOwner">The owner as text if it is neither this user nor the administrator of the system; otherwise null.</param>
/// <param name="OpenTo">How other users may change it, as text such as "its mode is 666"; null if they may not.</param>
/// <param name="KeepsEntries">Whether others may add to a directory, but neither replace nor remove entries that they do not own (the
/// sticky bit).</param>
/// <param name="LinkTarget">The target of a link; null for everything else.</param>
internal sealed record FileFacts(string? ForeignOwner = null, string? OpenTo = null, bool KeepsEntries = false, string? LinkTarget = null);
