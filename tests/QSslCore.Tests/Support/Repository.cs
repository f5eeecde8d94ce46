namespace QSslCore.Tests.Support;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release: the configuration of the tests and of the other projects.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Returns the files of a folder without build output.</summary>
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
