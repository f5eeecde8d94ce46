using System.Runtime.InteropServices;

namespace QSslCore.Files;

/// <summary>Functions of the C library that return the owner of a file. The C names are unchanged.</summary>
internal static partial class NativeStatus
{
    /// <summary>The size is sufficient for the structure of each system.</summary>
    internal const int Size = 256;

    internal const int ENOENT = 2;
    internal const int ENOTDIR = 20;

    private const int AT_FDCWD = -100;
    private const int AT_SYMLINK_NOFOLLOW = 0x100;
    private const int AT_EMPTY_PATH = 0x1000;
    private const uint STATX_BASIC_STATS = 0x7ff;

    // On macOS for x64, the functions with the plain names use a smaller structure.
    private static bool IsPlain => RuntimeInformation.ProcessArchitecture != Architecture.X64;

    [LibraryImport("libc")]
    internal static partial uint geteuid();

    /// <exception cref="IOException">The function does not exist on this system.</exception>
    internal static unsafe int OfPath(string path, byte* status)
    {
        if (OperatingSystem.IsLinux())
            return statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, status);
        CheckMacOS();
        return IsPlain ? lstat(path, status) : lstat64(path, status);
    }

    /// <exception cref="IOException">The function does not exist on this system.</exception>
    internal static unsafe int OfDescriptor(int descriptor, byte* status)
    {
        if (OperatingSystem.IsLinux())
            return statx(descriptor, "", AT_EMPTY_PATH, STATX_BASIC_STATS, status);
        CheckMacOS();
        return IsPlain ? fstat(descriptor, status) : fstat64(descriptor, status);
    }

    private static void CheckMacOS()
    {
        if (!OperatingSystem.IsMacOS())
            throw new IOException("This system cannot report the owner of a file.");
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int statx(int dirfd, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int lstat(string path, byte* status);

    [LibraryImport("libc", EntryPoint = "lstat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int lstat64(string path, byte* status);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int fstat(int descriptor, byte* status);

    [LibraryImport("libc", EntryPoint = "fstat$INODE64", SetLastError = true)]
    private static unsafe partial int fstat64(int descriptor, byte* status);
}
