namespace QSslCore.Files;

/// <summary>
/// May other users have changed a file? They may, if they own it, a directory or a link on its way, or may write one of these. What
/// is named here is asked before code, keys, sessions or libraries are taken from a file.
/// </summary>
/// <param name="look">The facts about one path, links not followed; null when nothing is there.</param>
/// <remarks>
/// This user and the system's administrator are trusted. Under sudo this user is root, and the one who called sudo is another user.
/// </remarks>
internal sealed class TrustedPath(Func<string, FileFacts?> look)
{
    private const int MaxLinks = 40;

    private static readonly char[] s_separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    /// <summary>The paths of this machine.</summary>
    public static TrustedPath Here { get; } = new(OperatingSystem.IsWindows() ? WindowsFiles.Look : UnixFiles.Look);

    /// <summary>How other users may have changed a file or directory, as a sentence without its end; null when they cannot have.</summary>
    /// <remarks>Of a file that is missing in a directory that other users cannot write, there is nothing to say.</remarks>
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

    /// <summary>A link of another user on the way to a file, as a sentence without its end; null when there is none.</summary>
    /// <exception cref="IOException">The way cannot be looked at.</exception>
    public string? PlantedLink(string path) => Walk(path)
        .Where(step => step.Facts is { LinkTarget: not null, ForeignOwner: not null })
        .Select(step => $"'{InputEcho.OfPath(step.Path)}' is a link that belongs to {step.Facts!.ForeignOwner}, and is not followed")
        .FirstOrDefault();

    /// <summary>Whether another user owns what is at a path, links not followed.</summary>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    public bool IsForeign(string path) => look(path) is { ForeignOwner: not null };

    /// <summary>A path with each link on its way followed, unless another user made the link.</summary>
    /// <exception cref="IOException">There is a link of another user on the way, or it cannot be looked at.</exception>
    public string Real(string path)
    {
        if (PlantedLink(path) is { } planted)
            throw new IOException($"{planted}.");
        (string at, _, bool isLast) = Walk(path).Last();
        return isLast ? at : throw new DirectoryNotFoundException($"'{InputEcho.OfPath(at)}' does not exist or is not a directory.");
    }

    /// <summary>Each directory and link from the root to the file, as the system goes; it ends at what is not there.</summary>
    private IEnumerable<(string Path, FileFacts? Facts, bool IsLast)> Walk(string path)
    {
        // Not the full path on Unix: ".." behind a link is the parent of where the link leads.
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
