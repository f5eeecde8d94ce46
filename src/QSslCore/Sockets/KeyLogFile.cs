namespace QSslCore.Sockets;

/// <summary>Appends to key logs, whole lines at a time, for the eyes of the owner alone.</summary>
internal static class KeyLogFile
{
    private static readonly Lock s_lock = new();

    /// <summary>A file that cannot be written is worth a warning and no connection.</summary>
    public static void Append(string path, string line)
    {
        try
        {
            lock (s_lock)
            {
                FileStreamOptions options = new() { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite };
                if (!OperatingSystem.IsWindows())
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                using StreamWriter writer = new(path, options);
                writer.Write(line + "\n");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            QtLog.Warn($"The key log '{path}' cannot be written: {e.Message}");
        }
    }
}
