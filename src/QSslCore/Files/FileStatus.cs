using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace QSslCore.Files;

/// <summary>The status of a file on Unix. .NET reports the mode of a file, but not its owner.</summary>
/// <param name="Type">The type of the file, as in <c>st_mode</c>.</param>
/// <param name="Mode">The permissions.</param>
/// <param name="Owner">The number of the owner.</param>
/// <param name="Device">The number of the file system.</param>
/// <param name="Number">The number of the file in the file system.</param>
internal readonly record struct FileStatus(uint Type, UnixFileMode Mode, uint Owner, ulong Device, ulong Number)
{
    private const uint TypeMask = 0xF000;
    private const uint Directory = 0x4000;
    private const uint Link = 0xA000;
    private const uint Regular = 0x8000;
    private const uint CharacterDevice = 0x2000;
    private const uint ModeMask = 0xFFF;

    public bool IsDirectory => Type == Directory;

    public bool IsLink => Type == Link;

    /// <summary>Whether it is a regular file, and not a directory, a pipe or a device.</summary>
    public bool IsFile => Type == Regular;

    /// <summary>Whether it is a device such as /dev/null, which stores no data.</summary>
    public bool IsCharacterDevice => Type == CharacterDevice;

    /// <summary>The effective user of this process.</summary>
    public static uint User => NativeStatus.geteuid();

    /// <summary>Returns the status of a path without following a link; null if nothing is there.</summary>
    /// <exception cref="IOException">The status is not available.</exception>
    public static unsafe FileStatus? Of(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
            throw new IOException("The path contains a null character.");
        byte* buffer = stackalloc byte[NativeStatus.Size];
        int result = NativeStatus.OfPath(path, buffer);
        if (result == 0)
            return Read(buffer);
        return Marshal.GetLastPInvokeError() is NativeStatus.ENOENT or NativeStatus.ENOTDIR ? null : throw Failure();
    }

    /// <summary>Returns the status of an open file.</summary>
    /// <exception cref="IOException">The status is not available.</exception>
    public static unsafe FileStatus Of(SafeFileHandle file)
    {
        bool isHeld = false;
        try
        {
            file.DangerousAddRef(ref isHeld);
            int descriptor = (int)file.DangerousGetHandle();
            byte* buffer = stackalloc byte[NativeStatus.Size];
            int result = NativeStatus.OfDescriptor(descriptor, buffer);
            return result == 0 ? Read(buffer) : throw Failure();
        }
        finally
        {
            if (isHeld)
                file.DangerousRelease();
        }
    }

    // struct statx is the same on every processor. struct stat is not, except on macOS.
    private static unsafe FileStatus Read(byte* status) => OperatingSystem.IsLinux()
        ? Make(*(ushort*)(status + 28), *(uint*)(status + 20), *(ulong*)(status + 136), *(ulong*)(status + 32))
        : Make(*(ushort*)(status + 4), *(uint*)(status + 16), *(uint*)status, *(ulong*)(status + 8));

    private static FileStatus Make(uint mode, uint owner, ulong device, ulong number) =>
        new(mode & TypeMask, (UnixFileMode)(mode & ModeMask), owner, device, number);

    private static IOException Failure() => new(new Win32Exception(Marshal.GetLastPInvokeError()).Message);
}
