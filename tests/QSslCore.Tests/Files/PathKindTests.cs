using QSslCore.Tests.Support;

namespace QSslCore.Tests.Files;

/// <summary>Paths of kinds that some systems treat in ways of their own: files are found by them, and by no others.</summary>
public sealed class PathKindTests
{
    [Theory]
    [InlineData("long")]
    [InlineData("letters of other languages")]
    [InlineData("on a server")]
    [InlineData("from the drive")]
    public void Certificates_and_keys_are_read_by_it(string kind)
    {
        // Temporary files may be on another drive than the current folder.
        using TestFiles files = new(kind == "from the drive" ? Environment.CurrentDirectory : null);
        string folder = kind switch
        {
            // Beyond MAX_PATH of Windows, by names that are not too long for any system.
            "long" => string.Join('/', Enumerable.Repeat(new string('x', 60), 6)),
            "letters of other languages" => "Zürich 東京",
            _ => "plain",
        };
        (string chain, string key) = files.Write($"{folder}/server", TestPki.Server);
        foreach (string path in (string[])[chain, key])
            Assert.True(File.Exists(path), path);
        (chain, key) = (Spelled(kind, chain), Spelled(kind, key));
        Assert.Equal(TestPki.Server.Chain, QSslCertificate.FromFile(chain));
        Assert.Equal(TestPki.Server.Chain, QSslCertificate.FromPath(chain));
        Assert.Equal(TestPki.Server.Key, KeyReader.ReadFile(key, null, default).Key);
    }

    [Fact]
    public void The_case_of_a_name_counts_where_the_system_says_so()
    {
        using TestFiles files = new();
        string chain = files.Write("server.pem", TestPki.Server.ChainPem), other = files.PathOf("SERVER.PEM");
        QSslCertificate[] expected = File.Exists(other) ? TestPki.Server.Chain : [];
        Assert.Equal(expected, QSslCertificate.FromPath(other));
        Assert.Equal(TestPki.Server.Chain, QSslCertificate.FromPath(chain));
    }

    private static string Spelled(string kind, string path)
    {
        if (kind is not ("on a server" or "from the drive"))
            return path;
        if (!OperatingSystem.IsWindows())
            Assert.Skip("needs drives and servers in paths, which only Windows has");
        string drive = Path.GetPathRoot(path)!, rest = path[drive.Length..];
        if (kind == "from the drive")
            return @"\" + rest;
        string shared = $@"\\localhost\{drive[0]}$\{rest}";
        if (!File.Exists(shared))
            Assert.Skip("needs the share of the whole drive, which is not there or not for this user");
        return shared;
    }
}
