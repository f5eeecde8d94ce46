using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace QSslCore.Sockets.Native;

/// <summary>The C library's readiness calls (Linux). C names unchanged.</summary>
internal static partial class Libc
{
    internal const short POLLIN = 0x001;
    internal const short POLLOUT = 0x004;

    internal const int EFD_CLOEXEC = 0x80000;
    internal const int EFD_NONBLOCK = 0x800;

    internal const int CLOCK_MONOTONIC = 1;
    internal const int TFD_CLOEXEC = 0x80000;
    internal const int TFD_NONBLOCK = 0x800;

    internal const int EPOLL_CLOEXEC = 0x80000;
    internal const int EPOLL_CTL_ADD = 1;
    internal const int EPOLL_CTL_MOD = 3;
    internal const uint EPOLLIN = 0x001;
    internal const uint EPOLLOUT = 0x004;
    internal const uint EPOLLERR = 0x008;
    internal const uint EPOLLHUP = 0x010;
    internal const uint EPOLLRDHUP = 0x2000;
    internal const uint EPOLLONESHOT = 1u << 30;
    internal const uint EPOLLET = 1u << 31;

    internal const int MSG_NOSIGNAL = 0x4000;

    internal const int SOCK_CLOEXEC = 0x80000;
    internal const int SOCK_NONBLOCK = 0x800;

    internal const int AF_INET = 2;
    internal const int AF_INET6 = 10;

    internal const int EPERM = 1;
    internal const int ENOENT = 2;
    internal const int EINTR = 4;
    internal const int EAGAIN = 11;
    internal const int EACCES = 13;
    internal const int EEXIST = 17;
    internal const int EINVAL = 22;
    internal const int ENFILE = 23;
    internal const int EMFILE = 24;
    internal const int EPIPE = 32;
    internal const int EAFNOSUPPORT = 97;
    internal const int EADDRINUSE = 98;
    internal const int EADDRNOTAVAIL = 99;
    internal const int ENETDOWN = 100;
    internal const int ENETUNREACH = 101;
    internal const int ENETRESET = 102;
    internal const int ECONNABORTED = 103;
    internal const int ECONNRESET = 104;
    internal const int ENOBUFS = 105;
    internal const int ENOTCONN = 107;
    internal const int ETIMEDOUT = 110;
    internal const int ECONNREFUSED = 111;
    internal const int EHOSTDOWN = 112;
    internal const int EHOSTUNREACH = 113;
    internal const int EALREADY = 114;
    internal const int EINPROGRESS = 115;

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int poll(pollfd* fds, nuint nfds, int timeout);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial SafeDescriptor eventfd(uint initval, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial SafeDescriptor timerfd_create(int clockid, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int timerfd_settime(SafeDescriptor fd, int flags, itimerspec* new_value, itimerspec* old_value);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial nint read(SafeDescriptor fd, void* buf, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial nint write(SafeDescriptor fd, void* buf, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial nint recv(SafeSocketHandle sockfd, byte* buf, nuint len, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial nint send(SafeSocketHandle sockfd, byte* buf, nuint len, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int connect(SafeSocketHandle sockfd, byte* addr, uint addrlen);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int accept4(SafeSocketHandle sockfd, byte* addr, uint* addrlen, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int getsockname(SafeSocketHandle sockfd, byte* addr, uint* addrlen);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int close(nint fd);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial SafeDescriptor epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int epoll_ctl(SafeDescriptor epfd, int op, int fd, byte* @event);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int epoll_wait(SafeDescriptor epfd, byte* events, int maxevents, int timeout);

#pragma warning disable CS8981 // The C name.
    [StructLayout(LayoutKind.Sequential)]
    internal struct pollfd
    {
        public int fd;
        public short events;
        public short revents;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct timespec
    {
        public nint tv_sec;
        public nint tv_nsec;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct itimerspec
    {
        public timespec it_interval;
        public timespec it_value;
    }
#pragma warning restore CS8981

    /// <summary>A descriptor that is closed with its last owner.</summary>
    internal sealed class SafeDescriptor : SafeHandleMinusOneIsInvalid
    {
        public SafeDescriptor()
            : base(ownsHandle: true)
        {
        }

        protected override bool ReleaseHandle() => close(handle) == 0;
    }
}
