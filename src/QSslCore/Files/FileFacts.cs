namespace QSslCore.Files;

/// <summary>What tells who may change a file, a directory or a link; of a link itself, not of what it leads to.</summary>
/// <param name="ForeignOwner">Its owner in words, where that is neither this user nor the system's administrator; null where it is.</param>
/// <param name="OpenTo">How other users may change it, in words such as "its mode is 666"; null when they may not.</param>
/// <param name="KeepsEntries">Others may add to a directory, but neither replace nor remove what they do not own (the sticky bit).</param>
/// <param name="LinkTarget">Where a link leads; null for all else.</param>
internal sealed record FileFacts(string? ForeignOwner = null, string? OpenTo = null, bool KeepsEntries = false, string? LinkTarget = null);
