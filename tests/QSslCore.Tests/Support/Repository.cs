namespace QSslCore.Tests.Support;

/// <summary>The repository that these tests were built from.</summary>
internal static class Repository
{
    private const string Mark = "QSslModule.slnx";

    private static readonly Lazy<string> s_root = new(Find);

    /// <summary>Its top directory: the first one above the test program that holds the solution.</summary>
    public static string Root => s_root.Value;

    private static string Find()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, Mark)))
                return directory.FullName;
        }

        throw new DirectoryNotFoundException($"No directory above {AppContext.BaseDirectory} holds {Mark}.");
    }
}
