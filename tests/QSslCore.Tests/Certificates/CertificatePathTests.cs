using System.Text.RegularExpressions;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Certificates;

public sealed class CertificatePathTests
{
    [Theory]
    [InlineData("a.pem", "a.pem")]
    [InlineData("none.pem", "")]
    [InlineData("sub", "")]
    [InlineData("", "")]
    [InlineData("*.pem", "")]
    public void A_fixed_string_is_one_file(string path, string found) => Check(PatternSyntax.FixedString, path, found);

    [Theory]
    [InlineData("a.pem", "a.pem")]
    [InlineData("*.pem", "a.pem b.pem")]
    [InlineData("?.pem", "a.pem b.pem")]
    [InlineData("[bc].pem", "b.pem")]
    [InlineData("[!b].pem", "a.pem")]
    [InlineData("[a-b].p*", "a.pem a.pemx b.pem")]
    [InlineData("*/*.pem", "sub/c.pem")]
    [InlineData("s*b/c.pem", "sub/c.pem")]
    [InlineData("sub/*", "sub/c.pem sub/d.crt")]
    [InlineData("*/*/*", "sub/deep/e.pem")]
    [InlineData("*", "a.pem a.pemx b.pem")]
    [InlineData("none/*", "")]
    [InlineData("[", "")]
    [InlineData("[]", "")]
    [InlineData("[z-a].pem", "")]
    [InlineData("[]a].pem", "a.pem")]
    [InlineData("[!]b].pem", "a.pem")]
    public void A_wildcard_matches_whole_paths_and_crosses_no_slash(string path, string found) =>
        Check(PatternSyntax.Wildcard, path, found);

    [Theory]
    [InlineData(@".*\.pem", "a.pem b.pem sub/c.pem sub/deep/e.pem")]
    [InlineData(@"[ab]\.pem", "a.pem b.pem")]
    [InlineData(@"sub/.\.crt", "sub/d.crt")]
    [InlineData("sub", "")]
    public void A_regular_expression_matches_whole_paths(string path, string found) => Check(PatternSyntax.RegularExpression, path, found);

    [Fact]
    public void A_regular_expression_that_is_none_is_an_argument_error_that_does_not_repeat_it()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => QSslCertificate.FromPath("hunter2(", EncodingFormat.Pem, PatternSyntax.RegularExpression));
        Assert.Equal("path", error.ParamName);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_regular_expression_that_takes_for_ever_is_given_up()
    {
        using TestFiles files = new();
        files.Write(new string('a', 60), "x");
        Assert.Throws<ArgumentException>(() => CertificatePath.Files(Regex.Escape(Slashed(files.Directory))
            + "/(a+)+b", PatternSyntax.RegularExpression));
    }

    [Fact]
    public void Links_to_directories_are_followed_but_not_in_circles()
    {
        Needs.DirectoryLinks();
        using TestFiles files = Tree();
        Directory.CreateSymbolicLink(files.PathOf("sub/again"), files.Directory);
        Directory.CreateSymbolicLink(files.PathOf("zweig"), files.PathOf("sub"));

        Assert.Equal([Slashed(files.PathOf("zweig/c.pem"))], CertificatePath.Files(files.PathOf("z*/*.pem"), PatternSyntax.Wildcard));
        Assert.Equal(
            ["a.pem", "b.pem", "sub/c.pem", "sub/deep/e.pem", "zweig/c.pem", "zweig/deep/e.pem"],
            CertificatePath.Files(Regex.Escape(Slashed(files.Directory)) + @"/.*\.pem", PatternSyntax.RegularExpression)
                .Select(path => Slashed(Path.GetRelativePath(files.Directory, path))));
    }

    [Fact]
    public void Certificates_come_from_all_files_and_other_files_are_passed_over()
    {
        using TestFiles files = Tree();
        files.Write("c1/one.pem", TestPki.Server.ChainPem);
        files.Write("c1/two.pem", TestPki.Root.Certificate.ToPem());
        files.Write("c1/three.pem", TestPki.Root.KeyPem);

        Assert.Equal(
            [.. TestPki.Server.Chain, TestPki.Root.Certificate],
            QSslCertificate.FromPath(files.PathOf("c?/*.pem"), EncodingFormat.Pem, PatternSyntax.Wildcard));
        Assert.Empty(QSslCertificate.FromPath(files.PathOf("c1")));
        Assert.Equal(2, QSslCertificate.FromPath(files.PathOf("c1/one.pem")).Count);
    }

    private static void Check(PatternSyntax syntax, string pattern, string found)
    {
        using TestFiles files = Tree();
        string prefix = syntax == PatternSyntax.RegularExpression ? Regex.Escape(Slashed(files.Directory)) : files.Directory;
        IReadOnlyList<string> actual = CertificatePath.Files(pattern.Length == 0 ? "" : $"{prefix}/{pattern}", syntax);
        Assert.Equal(
            found.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                actual.Select(path => Path.GetRelativePath(files.Directory, path).Replace('\\', '/')));
    }

    /// <summary>A path as expressions spell it on every system: in them a backslash means something else.</summary>
    private static string Slashed(string path) => OperatingSystem.IsWindows() ? path.Replace('\\', '/') : path;

    private static TestFiles Tree()
    {
        TestFiles files = new();
        foreach (string name in new[] { "a.pem", "b.pem", "a.pemx", "sub/c.pem", "sub/d.crt", "sub/deep/e.pem" })
            files.Write(name, "x");
        return files;
    }
}
