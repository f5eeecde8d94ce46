using QSslCore.Files;

namespace QSslCore.Sockets;

/// <summary>A key log as one connection writes it: whole lines at the end of the file, which is made for the eyes of its owner
/// alone.</summary>
/// <param name="path">The file, which others may be writing, too.</param>
/// <param name="warn">Told what is wrong with the file.</param>
internal sealed class KeyLogFile(string path, Action<string> warn)
{
    private const UnixFileMode ReadByOthers = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static readonly Lock s_lock = new();

    private bool _isLookedAt;

    /// <summary>A file that cannot be written is worth a warning and no connection.</summary>
    public void Append(string line)
    {
        try
        {
            lock (s_lock)
            {
                string real = TrustedPath.Here.Real(path);
                if (!OperatingSystem.IsWindows() && UnixFiles.RefusalToWrite(real) is { } refusal)
                    throw new IOException(refusal);
                MakeWhereMissing(real);
                FileStreamOptions options = new() { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite };
                if (!OperatingSystem.IsWindows())
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                using StreamWriter writer = new(real, options);
                FileStream file = (FileStream)writer.BaseStream;
                if (!OperatingSystem.IsWindows() && !UnixFiles.IsAt(file.SafeFileHandle, real))
                    throw new IOException("Another file replaced it while it was opened.");
                Judge(file);
                writer.Write(line + "\n");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            warn($"The key log '{InputEcho.Of(path)}' cannot be written: {InputEcho.Within(e.Message, path)}");
        }
    }

    /// <summary>On Windows a file that is appended to cannot be made with an access list.</summary>
    private static void MakeWhereMissing(string place)
    {
        if (!OperatingSystem.IsWindows() || File.Exists(place))
            return;
        try
        {
            OwnersFiles.Create(place).Dispose();
        }
        catch (IOException) when (File.Exists(place))
        {
            // Another process was faster.
        }
    }

    /// <summary>A file that was there before keeps the mode that its owner gave it, which may be what they want.</summary>
    private void Judge(FileStream file)
    {
        if (_isLookedAt)
            return;
        _isLookedAt = true;
        if (TrustedPath.Here.Fault(path) is { } fault)
        {
            warn($"The key log '{InputEcho.OfPath(path)}' is not private to this user: {fault}. The keys in it may go to other users, "
                + "and may have been changed by them.");
        }
        if (OperatingSystem.IsWindows())
            return;
        UnixFileMode mode = File.GetUnixFileMode(file.SafeFileHandle);
        if ((mode & ReadByOthers) != 0)
        {
            warn($"The key log '{path}' can be read by others (its mode is {Convert.ToString((int)mode, toBase: 8)}), and a user who "
                + "reads it can decrypt the connections in it: "
                + $"chmod 600 '{path}' keeps it to its owner.");
        }
    }
}
