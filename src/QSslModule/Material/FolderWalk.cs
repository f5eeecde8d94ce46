namespace QSslModule;

/// <summary>Lists the files of a folder in the order of their names. It does not follow links to folders, because they can form
/// a loop.</summary>
internal static class FolderWalk
{
    /// <param name="folder">The folder to list.</param>
    /// <param name="recurse">Whether to include subfolders.</param>
    /// <returns>Each file, and each folder that cannot be read, with the reason.</returns>
    public static IEnumerable<(string Path, string? Failure)> Files(string folder, bool recurse)
    {
        Stack<string> ahead = new([folder]);
        while (ahead.TryPop(out string? at))
        {
            (FileSystemInfo[] entries, string? failure) = EntriesOf(at);
            if (failure is not null)
                yield return (at, failure);
            foreach (FileSystemInfo entry in entries)
            {
                if (entry is FileInfo)
                    yield return (entry.FullName, null);
            }
            if (!recurse)
                yield break;
            foreach (FileSystemInfo entry in entries.Reverse())
            {
                if (entry is DirectoryInfo && entry.LinkTarget is null)
                    ahead.Push(entry.FullName);
            }
        }
    }

    private static (FileSystemInfo[] Entries, string? Failure) EntriesOf(string folder)
    {
        try
        {
            FileSystemInfo[] entries = new DirectoryInfo(folder).GetFileSystemInfos();
            Array.Sort(entries, (one, other) => string.CompareOrdinal(one.Name, other.Name));
            return (entries, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            return ([], $"The folder '{folder}' cannot be read: {e.Message}");
        }
    }
}
