using QSslCore.Files;

namespace QSslModule;

/// <summary>Writes a file completely or not at all: it writes a temporary file in the same folder and renames it.</summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string _place;
    private readonly string _staged;
    private readonly bool _mayReplace;
    private bool _isDone;

    private OutputFile(string place, string staged, bool mayReplace)
    {
        _place = place;
        _staged = staged;
        _mayReplace = mayReplace;
    }

    /// <summary>Writes the contents to a temporary file beside the destination.</summary>
    /// <param name="path">A path of the file system. If it is a link, its target is replaced, unless another user created the link.</param>
    /// <param name="contents">The contents of the file.</param>
    /// <param name="isSecret">Whether only the owner may ever read the file. Other files on Windows inherit the rights of the
    /// folder.</param>
    /// <param name="mayReplace">Whether an existing file is replaced.</param>
    /// <param name="force">Whether a read-only file is replaced, too.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    public static OutputFile Stage(string path, ReadOnlySpan<byte> contents, bool isSecret, bool mayReplace = true, bool force = false)
    {
        // A link of another user may lead to a file that this user wants replaced. The system protects only callers that open the link.
        if (TrustedPath.Here.PlantedLink(path) is { } planted)
            throw new IOException($"{planted}. Write to the place that it leads to, if that is meant, or remove it.");
        path = Path.GetFullPath(path);
        if (IsDevice(path))
            return WriteThrough(path, contents);
        FileInfo place = new(path);
        if (place.LinkTarget is not null)
            place = new(place.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
        if (Directory.Exists(place.FullName))
            throw new IOException($"'{path}' is a directory.");
        if (place.Exists && !mayReplace)
            throw new IOException($"'{path}' is there already.");
        if (place is { Exists: true, IsReadOnly: true } && !force)
            throw new UnauthorizedAccessException($"'{path}' is read-only.");
        string staged = Path.Combine(place.DirectoryName!, $".{place.Name}.{Path.GetRandomFileName()}");
        OutputFile output = new(place.FullName, staged, mayReplace);
        try
        {
            using FileStream file = isSecret ? OwnersFiles.Create(staged) : Create(staged, place);
            file.Write(contents);
            file.Flush(flushToDisk: true);
        }
        catch
        {
            output.Dispose();
            throw;
        }
        return output;
    }

    private static FileStream Create(string staged, FileInfo place)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows() && KeepsMode(place))
            options.UnixCreateMode = place.UnixFileMode;
        return new(staged, options);
    }

    /// <summary>Moves the file to its destination.</summary>
    /// <exception cref="IOException">The file cannot be moved.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the destination is denied.</exception>
    public void Commit()
    {
        if (_isDone)
            return;
        if (OperatingSystem.IsWindows() && new FileInfo(_place) is { Exists: true, IsReadOnly: true } place)
            place.IsReadOnly = false;
        File.Move(_staged, _place, _mayReplace);
        _isDone = true;
    }

    /// <summary>Deletes a temporary file that was not moved to its destination.</summary>
    public void Dispose()
    {
        if (!_isDone)
            File.Delete(_staged);
        _isDone = true;
    }

    /// <summary>A file that replaces one of another user belongs to this user. The other user must not choose its mode.</summary>
    private static bool KeepsMode(FileInfo place) => place.Exists && !TrustedPath.Here.IsForeign(place.FullName);

    // A rename would replace the device itself. The memory file system under /dev is not a device. On Windows, Path.GetFullPath returns the
    // names of devices (NUL, COM1) in this form.
    private static bool IsDevice(string path) => OperatingSystem.IsWindows()
        ? path.StartsWith(@"\\.\", StringComparison.Ordinal)
        : path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);

    private static OutputFile WriteThrough(string path, ReadOnlySpan<byte> contents)
    {
        using FileStream device = new(path, FileMode.Open, FileAccess.Write);
        device.Write(contents);
        return new(path, "", mayReplace: true) { _isDone = true };
    }
}
