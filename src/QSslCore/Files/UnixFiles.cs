using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace QSslCore.Files;

/// <summary>Who may change a file of Unix: by its owner and its mode.</summary>
internal static class UnixFiles
{
    private const UnixFileMode WriteByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private const uint Root = 0;

    /// <exception cref="IOException">The system does not say.</exception>
    public static FileFacts? Look(string path) => FileStatus.Of(path) is { } status ? Judge(status, FileStatus.User, path) : null;

    /// <summary>Whether an open file is the one at a path, and that path no link.</summary>
    /// <exception cref="IOException">The system does not say.</exception>
    public static bool IsAt(SafeFileHandle file, string path) =>
        FileStatus.Of(path) is { IsLink: false } there && FileStatus.Of(file) is var open
        && (open.Device, open.Number) == (there.Device, there.Number);

    /// <summary>Why secrets are not written to what is at a path, as a sentence; null when they may be, or nothing is there.</summary>
    /// <remarks>Opening a pipe waits for its reader, and a pipe or a file of another user hands them what is written.</remarks>
    /// <exception cref="IOException">The system does not say.</exception>
    public static string? RefusalToWrite(string path)
    {
        if (FileStatus.Of(path) is not { } status)
            return null;
        if (Judge(status, FileStatus.User, path).ForeignOwner is { } owner)
            return $"It belongs to {owner}, who could read what is written.";
        return status.IsFile || status.IsCharacterDevice ? null : "It is neither a file nor a device.";
    }

    /// <param name="status">What the system says of it.</param>
    /// <param name="user">The user that this process acts for.</param>
    /// <param name="path">Its path, to read a link.</param>
    private static FileFacts Judge(FileStatus status, uint user, string path)
    {
        string? owner = status.Owner == user || status.Owner == Root
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"another user (number {status.Owner})");
        // The mode of a link says nothing: a link is replaced by those who may write its directory.
        if (status.IsLink)
            return new(owner, LinkTarget: new FileInfo(path).LinkTarget ?? throw new IOException($"The link '{path}' cannot be read."));
        string? open = status.IsCharacterDevice || (status.Mode & WriteByOthers) == 0
            ? null
            : $"its mode is {Convert.ToString((int)status.Mode, toBase: 8)}";
        return new(owner, open, status.IsDirectory && status.Mode.HasFlag(UnixFileMode.StickyBit));
    }
}
