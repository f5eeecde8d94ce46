using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace QSslCore;

/// <summary>Functions of the C library for files that .NET does not offer: to open a file without waiting for the other end. The C names
/// are unchanged.</summary>
internal static partial class NativeFile
{
    internal const int O_RDONLY = 0;
    internal const short POLLIN = 0x001;
    internal const int EINTR = 4;

    internal static int O_NONBLOCK => OperatingSystem.IsLinux() ? 0x800 : 0x4;

    internal static int O_CLOEXEC => OperatingSystem.IsLinux() ? 0x80000 : OperatingSystem.IsFreeBSD() ? 0x100000 : 0x1000000;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial SafeFileHandle open(string path, int oflag);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int poll(pollfd* fds, nuint nfds, int timeout);

#pragma warning disable CS8981 // The C name.
    [StructLayout(LayoutKind.Sequential)]
    internal struct pollfd
    {
        public int fd;
        public short events;
        public short revents;
    }
#pragma warning restore CS8981
}
