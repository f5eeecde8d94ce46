using QSslCore.Files;

namespace QSslModule;

/// <summary>A file that is there whole or not at all: written under another name beside its place, then renamed.</summary>
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

    /// <summary>Writes the contents beside the file's place.</summary>
    /// <param name="path">A path of the file system; of a link, what it leads to is replaced, unless another user made the link.</param>
    /// <param name="contents">What it is to hold.</param>
    /// <param name="isSecret">Only its owner may ever read it; another file of Windows has its directory's rights.</param>
    /// <param name="mayReplace">Whether a file that is there already is replaced.</param>
    /// <param name="force">Replaces one that is marked as read-only, too.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public static OutputFile Stage(string path, ReadOnlySpan<byte> contents, bool isSecret, bool mayReplace = true, bool force = false)
    {
        // A link of another user leads to where they want something replaced. The system protects from that only who opens the link.
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

    /// <summary>Puts the file into its place.</summary>
    /// <exception cref="IOException">It cannot be put there.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be put there.</exception>
    public void Commit()
    {
        if (_isDone)
            return;
        if (OperatingSystem.IsWindows() && new FileInfo(_place) is { Exists: true, IsReadOnly: true } place)
            place.IsReadOnly = false;
        File.Move(_staged, _place, _mayReplace);
        _isDone = true;
    }

    /// <summary>Takes away what was not put into its place.</summary>
    public void Dispose()
    {
        if (!_isDone)
            File.Delete(_staged);
        _isDone = true;
    }

    /// <summary>What replaces a file of another user is this user's, and its mode is not the other one's to choose.</summary>
    private static bool KeepsMode(FileInfo place) => place.Exists && !TrustedPath.Here.IsForeign(place.FullName);

    // A renamed file would take the place of the device itself. The memory file system there is none.
    // On Windows the names of devices (NUL, COM1) come out of Path.GetFullPath in this form.
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
