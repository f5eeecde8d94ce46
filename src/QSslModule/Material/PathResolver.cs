using System.Management.Automation;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace QSslModule;

/// <summary>PowerShell paths as the file system's: drives, wildcards, the current location of the session.</summary>
internal static class PathResolver
{
    /// <summary>Existing files that a path names.</summary>
    /// <exception cref="MaterialException">There are none, or they are not in the file system.</exception>
    public static IReadOnlyList<string> Existing(PSCmdlet cmdlet, string path, bool literal)
    {
        try
        {
            if (string.IsNullOrWhiteSpace(path))
                throw new ItemNotFoundException("An empty text names no file.");
            ProviderInfo provider;
            IEnumerable<string> found;
            if (literal)
            {
                string single = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _);
                found = File.Exists(single) ? [single] : throw new ItemNotFoundException($"There is no file '{single}'.");
            }
            else
            {
                found = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out provider);
            }
            CheckProvider(provider, path);
            string[] files = [.. found.Where(File.Exists)];
            return files.Length > 0 ? files : throw new ItemNotFoundException($"'{path}' names no file.");
        }
        catch (Exception e) when (e is SessionStateException or WildcardPatternException or ProviderInvocationException or PSArgumentException)
        {
            throw new MaterialException(ErrorRecords.Make(
                ErrorIds.FileNotFound, ErrorCategory.ObjectNotFound, path, e.Message, "Check the path and the current location.", e));
        }
    }

    /// <summary>Where a file is to be written.</summary>
    /// <exception cref="MaterialException">It is not in the file system.</exception>
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
            throw new MaterialException(ErrorRecords.Make(
                ErrorIds.FileNotFound, ErrorCategory.ObjectNotFound, path, e.Message, "Check the path.", e));
        }
    }

    private static void CheckProvider(ProviderInfo provider, string path)
    {
        if (provider.Name != "FileSystem")
        {
            throw new MaterialException(ErrorRecords.Make(
                ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, path,
                $"'{path}' is not in the file system but in the provider '{provider.Name}'.", "Give a path to a file."));
        }
    }
}
