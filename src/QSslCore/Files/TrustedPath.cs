namespace QSslCore.Files;

/// <summary>
/// Determines whether other users may have changed a file. They may if they own or can write the file, or a directory or a link on its
/// path. This class is asked before code, keys, sessions or libraries are read from a file.
/// </summary>
/// <param name="look">Returns the facts about one path without following links; null if nothing is there.</param>
/// <remarks>
/// This user and the administrator of the system are trusted. Under sudo this user is root, and the user that called sudo is another user.
/// </remarks>
internal sealed class TrustedPath(Func<string, FileFacts?> look)
{
    private const int MaxLinks = 40;

    private static readonly char[] s_separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    /// <summary>Examines the paths of this machine.</summary>
    public static TrustedPath Here { get; } = new(OperatingSystem.IsWindows() ? WindowsFiles.Look : UnixFiles.Look);

    /// <summary>Returns how other users may have changed a file or directory, as a sentence without its full stop; null if they cannot have
    /// changed it.</summary>
    /// <remarks>There is no fault if a file is missing in a directory that other users cannot write.</remarks>
    public string? Fault(string path)
    {
        try
        {
            string? shared = null;
            foreach ((string at, FileFacts? facts, bool isLast) in Walk(path))
            {
                if (facts is null)
                    return shared;
                if (facts.ForeignOwner is { } owner)
                    return $"'{InputEcho.OfPath(at)}' belongs to {owner}";
                shared = null;
                if (facts.LinkTarget is not null || facts.OpenTo is not { } open)
                    continue;
                shared = $"other users may write '{InputEcho.OfPath(at)}' ({open})";
                if (isLast || !facts.KeepsEntries)
                    return shared;
            }
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"it cannot be found out who may write it: {InputEcho.Within(e.Message, path).TrimEnd('.')}";
        }
    }

    /// <summary>Returns a link of another user on the path of a file, as a sentence without its full stop; null if there is none.</summary>
    /// <exception cref="IOException">The path cannot be examined.</exception>
    public string? PlantedLink(string path) => Walk(path)
        .Where(step => step.Facts is { LinkTarget: not null, ForeignOwner: not null })
        .Select(step => $"'{InputEcho.OfPath(step.Path)}' is a link that belongs to {step.Facts!.ForeignOwner}, and is not followed")
        .FirstOrDefault();

    /// <summary>Determines whether another user owns the object at a path, without following links.</summary>
    /// <exception cref="IOException">The path cannot be examined.</exception>
    public bool IsForeign(string path) => look(path) is { ForeignOwner: not null };

    /// <summary>Returns a path with all links followed, unless another user created one of them.</summary>
    /// <exception cref="IOException">A link on the path belongs to another user, or the path cannot be examined.</exception>
    public string Real(string path)
    {
        if (PlantedLink(path) is { } planted)
            throw new IOException($"{planted}.");
        (string at, _, bool isLast) = Walk(path).Last();
        return isLast ? at : throw new DirectoryNotFoundException($"'{InputEcho.OfPath(at)}' does not exist or is not a directory.");
    }

    /// <summary>
    /// Returns each directory and link from the root to the file, in the order of the system. It ends where nothing exists.
    /// </summary>
    private IEnumerable<(string Path, FileFacts? Facts, bool IsLast)> Walk(string path)
    {
        // On Unix this must not be the full path: ".." after a link is the parent of the link's target.
        string whole = OperatingSystem.IsWindows() ? Path.GetFullPath(path) : Path.Combine(Environment.CurrentDirectory, path);
        Stack<string> ahead = new();
        string at = Start(whole, ahead);
        yield return (at, look(at), ahead.Count == 0);
        for (int links = 0; ahead.TryPop(out string? name);)
        {
            if (name is "." or "..")
            {
                at = name == "." ? at : Path.GetDirectoryName(at) ?? at;
                continue;
            }
            string next = Path.Combine(at, name);
            FileFacts? facts = look(next);
            yield return (next, facts, ahead.Count == 0 && facts?.LinkTarget is null);
            if (facts is null)
                yield break;
            if (facts.LinkTarget is null)
                at = next;
            else if (++links > MaxLinks)
                throw new IOException("There are too many links on its way.");
            else
                at = Start(Path.Combine(at, facts.LinkTarget), ahead);
        }
    }

    private static string Start(string whole, Stack<string> ahead)
    {
        string root = Path.GetPathRoot(whole) is { Length: > 0 } given ? given : throw new IOException($"'{whole}' has no root.");
        foreach (string name in Enumerable.Reverse(whole[root.Length..].Split(s_separators, StringSplitOptions.RemoveEmptyEntries)))
            ahead.Push(name);
        return root;
    }
}
