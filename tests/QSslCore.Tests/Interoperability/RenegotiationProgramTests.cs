using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using QSslCore.Sockets;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Interoperability;

/// <summary>Servers of others that ask for a certificate after the request, by a renegotiation in TLS 1.2.</summary>
public sealed class RenegotiationProgramTests
{
    private bool _hasRenegotiated;

    public RenegotiationProgramTests() => Needs.OpenSsl();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_openssl_program_gets_the_certificate_that_it_asks_for(bool shows)
    {
        using TestFiles files = new();
        using ExternalProgram server = StartOpenSsl(files, out int port);
        using QSslSocket client = Connect(port, shows ? TestPki.Client : null);
        Exchange(client, server, "before");
        // "R" renegotiates and asks for a certificate, "r" does not ask.
        Command(server, "R");
        WaitForRenegotiation(client);
        Exchange(client, server, "after");
        if (shows)
            WaitForCertificate(server);
        else
            Assert.DoesNotContain("Test Client", server.Output, StringComparison.Ordinal);
        Assert.True(client.CertificateRequested);
        Command(server, "r");
        WaitForRenegotiation(client);
        Exchange(client, server, "at last");
        Assert.Equal(SslProtocol.TlsV1_2, client.SessionProtocol);
        Assert.False(client.IsSessionReused);
        client.DisconnectFromHost();
        Assert.True(client.State == SocketState.UnconnectedState || client.WaitForDisconnected(5000));
        server.WaitForOutput("DONE");
    }

    [Fact]
    public void A_long_answer_that_is_being_written_meanwhile_arrives_whole()
    {
        using TestFiles files = new();
        using ExternalProgram server = StartOpenSsl(files, out int port);
        using QSslSocket client = Connect(port, TestPki.Client);
        Exchange(client, server, "before");
        Command(server, "R");
        string line = new('x', 4000);
        for (int i = 0; i < 100; i++)
            client.Write($"{i}{line}\n");
        client.Write("the end\n");
        Assert.Equal(DriveResult.Satisfied, client.Drive(SocketGoal.AllWritten, 20_000));
        WaitForRenegotiation(client);
        server.WaitForOutput("the end");
        WaitForCertificate(server);
        // What the program says of itself stands in the middle of a line.
        string output = server.Output.Replace("Read BLOCK\n", "", StringComparison.Ordinal);
        Assert.All(Enumerable.Range(0, 100), i => Assert.Contains($"{i}{line}\n", output, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_the_choice_the_openssl_program_is_refused_and_the_warning_names_it()
    {
        ConcurrentQueue<string> warnings = [];
        void Note(object? sender, QSslWarningEventArgs e) => warnings.Enqueue(e.Message);
        using TestFiles files = new();
        using ExternalProgram server = StartOpenSsl(files, out int port);
        using QSslSocket client = Connect(port, TestPki.Client, allows: false);
        Exchange(client, server, "before");
        QSslWarnings.Raised += Note;
        try
        {
            Command(server, "R");
            while (client.State == SocketState.ConnectedState && !warnings.Any(IsOurs))
                client.WaitForReadyRead(5000);
        }
        finally
        {
            QSslWarnings.Raised -= Note;
        }
        Assert.Contains("renegotiation is off. AllowRenegotiation (-AllowRenegotiation) lets", Assert.Single(warnings, IsOurs),
            StringComparison.Ordinal);
        Assert.DoesNotContain("Test Client", server.Output, StringComparison.Ordinal);

        bool IsOurs(string text) => text.StartsWith($"127.0.0.1:{port}: ", StringComparison.Ordinal);
    }

    /// <summary>Its server renegotiates when a client sends a line for that.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData(":%DISABLE_SAFE_RENEGOTIATION", false)]
    public void The_gnutls_program_renegotiates_where_it_is_secure(string more, bool isSecure)
    {
        ExternalProgram.Require("gnutls-serv", "gnutls-bin");
        using TestFiles files = new();
        (string chain, string key) = files.Write("server", TestPki.ServerRsa);
        int port = ExternalProgram.FreePort();
        using ExternalProgram server = ExternalProgram.Start("gnutls-serv", "--port", $"{port}", "--x509certfile", chain, "--x509keyfile",
            key, "--echo", "--disable-client-cert", "--priority", $"NORMAL:-VERS-ALL:+VERS-TLS1.2{more}");
        server.WaitForPort(port);
        using QSslSocket client = Connect(port, null, configure: c => c.SetSslOption(SslOption.DisableLegacyRenegotiation, isSecure));
        Assert.Equal("before", Echo(client, "before"));
        client.Write("**REHANDSHAKE**\n");
        if (isSecure)
        {
            Assert.Contains("Successfully", Line(client), StringComparison.Ordinal);
            WaitForRenegotiation(client);
            Assert.Equal("after", Echo(client, "after"));
            return;
        }
        using Warnings warnings = new();
        client.WaitForReadyRead(10_000);
        Assert.Contains(warnings.Take(), text => text.Contains("does not support secure renegotiation (RFC 5746)",
            StringComparison.Ordinal) && text.Contains("refused", StringComparison.Ordinal));
    }

    private static void WaitForCertificate(ExternalProgram server)
    {
        // What the program for Windows says of a certificate does not come through the pipe while it runs.
        if (!OperatingSystem.IsWindows())
            server.WaitForOutput("Test Client");
    }

    private static ExternalProgram StartOpenSsl(TestFiles files, out int port)
    {
        ExternalProgram.RequireOpenSslPeer();
        (string chain, string key) = files.Write("server", TestPki.ServerRsa);
        port = ExternalProgram.FreePort();
        ExternalProgram program = ExternalProgram.Start("openssl", "s_server", "-accept", $"127.0.0.1:{port}", "-cert", chain,
            "-cert_chain", chain, "-key", key, "-tls1_2", "-no_resumption_on_reneg");
        program.WaitForOutput("ACCEPT");
        return program;
    }

    private QSslSocket Connect(int port, TestIdentity? identity, bool allows = true, Action<QSslConfiguration>? configure = null)
    {
        QSslSocket client = new();
        QSslConfiguration configuration = client.SslConfiguration;
        configuration.CaCertificates = [TestPki.RootRsa.Certificate];
        configuration.Backend = "openssl";
        configuration.AllowRenegotiation = allows;
        if (identity is not null)
            (configuration.LocalCertificateChain, configuration.PrivateKey) = (identity.Chain, identity.Key);
        configure?.Invoke(configuration);
        client.SslConfiguration = configuration;
        client.Narrator = line =>
        {
            if (line.Text.Contains("renegotiated with the certificates that were accepted", StringComparison.Ordinal))
                Volatile.Write(ref _hasRenegotiated, true);
        };
        client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
        Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
        return client;
    }

    private static void Command(ExternalProgram server, string letter)
    {
        server.Input.WriteLine(letter);
        server.Input.Flush();
    }

    private void WaitForRenegotiation(QSslSocket client)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!Volatile.Read(ref _hasRenegotiated))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), client.ErrorString);
            client.WaitForReadyRead(20);
        }
        Volatile.Write(ref _hasRenegotiated, false);
    }

    /// <summary>Sends a line in each direction.</summary>
    private static void Exchange(QSslSocket client, ExternalProgram server, string words)
    {
        server.Input.WriteLine($"client: {words}");
        server.Input.Flush();
        Assert.Equal($"client: {words}", Line(client));
        client.Write($"server: {words}\n");
        Assert.Equal(DriveResult.Satisfied, client.Drive(SocketGoal.AllWritten, 10_000));
        server.WaitForOutput($"server: {words}");
    }

    private static string Echo(QSslSocket client, string words)
    {
        client.Write($"{words}\n");
        return Line(client);
    }

    private static string Line(QSslSocket client)
    {
        while (!client.CanReadLine)
            Assert.True(client.WaitForReadyRead(10_000), client.ErrorString);
        return Encoding.ASCII.GetString(client.ReadLine()).TrimEnd('\n');
    }
}
