namespace QSslCore;

/// <summary>Reads the files that certificates and keys come in.</summary>
internal static class FileBytes
{
    /// <summary>No certificate file is that large; a device that never ends is.</summary>
    private const int Limit = 64 << 20;

    /// <param name="path">The file's path.</param>
    /// <param name="data">Its bytes.</param>
    /// <param name="failure">Why there are none, as a sentence part with "it" for the file.</param>
    public static bool TryRead(string path, out byte[] data, out string failure)
    {
        data = [];
        failure = "";
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            data = ReadToLimit(file);
            if (data.Length > Limit)
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
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            failure = $"it cannot be read: {e.Message}";
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
        byte[] data = ReadToLimit(stream);
        return data.Length <= Limit ? data : throw new InvalidDataException($"There is more to read than {Limit >> 20} MiB.");
    }

    // Not File.ReadAllBytes: a pipe has no length, and a key must not be left behind in buffers that were outgrown.
    private static byte[] ReadToLimit(Stream file)
    {
        byte[] buffer = new byte[file.CanSeek && file.Length - file.Position is > 0 and <= Limit and long left ? (int)left + 1 : 64 << 10];
        int count = 0;
        while (true)
        {
            int read = file.Read(buffer, count, buffer.Length - count);
            if (read == 0)
                break;
            count += read;
            if (count > Limit)
                break;
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
