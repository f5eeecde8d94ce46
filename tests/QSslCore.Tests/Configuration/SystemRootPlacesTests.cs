using System.Runtime.Versioning;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Configuration;

public sealed class SystemRootPlacesTests
{
    [Fact]
    public void A_hashed_directory_is_found_and_spares_the_bundle()
    {
        using TestFiles files = new();
        files.Write("etc/ssl/certs/0a1b2c3d.0", TestPki.Root.Certificate.ToPem());
        files.Write("etc/ssl/certs/ca-certificates.crt", TestPki.Root.Certificate.ToPem());
        SystemRootPlaces places = SystemRootPlaces.Search(files.Directory);

        Assert.Equal([files.Directory + "/etc/ssl/certs"], places.Directories);
        Assert.Empty(places.Files);
        Assert.Equal([TestPki.Root.Certificate], places.Load());
    }

    [Fact]
    public void Without_hashed_names_the_first_bundle_counts()
    {
        using TestFiles files = new();
        files.Write("etc/ssl/certs/ca-certificates.crt", TestPki.Root.Certificate.ToPem() + TestPki.OtherRoot.Certificate.ToPem());
        files.Write("etc/ssl/cert.pem", TestPki.Root.Certificate.ToPem());
        SystemRootPlaces places = SystemRootPlaces.Search(files.Directory);

        Assert.Empty(places.Directories);
        Assert.Equal([files.Directory + "/etc/ssl/certs/ca-certificates.crt"], places.Files);
        Assert.Equal([TestPki.Root.Certificate, TestPki.OtherRoot.Certificate], places.Load());
    }

    [Fact]
    public void One_directory_under_two_names_is_searched_once()
    {
        using TestFiles files = new();
        files.Write("etc/ssl/certs/0a1b2c3d.0", "x");
        Directory.CreateDirectory(files.PathOf("usr/lib/ssl"));
        Directory.CreateSymbolicLink(files.PathOf("usr/lib/ssl/certs"), files.PathOf("etc/ssl/certs"));

        Assert.Equal([files.Directory + "/etc/ssl/certs"], SystemRootPlaces.Search(files.Directory).Directories);
    }

    [Fact]
    public void A_system_without_authorities_has_no_places()
    {
        using TestFiles files = new();
        Assert.True(SystemRootPlaces.Search(files.Directory).IsEmpty);
    }

    [Theory]
    [InlineData(null, null, "d1", "f1")]
    [InlineData("", "", "d1", "f1")]
    [InlineData("x", null, "x", "")]
    [InlineData(null, "y", "d1", "y")]
    [InlineData("x", "y", "x", "y")]
    public void The_environment_replaces_the_places(string? directory, string? file, string directories, string bundles)
    {
        SystemRootPlaces places = new SystemRootPlaces(["d1"], ["f1"])
            .ReplacedBy(name => name == "SSL_CERT_DIR" ? directory : name == "SSL_CERT_FILE" ? file : null);

        Assert.Equal(directories, string.Join(' ', places.Directories));
        Assert.Equal(bundles, string.Join(' ', places.Files));
    }

    [Fact]
    public void Places_that_do_not_exist_or_cannot_be_read_are_passed_over()
    {
        using TestFiles files = new();
        string broken = files.Write("broken.pem", "-----BEGIN CERTIFICATE-----\n" + TestPki.Root.Certificate.ToPem());
        SystemRootPlaces places = new([files.PathOf("none")], [files.PathOf("none.pem"), broken]);

        Assert.Equal([TestPki.Root.Certificate], places.Load());
    }

    [Fact]
    public void Several_directories_are_separated_as_in_a_path() =>
        Assert.Equal(
            ["a", "b"],
            SystemRootPlaces.None.ReplacedBy(name => name == "SSL_CERT_DIR" ? $"a{Path.PathSeparator}b" : null).Directories);

    [Theory]
    [InlineData("SSL_CERT_DIR")]
    [InlineData("SSL_CERT_FILE")]
    [UnsupportedOSPlatform("windows")]
    public void A_place_that_others_may_have_changed_is_left_out_and_not_replaced(string variable)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("needs modes of files, which Windows does not have");
        using TestFiles files = new();
        string open = Directory.CreateDirectory(files.PathOf("open")).FullName;
        List<string> said = [];
        SystemRootPlaces Look() => new SystemRootPlaces(["d1"], ["f1"]).ReplacedBy(name => name == variable ? open : null, said.Add);
        Assert.Contains(open, Look().Directories.Concat(Look().Files));
        Assert.Empty(said);
        File.SetUnixFileMode(open, (UnixFileMode)0b111_101_111);
        SystemRootPlaces places = Look();
        Assert.DoesNotContain(open, places.Directories.Concat(places.Files));
        Assert.DoesNotContain(variable == "SSL_CERT_DIR" ? "d1" : "f1", places.Directories.Concat(places.Files));
        Assert.Contains($"'{open}', which the environment variable {variable} names: other users may write", Assert.Single(said),
            StringComparison.Ordinal);
    }
}
