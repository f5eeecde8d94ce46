using System.Runtime.Versioning;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Configuration;

/// <summary>Which authorities the system trusts, while variables and files change.</summary>
public sealed class SystemRootWatchTests : IDisposable
{
    private readonly TestFiles _files = new();
    private readonly Dictionary<string, string?> _environment = new(StringComparer.Ordinal);
    private readonly SystemRootWatch _watch;
    private long _now;
    private int _usual;

    public SystemRootWatchTests()
    {
        // Where the system's authorities lie in no files, none of this happens.
        Assert.SkipUnless(SystemRoots.AreFiles, "needs a system with its authorities in files");
        _watch = new(
            () =>
            {
                _usual++;
                return new([], [_files.PathOf("usual.pem")]);
            },
            name => _environment.GetValueOrDefault(name), () => _now, null);
        _files.Write("usual.pem", TestPki.Root.Certificate.ToPem());
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public void As_long_as_nothing_changes_it_is_one_object()
    {
        SystemRootSet first = _watch.Current;
        _now += SystemRootWatch.JudgementLifetime;
        Assert.Same(first, _watch.Current);
        Assert.Same(first, _watch.Look());
        Assert.Equal([TestPki.Root.Certificate], first.Load());
        Assert.Equal(1, _usual);
    }

    [Fact]
    public void Files_are_looked_at_once_a_second()
    {
        SystemRootSet first = _watch.Current;
        _files.Write("usual.pem", TestPki.OtherRoot.Certificate.ToPem() + "\n");
        _now += SystemRootWatch.JudgementLifetime - 1;
        Assert.Same(first, _watch.Current);
        _now++;
        Assert.NotSame(first, _watch.Current);
        Assert.Equal([TestPki.OtherRoot.Certificate], _watch.Current.Load());
    }

    [Fact]
    public void What_is_asked_for_by_name_is_never_of_before()
    {
        _ = _watch.Current;
        _files.Write("usual.pem", TestPki.OtherRoot.Certificate.ToPem() + "\n");
        Assert.Equal([TestPki.OtherRoot.Certificate], _watch.Look().Load());
        Assert.Equal([TestPki.OtherRoot.Certificate], _watch.Current.Load());
    }

    [Theory]
    [InlineData("SSL_CERT_FILE")]
    [InlineData("SSL_CERT_DIR")]
    public void A_variable_counts_at_once(string variable)
    {
        SystemRootSet usual = _watch.Current;
        string place = _files.Write("other/0a1b2c3d.0", TestPki.OtherRoot.Certificate.ToPem());
        _environment[variable] = variable == "SSL_CERT_FILE" ? place : Path.GetDirectoryName(place);
        Assert.Equal([TestPki.OtherRoot.Certificate], _watch.Current.Load());
        _environment[variable] = "";
        Assert.Equal(usual.Load(), _watch.Current.Load());
    }

    [Fact]
    public void A_hashed_directory_changes_with_what_is_in_it()
    {
        _files.Write("other/0a1b2c3d.0", TestPki.OtherRoot.Certificate.ToPem());
        string second = _files.Write("other/0a1b2c3d.1", TestPki.Root.Certificate.ToPem());
        _environment["SSL_CERT_DIR"] = _files.PathOf("other");
        Assert.Equal(2, _watch.Current.Load().Count);

        File.Delete(second);
        _now += SystemRootWatch.JudgementLifetime;
        Assert.Equal([TestPki.OtherRoot.Certificate], _watch.Current.Load());

        // In place: the directory itself does not change.
        _files.Write("other/0a1b2c3d.0", TestPki.Root.Certificate.ToPem() + "\n");
        _now += SystemRootWatch.JudgementLifetime;
        Assert.Equal([TestPki.Root.Certificate], _watch.Current.Load());
    }

    [Fact]
    public void What_a_link_leads_to_is_looked_at()
    {
        _files.Write("real.pem", TestPki.Root.Certificate.ToPem());
        File.CreateSymbolicLink(_files.PathOf("link.pem"), _files.PathOf("real.pem"));
        _environment["SSL_CERT_FILE"] = _files.PathOf("link.pem");
        Assert.Equal([TestPki.Root.Certificate], _watch.Current.Load());
        _files.Write("real.pem", TestPki.OtherRoot.Certificate.ToPem() + "\n");
        _now += SystemRootWatch.JudgementLifetime;
        Assert.Equal([TestPki.OtherRoot.Certificate], _watch.Current.Load());
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_place_that_is_not_trusted_is_told_once_and_whenever_it_is_asked_for()
    {
        string place = _files.Write("open.pem", TestPki.OtherRoot.Certificate.ToPem());
        File.SetUnixFileMode(place, (UnixFileMode)0b110_110_110);
        _environment["SSL_CERT_FILE"] = place;
        using Warnings warnings = new();
        Assert.Empty(_watch.Current.Load());
        Assert.Contains("SSL_CERT_FILE names", Assert.Single(warnings.Take()));
        _now += SystemRootWatch.JudgementLifetime;
        Assert.Empty(_watch.Current.Load());
        Assert.Empty(warnings.Take());
        Assert.Empty(_watch.Look().Load());
        Assert.Single(warnings.Take());
    }

    [Fact]
    public void Stores_without_files_are_compared_by_what_is_in_them()
    {
        QSslCertificate[] stored = [TestPki.Root.Certificate];
        SystemRootWatch watch = new(() => SystemRootPlaces.None, _ => null, () => _now, () => [.. stored]);
        SystemRootSet first = watch.Current;
        _now += SystemRootWatch.JudgementLifetime;
        Assert.Same(first, watch.Current);
        stored = [];
        _now += SystemRootWatch.JudgementLifetime;
        Assert.Empty(watch.Current.Load());
    }
}
