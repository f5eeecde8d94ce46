using QSslCore.Tests.Support;

namespace QSslCore.Tests.Guards;

/// <summary>Nobody changes what callers compile against without saying so.</summary>
public sealed class ApiTests
{
    [Fact]
    public void The_public_surface_is_the_one_that_was_written_down()
    {
        string path = Repository.PathOf("tests", "QSslCore.Tests", "Guards", "QSslCore.api.txt");
        CommittedText.Compare(path, ApiListing.Of(typeof(QSslSocket).Assembly));
    }
}
