using QSslCore.Tests.Support;

namespace QSslCore.Tests.Guards;

/// <summary>The list of Qt's members, the library and the tests say the same.</summary>
public sealed class ParityTests
{
    /// <summary>Areas in which nothing is left to do, and which have to stay so.</summary>
    private static readonly string[] s_finished = ["backends", "socket", "tls", "values"];

    private static readonly QtCounterparts s_counterparts = new(typeof(QtMemberAttribute).Assembly);

    private const string Good = "QSslSocket::mode\tmethod\tsocket\tdone\t\tParityTests.The_list_is_well_formed";

    [Fact]
    public void Every_counterpart_has_a_row_that_says_done() => Check(ParityFaults.InNames(ParityList.Load(), s_counterparts));

    [Fact]
    public void Every_row_that_says_done_has_a_counterpart_or_a_reason() =>
        Check(ParityFaults.InCounterparts(ParityList.Load(), s_counterparts));

    [Fact]
    public void The_list_is_well_formed() => Check(ParityFaults.InRows(ParityList.Load()));

    [Fact]
    public void Every_test_that_is_named_exists() => Check(ParityFaults.InTests(ParityList.Load(), typeof(ParityTests).Assembly));

    [Fact]
    public void Finished_areas_have_nothing_open_and_all_of_it_tested() => Check(ParityFaults.InFinished(ParityList.Load(), s_finished));

    [Fact]
    public void The_page_is_what_the_list_and_the_library_make() =>
        CommittedText.Compare(Repository.PathOf("docs", "qt-parity.md"), ParityPage.Make(ParityList.Load(), s_counterparts));

    [Fact]
    public void A_good_list_has_no_faults() => Check(Faults(Good));

    [Theory]
    [InlineData("QSslSocket::mode\tmethod\tsocket\topen\t\t", "QSslSocket::mode has a counterpart, and its row says open.")]
    [InlineData("QSslSocket::none\tmethod\tsocket\tdone\t\tParityTests.The_list_is_well_formed",
        "QSslSocket::none is done, but it has neither a counterpart nor a reason.")]
    [InlineData("QSslSocket::none\tslot\tsocket\topen\t\t", "QSslSocket::none has the unknown kind 'slot'.")]
    [InlineData("QSslSocket::none\tmethod\telsewhere\topen\t\t", "QSslSocket::none has the unknown area 'elsewhere'.")]
    [InlineData("QSslSocket::none\tmethod\tsocket\tmaybe\t\t", "QSslSocket::none has the unknown status 'maybe'.")]
    [InlineData("QSslSocket::none\tmethod\tnever\tnone\t\t", "QSslSocket::none has no counterpart and no reason.")]
    [InlineData("QSslSocket::none\tmethod\tnever\topen\t\t", "QSslSocket::none is open and never to come.")]
    [InlineData("QSslSocket::none\tmethod\tvalues\topen\t\tParityTests.The_list_is_well_formed",
        "QSslSocket::none is not done and names a test.")]
    [InlineData("QSslSocket::mode\tmethod\tsocket\tdone\t\tParityTests.No_such_test",
        "QSslSocket::mode names the test ParityTests.No_such_test, which does not exist.")]
    [InlineData("QSslSocket::mode\tmethod\tsocket\tdone\t\tParityTests.Faults",
        "QSslSocket::mode names the test ParityTests.Faults, which does not exist.")]
    [InlineData("QSslSocket::mode\tmethod\tsocket\tdone\t\t", "QSslSocket::mode is done in a finished area and names no test.")]
    [InlineData("QSslSocket::none\tmethod\tsocket\topen\t\t", "QSslSocket::none is open in a finished area.")]
    [InlineData(Good + "\n" + Good, "QSslSocket::mode has 2 rows.")]
    [InlineData(Good + "\nQSslKey::x\tmethod\tvalues\topen\t\t\nQSslSocket::y\tmethod\tvalues\topen\t\t",
        "The rows of QSslSocket do not stand together.")]
    [InlineData("QDtlsError\tenum\tvalues\topen\t\t", "A row has no member, or one of no class.")]
    public void A_bad_list_is_told_its_fault(string rows, string fault) => Assert.Contains(fault, Faults(rows));

    [Fact]
    public void A_counterpart_without_a_row_is_a_fault() =>
        Assert.Contains("QSslSocket::isEncrypted has a counterpart and no row.", ParityFaults.InNames(Parse(Good), s_counterparts));

    [Fact]
    public void A_list_that_is_no_table_is_refused()
    {
        Assert.Throws<FormatException>(() => ParityList.Parse(Good));
        Assert.Throws<FormatException>(() => Parse("QSslSocket::mode\tmethod"));
    }

    [Fact]
    public void A_finished_area_must_be_one() =>
        Assert.Equal(["The finished area 'sockets' is unknown."], ParityFaults.InFinished(Parse(Good), ["sockets"]));

    [Fact]
    public void A_counterpart_that_nobody_can_see_does_not_count()
    {
        QtCounterparts hidden = new(typeof(ParityTests).Assembly);
        Assert.Equal(["QSslSocket::hidden"], hidden.Names);
        Assert.Single(ParityFaults.InCounterparts(Parse("QSslSocket::hidden\tmethod\tsocket\tdone\t\t"), hidden));
    }

    // The runner would cut the sentences of a collection.
    private static void Check(IEnumerable<string> faults)
    {
        string text = string.Join('\n', faults);
        Assert.True(text.Length == 0, text);
    }

    // Members that are missing are no fault here: these lists are short.
    private static IEnumerable<string> Faults(string rows)
    {
        ParityList list = Parse(rows);
        return
        [
            .. ParityFaults.InNames(list, s_counterparts).Where(fault => !fault.EndsWith("no row.", StringComparison.Ordinal)),
            .. ParityFaults.InCounterparts(list, s_counterparts),
            .. ParityFaults.InRows(list),
            .. ParityFaults.InTests(list, typeof(ParityTests).Assembly),
            .. ParityFaults.InFinished(list, ["socket"]),
        ];
    }

    private static ParityList Parse(string rows) => ParityList.Parse($"{ParityList.Header}\n{rows}\n");

    private static class Hidden
    {
        [QtMember("QSslSocket::hidden")]
        public static void Member()
        {
        }
    }
}
