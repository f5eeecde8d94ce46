namespace QSslCore.Tests.Support;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release: what the tests were built as, and so the other projects with them.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The files of a folder, without what was built.</summary>
    public static IEnumerable<string> Files(string folder, string pattern, bool isDeep = true) =>
        Directory.EnumerateFiles(PathOf(folder), pattern, isDeep ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "artifacts" or "out"));

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "QSslModule.slnx")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException(
            $"{AppContext.BaseDirectory} lies in no checkout of the repository.");
    }
}
