using QSslCore.Probing.Catalog;

namespace QSslCore.Tests.Probing;

/// <summary>A host that says nothing is waited for a few times side by side, and nothing is concluded from it.</summary>
public sealed class SilentHostTests
{
    private static ModelServer Classic => new()
    {
        Suites = new() { [TlsVersion.Tls11] = [0xC014, 0x002F], [TlsVersion.Tls12] = [0xC030, 0x002F] },
        ClassicGroups = [29, 23],
    };

    /// <summary>A hello for each version, and a short one for all of them: not one for each.</summary>
    [Fact]
    public async Task A_host_that_never_says_a_word_is_not_asked_version_by_version_again()
    {
        SslHostProfile profile = await new ModelHost(Classic)
        {
            OnTheWay = (_, _) => [], HangsAfterAnswer = true, IsMuteWhereItChokes = true, AnswerLimit = TimeSpan.FromMilliseconds(20),
        }.RunAsync();

        Assert.NotEmpty(profile.Failure);
        Assert.All(profile.Protocols, row => Assert.Equal("Unknown", row.Status));
        Assert.All(profile.Protocols, row => Assert.Contains("no answer came within", row.Reason, StringComparison.Ordinal));
        Assert.Equal(TlsVersion.All.Count + 1, profile.Connections);
    }

    /// <summary>Where the short one is answered, the other versions are asked with short ones, too.</summary>
    [Fact]
    public async Task A_host_that_is_silent_at_long_hellos_is_asked_with_short_ones()
    {
        ModelServer server = Classic with { ChokesOn = hello => hello.SupportedVersions.Length > 0 || hello.Suites.Length > 64 };
        SslHostProfile profile = await new ModelHost(server)
        {
            OnTheWay = (_, answer) => answer[0] == 21 ? [] : answer,
            HangsAfterAnswer = true, IsMuteWhereItChokes = true, AnswerLimit = TimeSpan.FromMilliseconds(200),
        }.RunAsync(SslProfileSections.Protocols);

        Assert.Equal("", profile.Failure);
        Assert.Equal(["TLS 1.1", "TLS 1.2"], profile.Protocols.Where(row => row.Status == "Accepted").Select(row => row.Version));
    }
}
