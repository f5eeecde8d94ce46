using System.Xml.Linq;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Guards;

/// <summary>The views of a report and of its parts show each field, in its order; JSON, CSV and the reader go by the fields
/// themselves.</summary>
public sealed class ReportViewTests
{
    /// <summary>Fields that another one shows: Target has host and port, Reason the findings, Address what -AllAddresses chose, and Chain
    /// stands for both chains.</summary>
    private static readonly string[] s_leftOut = ["HostName", "Port", "AllAddresses", "Findings", "VerifiedChain"];

    private static Type Report => CompiledModule.Cmdlets.Single(cmdlet => cmdlet.Name == "Test-SslHost").OutputTypes![0];

    [Fact]
    public void The_list_of_a_report_shows_its_fields() =>
        Assert.Equal(FieldsOf(Report).Except(s_leftOut), LabelsOf(Report, "ListControl", "ListItem"));

    [Theory]
    [InlineData("ListControl", "ListItem")]
    [InlineData("TableControl", "TableColumnHeader")]
    public void The_views_of_timings_show_every_phase(string control, string item)
    {
        Type timings = Report.GetProperty("Timings")!.PropertyType;
        Assert.Equal(FieldsOf(timings), LabelsOf(timings, control, item));
    }

    [Fact]
    public void The_list_of_a_certificate_shows_its_fields()
    {
        Type certificate = Report.GetProperty("Chain")!.PropertyType.GetGenericArguments().Single();
        Assert.Equal(FieldsOf(certificate), LabelsOf(certificate, "ListControl", "ListItem"));
    }

    /// <summary>A code outside the table would have no words and no advice.</summary>
    [Fact]
    public void The_code_of_a_finding_comes_from_the_table()
    {
        string[] own =
        [
            .. from path in Directory.EnumerateFiles(Repository.PathOf("src", "QSslModule"), "*.cs", SearchOption.AllDirectories)
               where File.ReadAllText(path).Contains("Code = \"", StringComparison.Ordinal)
               select path,
        ];
        Assert.Empty(own);
    }

    private static IEnumerable<string> FieldsOf(Type type) => type.GetProperties().OrderBy(p => p.MetadataToken).Select(p => p.Name);

    private static IEnumerable<string> LabelsOf(Type type, string control, string item) =>
        XDocument.Load(Repository.PathOf("src", "QSslModule", "QSslModule.Format.ps1xml")).Descendants("View")
            .Single(view => view.Element(control) is not null && view.Descendants("TypeName").Any(name => name.Value == type.FullName))
            .Descendants(item).Select(one => one.Element("Label")!.Value);
}
