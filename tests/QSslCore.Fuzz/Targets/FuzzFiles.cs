namespace QSslCore.Fuzz.Targets;

/// <summary>Inputs that are files: those of the corpus, and those that a run has found.</summary>
internal static class FuzzFiles
{
    /// <summary>A file, or the files of a folder and of those below.</summary>
    public static IEnumerable<string> Under(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        : [path];

    /// <summary>Reads a file.</summary>
    /// <param name="target">The reader.</param>
    /// <param name="path">The file.</param>
    /// <param name="limit">How long it may take; a second if null.</param>
    /// <returns>What is wrong; null for nothing.</returns>
    public static string? Read(FuzzTarget target, string path, TimeSpan? limit = null)
    {
        byte[] input = File.ReadAllBytes(path);
        try
        {
            target.Run(input.AsSpan(0, Math.Min(input.Length, FuzzTarget.MaxLength)), limit);
            return null;
        }
#pragma warning disable CA1031 // Whatever is thrown is what is looked for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e.ToString();
        }
    }
}
