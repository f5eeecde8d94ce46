using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace QSslCore;

/// <summary>Reads files with certificates and keys.</summary>
internal static partial class FileBytes
{
    /// <summary>No certificate file is larger than this. A device may send data without end.</summary>
    private const int Limit = 64 << 20;

    /// <summary>The time is long enough for a person to write a key to a pipe. A pipe without a writer must not block.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <param name="path">The path of the file.</param>
    /// <param name="data">The contents of the file.</param>
    /// <param name="failure">The reason of a failure, as a part of a sentence with "it" for the file.</param>
    /// <param name="patience">The time to wait for the end of a pipe. The default is ten seconds.</param>
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

    /// <summary>Returns the rest of a stream. The stream stays open.</summary>
    /// <exception cref="InvalidDataException">The data is larger than any file of certificates.</exception>
    public static byte[] ReadAll(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadToLimit(stream, null) ?? throw new InvalidDataException($"There is more to read than {Limit >> 20} MiB.");
    }

    /// <param name="path">The path of the file.</param>
    /// <param name="waiting">The handle to wait for before each read; null for a regular file, whose bytes are all available.</param>
    private static FileStream Open(string path, out SafeFileHandle? waiting)
    {
        waiting = null;
        if (!OperatingSystem.IsWindows() && !Directory.Exists(path) && OpenAtOnce(path) is { } handle)
        {
            FileStream file = new(handle, FileAccess.Read, bufferSize: 0);
            waiting = file.CanSeek ? null : handle;
            return file;
        }

        // If that failed, .NET reports the reason with its own exceptions.
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    }

    // File.ReadAllBytes is not suitable: a pipe has no length, and a key must not stay in buffers that were replaced by larger ones.
    /// <returns>Null if the data is too large.</returns>
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
