using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace QSslCore.Files;

/// <summary>What a Unix says of a file: .NET tells its mode, and not its owner.</summary>
/// <param name="Type">The file's type, as in <c>st_mode</c>.</param>
/// <param name="Mode">The permissions.</param>
/// <param name="Owner">The owner's number.</param>
/// <param name="Device">The file system that it is on.</param>
/// <param name="Number">Its number there.</param>
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

    /// <summary>A file, and not a directory, a pipe or a device.</summary>
    public bool IsFile => Type == Regular;

    /// <summary>A device such as /dev/null: it keeps nothing of what others write.</summary>
    public bool IsCharacterDevice => Type == CharacterDevice;

    /// <summary>The user that this process acts for.</summary>
    public static uint User => NativeStatus.geteuid();

    /// <summary>Of a path, a link not followed; null when nothing is there.</summary>
    /// <exception cref="IOException">The system does not say.</exception>
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

    /// <summary>Of an open file.</summary>
    /// <exception cref="IOException">The system does not say.</exception>
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

    // struct statx is the same on every processor; struct stat is not, but for those of macOS.
    private static unsafe FileStatus Read(byte* status) => OperatingSystem.IsLinux()
        ? Make(*(ushort*)(status + 28), *(uint*)(status + 20), *(ulong*)(status + 136), *(ulong*)(status + 32))
        : Make(*(ushort*)(status + 4), *(uint*)(status + 16), *(uint*)status, *(ulong*)(status + 8));

    private static FileStatus Make(uint mode, uint owner, ulong device, ulong number) =>
        new(mode & TypeMask, (UnixFileMode)(mode & ModeMask), owner, device, number);

    private static IOException Failure() => new(new Win32Exception(Marshal.GetLastPInvokeError()).Message);
}
