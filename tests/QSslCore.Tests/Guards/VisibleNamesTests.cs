using QSslCore.Tests.Support;

namespace QSslCore.Tests.Guards;

public sealed class VisibleNamesTests
{
    /// <summary>Where the raw name is the value, or is compared and not shown.</summary>
    private static readonly string[] s_ofValues = ["QSslCertificate.Facts.cs", "GetSslCaCertificateCommand.cs"];

    [Fact]
    public void Messages_have_the_visible_name_of_a_certificate()
    {
        string[] files = [.. Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)];
        string[] raw = [.. files.Where(file => !s_ofValues.Contains(Path.GetFileName(file)))
            .Where(file => File.ReadAllText(file).Contains(".SubjectDisplayName", StringComparison.Ordinal)
                || File.ReadAllText(file).Contains(".IssuerDisplayName", StringComparison.Ordinal))];

        Assert.True(files.Length > 100);
        Assert.Empty(raw);
    }
}
