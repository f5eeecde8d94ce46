using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Tls;

/// <summary>OpenSSL's configuration commands as backend options.</summary>
public sealed class BackendOptionsTests
{
    public BackendOptionsTests() => Needs.OpenSsl();

    [Fact]
    public void Options_are_applied_after_all_else()
    {
        using Link link = new(SslProtocol.SecureProtocols, TestPki.Server, configureClient: c =>
            c.SetBackendConfigurationOption("MaxProtocol", "TLSv1.2"));
        link.Handshake();
        Assert.Equal(SslProtocol.TlsV1_2, link.Server.SessionProtocol);
    }

    [Fact]
    public void Options_count_on_both_sides()
    {
        using Link link = new(
            SslProtocol.TlsV1_3, TestPki.Server, configureClient: c => c.SetBackendConfigurationOption("Groups", "P-384"),
            configureServer: c => c.SetBackendConfigurationOption("Groups", "P-521"));
        link.Fail();
    }

    [Theory]
    [InlineData("NoSuchOption", "1", "'NoSuchOption'")]
    [InlineData("MinProtocol", "TLSv9", "'MinProtocol'")]
    [InlineData("Groups", "no-such-group", "'no-such-group'")]
    [InlineData("PrivateKey", "/etc/hostname", "'PrivateKey'")]
    [InlineData("", "", "''")]
    public void What_the_library_refuses_fails_with_its_name(string name, string value, string text) =>
        Assert.Contains(text, Fault(name, value));

    [Theory]
    [InlineData("Options", "SessionTicket")]
    [InlineData("Options", "-NoRenegotiation")]
    [InlineData("Options", "UnsafeLegacyRenegotiation")]
    public void What_verification_stands_on_cannot_be_undone(string name, string value) =>
        Assert.Contains($"'{name}' must not change", Fault(name, value));

    [Theory]
    [InlineData("NumTickets", "4")]
    [InlineData("VerifyMode", "Require")]
    public void What_a_server_stands_on_cannot_be_undone(string name, string value) =>
        Assert.Contains($"'{name}' must not change", Assert.Throws<TlsSetupException>(() => new Link(
            SslProtocol.TlsV1_3, TestPki.Server, configureServer: c => c.SetBackendConfigurationOption(name, value)).Dispose()).Message);

    private static string Fault(string name, string value) => Assert.Throws<TlsSetupException>(() => new Link(
        SslProtocol.TlsV1_3, TestPki.Server, configureClient: c => c.SetBackendConfigurationOption(name, value)).Dispose()).Message;
}
