using PublicApiGenerator;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Guards;

/// <summary>What callers compile against changes only together with the list of it, nullability included.</summary>
public sealed class ApiTests
{
    // Made for each list: the generator notes in it what it lists.
    private static ApiGeneratorOptions Options => new()
    {
        IncludeAssemblyAttributes = false,
        // The parity page has these.
        ExcludeAttributes = ["QSslCore.QtMemberAttribute"],
        DenyNamespacePrefixes = [],
    };

    [Fact]
    public void The_public_surface_is_the_one_that_was_written_down()
    {
        string path = Repository.PathOf("tests", "QSslCore.Tests", "Guards", "QSslCore.api.txt");
        CommittedText.Compare(path, typeof(QSslSocket).Assembly.GeneratePublicApi(Options).ReplaceLineEndings("\n") + "\n");
    }

    [Fact]
    public void The_list_tells_what_may_be_null()
    {
        string list = typeof(QSslSocket).GeneratePublicApi(Options);
        Assert.Contains("QSslCore.QSslAlert? LastAlert { get; }", list, StringComparison.Ordinal);
        Assert.Contains("string PeerVerifyName { get; set; }", list, StringComparison.Ordinal);
    }
}
