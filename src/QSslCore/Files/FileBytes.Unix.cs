using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace QSslCore;

// Pipes and terminals have names like files. A program that opens or reads one waits for the other end.
internal static partial class FileBytes
{
    /// <summary>Opens a file of any kind without waiting; null if it cannot be opened.</summary>
    private static SafeFileHandle? OpenAtOnce(string path)
    {
        // A name with a zero is not valid. C would read only the part before the zero.
        SafeFileHandle? handle = path.Contains('\0', StringComparison.Ordinal)
            ? null
            : NativeFile.open(path, NativeFile.O_RDONLY | NativeFile.O_NONBLOCK | NativeFile.O_CLOEXEC);
        if (handle is { IsInvalid: false })
            return handle;
        handle?.Dispose();
        return null;
    }

    /// <exception cref="TimeoutException">No data arrived in time.</exception>
    /// <exception cref="IOException">The wait failed.</exception>
    private static unsafe void WaitForBytes(SafeFileHandle file, long start, TimeSpan patience)
    {
        bool isHeld = false;
        try
        {
            file.DangerousAddRef(ref isHeld);
            NativeFile.pollfd wanted = new() { fd = (int)file.DangerousGetHandle(), events = NativeFile.POLLIN };
            while (true)
            {
                TimeSpan left = patience - Stopwatch.GetElapsedTime(start);
                int ready = left > TimeSpan.Zero ? NativeFile.poll(&wanted, 1, (int)Math.Ceiling(left.TotalMilliseconds)) : 0;
                if (ready > 0)
                    return;
                if (ready == 0)
                    throw new TimeoutException("it is not a file but a pipe or a device, and did not come to its end "
                        + $"in {patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds");
                if (Marshal.GetLastPInvokeError() is not NativeFile.EINTR and int error)
                    throw new IOException(new Win32Exception(error).Message);
            }
        }
        finally
        {
            if (isHeld)
                file.DangerousRelease();
        }
    }
}
