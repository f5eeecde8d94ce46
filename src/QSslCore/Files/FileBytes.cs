using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace QSslCore;

/// <summary>Reads the files that certificates and keys come in.</summary>
internal static partial class FileBytes
{
    /// <summary>No certificate file is that large; a device that never ends is.</summary>
    private const int Limit = 64 << 20;

    /// <summary>Long enough for a person to write a key into a pipe; a pipe without a writer must not be waited for.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <param name="path">The file's path.</param>
    /// <param name="data">Its bytes.</param>
    /// <param name="failure">Why there are none, as a sentence part with "it" for the file.</param>
    /// <param name="patience">How long the end of a pipe is waited for; ten seconds unless told.</param>
    public static bool TryRead(string path, out byte[] data, out string failure, TimeSpan? patience = null)
    {
        data = [];
        failure = "";
        try
        {
            using FileStream file = Open(path, out SafeFileHandle? waiting);
            long start = Stopwatch.GetTimestamp();
            if (ReadToLimit(file, waiting is null ? null : () => WaitForBytes(waiting, start, patience ?? s_patience)) is { } read)
                data = read;
            else
                failure = $"it is larger than {Limit >> 20} MiB";
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            failure = "it does not exist";
        }
        catch (UnauthorizedAccessException)
        {
            failure = Directory.Exists(path) ? "it is a directory" : "access to it is denied";
        }
        catch (TimeoutException e)
        {
            failure = e.Message;
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            failure = $"it cannot be read: {InputEcho.Within(e.Message, path).TrimEnd('.')}";
        }

        if (failure.Length > 0)
            data = [];
        return failure.Length == 0;
    }

    /// <summary>What is left of a stream, which stays open.</summary>
    /// <exception cref="InvalidDataException">It is more than any file of certificates.</exception>
    public static byte[] ReadAll(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadToLimit(stream, null) ?? throw new InvalidDataException($"There is more to read than {Limit >> 20} MiB.");
    }

    /// <param name="path">The file's path.</param>
    /// <param name="waiting">What is to be waited for before each read; null for a file, which has all its bytes.</param>
    private static FileStream Open(string path, out SafeFileHandle? waiting)
    {
        waiting = null;
        if (!OperatingSystem.IsWindows() && !Directory.Exists(path) && OpenAtOnce(path) is { } handle)
        {
            FileStream file = new(handle, FileAccess.Read, bufferSize: 0);
            waiting = file.CanSeek ? null : handle;
            return file;
        }

        // Where that failed .NET says why, in its own exceptions.
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    }

    // Not File.ReadAllBytes: a pipe has no length, and a key must not be left behind in buffers that were outgrown.
    /// <returns>Null when it is too much.</returns>
    private static byte[]? ReadToLimit(Stream file, Action? beforeRead)
    {
        long left = file.CanSeek ? file.Length - file.Position : 0;
        if (left > Limit)
            return null;
        byte[] buffer = new byte[left > 0 ? (int)left + 1 : 64 << 10];
        int count = 0;
        while (true)
        {
            beforeRead?.Invoke();
            int read = file.Read(buffer, count, buffer.Length - count);
            if (read == 0)
                break;
            count += read;
            if (count > Limit)
            {
                Array.Clear(buffer);
                return null;
            }

            if (count == buffer.Length)
                Grow(ref buffer);
        }

        byte[] data = buffer[..count];
        Array.Clear(buffer);
        return data;
    }

    private static void Grow(ref byte[] buffer)
    {
        byte[] larger = new byte[buffer.Length * 2];
        buffer.CopyTo(larger, 0);
        Array.Clear(buffer);
        buffer = larger;
    }
}
