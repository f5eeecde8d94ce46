using System.Text;

namespace QSslModule;

/// <summary>Writes a file beside the place where it belongs and then gives it its name: a reader sees the old text or the new, never half.</summary>
internal static class FileReplacement
{
    /// <exception cref="IOException">It cannot be written; what was there is there still.</exception>
    public static void Write(string path, string text, bool overwriteReadOnly)
    {
        // A link keeps pointing where it did.
        string target = (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? path;
        FileInfo old = new(target);
        if (old is { Exists: true, IsReadOnly: true } && !overwriteReadOnly)
            throw new UnauthorizedAccessException($"The file '{target}' is read-only.");
        string beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(target))!, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            File.WriteAllText(beside, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            if (old.Exists && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(beside, old.UnixFileMode);
            else if (old is { Exists: true, IsReadOnly: true })
                old.IsReadOnly = false;
            File.Move(beside, target, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
