using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace QSslCore.Files;

/// <summary>Determines from the owner and the mode who may change a file on Unix.</summary>
internal static class UnixFiles
{
    private const UnixFileMode WriteByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private const uint Root = 0;

    /// <exception cref="IOException">The status is not available.</exception>
    public static FileFacts? Look(string path) => FileStatus.Of(path) is { } status ? Judge(status, FileStatus.User, path) : null;

    /// <summary>Determines whether an open file is the one at a path, and that the path is not a link.</summary>
    /// <exception cref="IOException">The status is not available.</exception>
    public static bool IsAt(SafeFileHandle file, string path) =>
        FileStatus.Of(path) is { IsLink: false } there && FileStatus.Of(file) is var open
        && (open.Device, open.Number) == (there.Device, there.Number);

    /// <summary>Returns why secrets must not be written to a path, as a sentence; null if they may be, or if nothing is there.</summary>
    /// <remarks>Opening a pipe blocks until it has a reader. A pipe or a file of another user reveals the secrets to that user.</remarks>
    /// <exception cref="IOException">The status is not available.</exception>
    public static string? RefusalToWrite(string path)
    {
        if (FileStatus.Of(path) is not { } status)
            return null;
        if (Judge(status, FileStatus.User, path).ForeignOwner is { } owner)
            return $"It belongs to {owner}, who could read what is written.";
        return status.IsFile || status.IsCharacterDevice ? null : "It is neither a file nor a device.";
    }

    /// <param name="status">The status of the file.</param>
    /// <param name="user">The effective user of this process.</param>
    /// <param name="path">The path, to read a link.</param>
    private static FileFacts Judge(FileStatus status, uint user, string path)
    {
        string? owner = status.Owner == user || status.Owner == Root
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"another user (number {status.Owner})");
        // The mode of a link has no meaning: users that can write its directory can replace it.
        if (status.IsLink)
            return new(owner, LinkTarget: new FileInfo(path).LinkTarget ?? throw new IOException($"The link '{path}' cannot be read."));
        string? open = status.IsCharacterDevice || (status.Mode & WriteByOthers) == 0
            ? null
            : $"its mode is {Convert.ToString((int)status.Mode, toBase: 8)}";
        return new(owner, open, status.IsDirectory && status.Mode.HasFlag(UnixFileMode.StickyBit));
    }
}
