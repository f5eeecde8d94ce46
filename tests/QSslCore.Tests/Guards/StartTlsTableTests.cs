using QSslCore.StartTls;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Guards;

/// <summary>A protocol before TLS is known wherever it has to be, or a test names where it is missing.</summary>
public sealed class StartTlsTableTests
{
    private static readonly StartTlsProtocol s_good = new("good", "Good", 4711, _ => new FtpDialogue(""),
        fault => new LineResponder(LineService.Ftp, fault));

    /// <summary>The cmdlets that list the protocols: all that have the parameter, but for the server, which refers to the others.</summary>
    public static TheoryData<string> Listing =>
    [
        .. CompiledModule.Cmdlets.Where(cmdlet => cmdlet.Parameters.ContainsKey("StartTls") && cmdlet.Name != "New-SslServer")
            .Select(cmdlet => cmdlet.Name),
    ];

    [Fact]
    public void The_table_has_every_dialogue_and_both_sides_of_each() =>
        Assert.Empty(StartTlsTableFaults.InRows(StartTlsTable.Rows, typeof(StartTlsProtocol).Assembly.GetTypes()));

    [Theory, MemberData(nameof(Listing))]
    public void A_page_of_help_lists_the_protocols_of_the_table(string cmdlet) =>
        Assert.Empty(StartTlsTableFaults.InPage(StartTlsTable.Rows, cmdlet,
            File.ReadAllText(Repository.PathOf("docs", "help", $"{cmdlet}.md"))));

    [Fact]
    public void Every_name_is_a_scheme_and_every_scheme_leads_to_its_row()
    {
        foreach (StartTlsProtocol row in StartTlsTable.Rows)
        {
            Assert.Same(row, StartTlsProtocol.Find(row.Name.ToUpperInvariant()));
            Assert.Equal(row.DefaultPort, row.Schemes[row.Name]);
            Assert.All(row.Schemes.Keys, scheme => Assert.Same(row, StartTlsProtocol.ByScheme(scheme.ToUpperInvariant())));
            Assert.All(row.Ports, port => Assert.Same(row, StartTlsProtocol.ByPort(port)));
        }
        Assert.Equal(StartTlsTable.Rows.Count, StartTlsProtocol.All.Count);
    }

    [Fact]
    public void A_dialogue_and_a_responder_without_a_row_are_named()
    {
        string[] faults = [.. StartTlsTableFaults.InRows([s_good], [typeof(FtpDialogue), typeof(VncDialogue), typeof(VncResponder)])];
        Assert.Equal(["VncDialogue has no row in the table.", "VncResponder has no row in the table."], faults);
    }

    [Fact]
    public void A_row_without_a_side_a_name_or_a_port_is_named()
    {
        StartTlsProtocol bad = new("Not good", "", 70_000, _ => new FtpDialogue(""), null);
        string[] faults = [.. StartTlsTableFaults.InRows([bad], [])];
        Assert.Equal(["Not good has no server's side.", "'Not good' is not a name for the scheme of a URI.",
            "Not good has no description.", "70000 is not a port."], faults);
    }

    [Fact]
    public void A_scheme_and_a_port_of_two_protocols_are_named()
    {
        StartTlsProtocol other = new("other", "Other", 4711, _ => new FtpDialogue(""), fault => new LineResponder(LineService.Ftp, fault))
        {
            OtherSchemes = new() { ["good"] = 4712 },
        };
        Assert.Equal(["good stands for two protocols.", "4711 stands for two protocols."], StartTlsTableFaults.InRows([s_good, other], []));
    }

    [Theory]
    [InlineData("### -StartTls\n\nComes to TLS: good, bad; else not.", "page lists bad, which the table does not have.")]
    [InlineData("### -StartTls\n\nComes to TLS: bad; else not.", "page does not list good.")]
    [InlineData("### -StartTls\n\nComes to TLS.", "page lists no protocols for -StartTls.")]
    public void A_page_that_differs_is_told_where(string page, string fault) =>
        Assert.Contains(fault, StartTlsTableFaults.InPage([s_good], "page", page));

    [Fact]
    public void A_server_refuses_a_protocol_that_it_cannot_play()
    {
        using QSslServer server = new();
        Assert.Throws<ArgumentException>(() => server.StartTls = new("odd", "Odd", 1, _ => new FtpDialogue(""), null));
        Assert.Null(server.StartTls);
    }
}
