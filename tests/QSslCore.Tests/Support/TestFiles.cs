namespace QSslCore.Tests.Support;

/// <summary>A directory for one test. It is deleted with its contents.</summary>
internal sealed class TestFiles(string? place = null) : IDisposable
{
    public string Directory { get; } = place is null
        ? System.IO.Directory.CreateTempSubdirectory("qssl-test-").FullName
        : System.IO.Directory.CreateDirectory(Path.Combine(place, $"qssl-test-{Guid.NewGuid():N}")).FullName;

    public string PathOf(string name) => Path.Combine(Directory, name);

    /// <summary>Writes a file and returns its path. If the name contains a directory, the directory is created.</summary>
    public string Write(string name, string text)
    {
        string path = PathOf(name);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public string Write(string name, byte[] data)
    {
        string path = Write(name, "");
        File.WriteAllBytes(path, data);
        return path;
    }

    /// <summary>Writes an identity as <c>name.pem</c> (the chain) and <c>name.key</c>.</summary>
    public (string Chain, string Key) Write(string name, TestIdentity identity) =>
        (Write(name + ".pem", identity.ChainPem), Write(name + ".key", identity.KeyPem));

    public void Dispose()
    {
        try
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
        catch (UnauthorizedAccessException) when (OperatingSystem.IsWindows())
        {
            // A library that was loaded from the directory can be deleted only after the process has ended.
        }
    }
}
