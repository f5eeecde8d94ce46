using QSslCore.Tests.Support;
using QSslCore.Tls.OpenSsl;

namespace QSslCore.Tests.Tls;

/// <summary>Where OpenSSL is looked for on systems whose loader would take it from the working directory.</summary>
public sealed class OpenSslPlacesTests
{
    /// <summary>A library that lies in a folder of downloads is not loaded because a shell was opened there.</summary>
    [Fact]
    public void The_working_directory_is_none_of_them()
    {
        string full = Path.GetFullPath("/somewhere");
        string searchPath = string.Join(Path.PathSeparator, "", ".", "relative", "..", $"\"{full}\"", full);
        Assert.Equal([full, full], OpenSslPlaces.DirectoriesOf(searchPath));
        Assert.Empty(OpenSslPlaces.DirectoriesOf(null));
    }

    [Fact]
    public void Files_are_named_in_full_and_the_newer_one_first()
    {
        using TestFiles files = new();
        string older = files.Write("libssl-3.dll", ""), newer = files.Write("libssl-4.dll", "");
        string directory = Path.GetDirectoryName(older)!;
        Assert.Equal([newer, older], OpenSslPlaces.Existing([Path.Combine(directory, "none"), directory], ["libssl-4.dll", "libssl-3.dll"]));
        Assert.Equal(older, Assert.Single(OpenSslPlaces.Existing([directory], ["libssl-3.dll"])));
    }
}
