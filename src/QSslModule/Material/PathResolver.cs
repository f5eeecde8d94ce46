using System.Management.Automation;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace QSslModule;

/// <summary>Converts PowerShell paths to file system paths: drives, wildcards, and the current location of the session.</summary>
internal static class PathResolver
{
    private const string FileSystem = "FileSystem";

    /// <summary>The usual extensions of files with certificates, keys and related data.</summary>
    private static readonly HashSet<string> s_extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".pem", ".crt", ".cer", ".cert", ".der", ".key", ".pub", ".p12", ".pfx", ".p7", ".p7b", ".p7c", ".csr", ".ca-bundle",
        ".txt", ".bin", ".log", ".json", ".xml", ".session", ".ocsp", ".resp",
    };

    /// <summary>Returns the existing files that a path names.</summary>
    /// <param name="cmdlet">The cmdlet whose session resolves the path.</param>
    /// <param name="path">The path, with wildcards unless it is literal.</param>
    /// <param name="literal">Whether the path is literal.</param>
    /// <param name="withFolders">Whether to return folders, too.</param>
    /// <exception cref="MaterialException">No file exists, or the path is not in the file system.</exception>
    public static IReadOnlyList<string> Existing(PSCmdlet cmdlet, string path, bool literal, bool withFolders = false)
    {
        try
        {
            if (string.IsNullOrWhiteSpace(path))
                throw new MaterialException(MaterialErrors.PathIsEmpty());
            ProviderInfo provider;
            IEnumerable<string> found;
            if (literal)
                found = [cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)];
            else
                found = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out provider);
            CheckProvider(provider, path);
            string[] files = [.. found.Where(one => File.Exists(one) || (withFolders && Directory.Exists(one)))];
            return files.Length > 0 ? files
                : throw (!literal && WildcardPattern.ContainsWildcardCharacters(path)
                    ? NoMatch(cmdlet, path)
                    : NotFound(cmdlet, path, "names no file"));
        }
        catch (Exception e) when (e is SessionStateException or WildcardPatternException or ProviderInvocationException
            or PSArgumentException)
        {
            // The message of PowerShell repeats the path, which may be a key.
            throw NotFound(cmdlet, path, e switch
            {
                DriveNotFoundException => "is on a drive that does not exist",
                ProviderNotFoundException => "is in a provider that does not exist",
                WildcardPatternException => "is not a valid wildcard pattern",
                _ => "does not exist",
            });
        }
    }

    /// <summary>Determines whether a text is the path of an existing file, without wildcards.</summary>
    public static bool IsFile(SessionState session, string text)
    {
        // No file system allows a longer path, and an access to the disk takes time.
        const int MaxPathLength = 4096;
        return text.Length is > 0 and <= MaxPathLength && Resolve(session, text) is { } path && File.Exists(path);
    }

    /// <summary>Returns the path of a file to write.</summary>
    /// <exception cref="MaterialException">The path is not in the file system.</exception>
    public static string Output(PSCmdlet cmdlet, string path)
    {
        try
        {
            string resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            CheckProvider(provider, path);
            return resolved;
        }
        catch (Exception e) when (e is DriveNotFoundException or ProviderNotFoundException)
        {
            throw NotFound(cmdlet, path, e is DriveNotFoundException
                ? "is on a drive that does not exist"
                : "is in a provider that does not exist");
        }
    }

    /// <summary>
    /// Determines whether a text that does not name a file looks like a path: by its extension, or by an existing directory.
    /// </summary>
    private static bool IsPathLike(SessionState session, string text)
    {
        if (text.Any(char.IsControl))
            return false;
        if (s_extensions.Contains(Path.GetExtension(text)))
            return true;
        return text.AsSpan().ContainsAny('/', '\\') && Resolve(session, text) is { } path && Directory.Exists(Path.GetDirectoryName(path));
    }

    private static string? Resolve(SessionState session, string text)
    {
        try
        {
            string path = session.Path.GetUnresolvedProviderPathFromPSPath(text, out ProviderInfo provider, out _);
            return provider.Name == FileSystem ? path : null;
        }
        catch (Exception e) when (e is SessionStateException or ProviderInvocationException or PSArgumentException)
        {
            return null;
        }
    }

    /// <summary>Returns the error for a text that does not name a file. The error shows the text only if it looks like a path.</summary>
    private static MaterialException NotFound(PSCmdlet cmdlet, string text, string fault) => new(IsPathLike(cmdlet.SessionState, text)
        ? MaterialErrors.PathNotFound(text, fault)
        : MaterialErrors.TextIsNotAPath(text.Length));

    /// <summary>Returns the error for a pattern that no file matches. It may be a secret with such a character in it.</summary>
    private static MaterialException NoMatch(PSCmdlet cmdlet, string text) => new(IsPathLike(cmdlet.SessionState, text)
        ? MaterialErrors.PathNotFound(text, "matches no file")
        : MaterialErrors.PatternMatchesNothing(text.Length));

    private static void CheckProvider(ProviderInfo provider, string path)
    {
        if (provider.Name != FileSystem)
            throw new MaterialException(MaterialErrors.NotInFileSystem(path, provider.Name));
    }
}
