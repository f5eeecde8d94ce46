using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using QSslCore.Tests.Support;
using QSslCore.Tls.OpenSsl;

namespace QSslCore.Tests.Backends;

/// <summary>Where OpenSSL is looked for, and where not: a library that lies where somebody happens to work is not his.</summary>
public sealed class OpenSslPlacesTests
{
    [Fact]
    public void A_search_path_has_only_places_that_are_named_in_full()
    {
        string place = Path.GetFullPath("place"), other = Path.GetFullPath("other place");
        string path = string.Join(Path.PathSeparator, "", ".", $"\"{place}\"", "bin", $" {other} ", Path.Combine("..", "lib"));
        Assert.Equal([place, other], OpenSslPlaces.Directories(path));
        Assert.Empty(OpenSslPlaces.Directories(null));
    }

    [Fact]
    public void What_is_there_is_found_in_the_order_of_the_places()
    {
        using TestFiles files = new();
        string older = files.Write(Path.Combine("first", OpenSslPlaces.Names[^1]), ""),
            newer = files.Write(Path.Combine("second", OpenSslPlaces.Names[0]), "");
        files.Write(Path.Combine("second", "readme.txt"), "");
        string[] places = [files.PathOf("none"), files.PathOf("first"), files.PathOf("second")];
        Assert.Equal([older, newer], OpenSslPlaces.In(places));
        Assert.Equal(OpenSslPlaces.Names.Select(name => Path.Combine(places[2], name)), OpenSslPlaces.Chosen(places[2]));
        Assert.Equal([newer], OpenSslPlaces.Chosen(newer));
    }

    /// <summary>A bare name is searched for in the current directory by these systems.</summary>
    [Fact]
    public void No_bare_name_is_tried_where_it_could_mean_the_current_directory()
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
            Assert.All(OpenSslPlaces.Candidates, candidate => Assert.True(Path.IsPathFullyQualified(candidate), candidate));
        else
            Assert.Contains(OpenSslPlaces.Names[^1], OpenSslPlaces.Candidates);
    }

    /// <summary>Each is one that is used, by its C name: a part that nobody uses may be missing.</summary>
    [Fact]
    public void Of_each_part_that_may_be_missing_a_function_is_looked_for()
    {
        HashSet<string> used = [.. typeof(OpenSslFunctions).Assembly.GetTypes()
            .Where(t => t.Namespace == typeof(OpenSslFunctions).Namespace)
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.NonPublic))
                .Where(m => m.GetCustomAttribute<LibraryImportAttribute>() is not null).Select(m => m.Name)];
        Assert.True(used.Count > 100, $"only {used.Count} imports were found");
        Assert.All(OpenSslFunctions.OfParts, name => Assert.Contains(name, used));
        if (!OperatingSystem.IsLinux())
            return;
        nint other = NativeLibrary.Load(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "libSystem.Native.so"));
        Assert.Equal(OpenSslFunctions.OfParts[0], OpenSslFunctions.FirstMissing(other, other));
        NativeLibrary.Free(other);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_library_that_others_may_have_changed_is_refused()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("needs modes of files, which Windows does not have");
        using TestFiles files = new();
        string ssl = files.Write("libssl.so.3", ""), crypto = files.Write("libcrypto.so.3", "");
        Assert.Null(OpenSslLibrary.Distrust(ssl));
        Assert.Null(OpenSslLibrary.Distrust(files.PathOf("libssl.so.4")));
        File.SetUnixFileMode(crypto, File.GetUnixFileMode(crypto) | UnixFileMode.GroupWrite);
        string? said = OpenSslLibrary.Distrust(ssl);
        Assert.Contains($"'{ssl}', which the environment variable QSSL_OPENSSL_LIBRARY names, is not loaded: ", said,
            StringComparison.Ordinal);
        Assert.Contains($"other users may write '{crypto}'", said, StringComparison.Ordinal);
    }
}
