using System.Net.Security;
using System.Text.RegularExpressions;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Guards;

/// <summary>A fact about a suite, a group or an algorithm is stated once: every other place derives from the table.</summary>
public sealed partial class FactTableTests
{
    [Fact]
    public void An_object_identifier_is_in_one_file() =>
        Assert.Empty(StatedTwice(ObjectIdentifier(), Sources("")));

    [Fact]
    public void A_name_of_a_suite_is_taken_apart_in_one_file() =>
        Assert.Equal(["Ciphers/CipherSuiteName.cs"], Stating(SuitePart(), Sources("QSslCore")));

    [Fact]
    public void OpenSsls_and_NISTs_names_of_curves_are_in_the_table_of_groups() =>
        Assert.Equal(["Ciphers/KeyExchangeGroups.cs"], Stating(OtherCurveName(), Sources("QSslCore"))
            .Where(file => file != "Keys/CurveNames.cs"));

    [Fact]
    public void A_second_statement_is_found()
    {
        (string, string)[] files = [("A.cs", "x = \"1.2.3.4\";"), ("B.cs", "// \"1.2.3.4\"\ny = \"1.2.3.4\";"), ("C.cs", "\"1.2.3.5\"")];
        Assert.Equal(["1.2.3.4"], StatedTwice(ObjectIdentifier(), files));
        Assert.Empty(StatedTwice(ObjectIdentifier(), files[1..]));
        Assert.Equal(["A.cs"], Stating(SuitePart(), [("A.cs", "name.IndexOf(\"_WITH_\")"), ("B.cs", "CipherSuite.TLS_A_WITH_B")]));
        Assert.Equal(["A.cs"], Stating(OtherCurveName(), [("A.cs", "\"prime256v1\""), ("B.cs", "/// <c>P-256</c>")]));
    }

    [Fact]
    public void The_registry_of_suites_is_the_one_that_dotnet_has()
    {
        for (int number = 0; number <= ushort.MaxValue; number++)
        {
            TlsCipherSuite suite = (TlsCipherSuite)number;
            string? name = CipherSuiteRegistry.NameOf((ushort)number);
            Assert.Equal(Enum.IsDefined(suite) ? suite.ToString() : null, name);
            if (name is not null)
            {
                Assert.Equal((ushort)number, CipherSuiteRegistry.NumberOf(name));
                Assert.Equal(name, CipherSuiteName.Parse(name).ToString());
            }
        }
    }

    private static IEnumerable<(string File, string Text)> Sources(string project)
    {
        string folder = project.Length == 0 ? "src" : $"src/{project}";
        return Repository.Files(folder, "*.cs").Select(file =>
            (Path.GetRelativePath(Path.Combine(Repository.Root, folder), file).Replace('\\', '/'), File.ReadAllText(file)));
    }

    private static string[] Stating(Regex fact, IEnumerable<(string File, string Text)> files) =>
        [.. files.Where(file => fact.IsMatch(file.Text)).Select(file => file.File).Order(StringComparer.Ordinal)];

    private static string[] StatedTwice(Regex fact, IEnumerable<(string File, string Text)> files) =>
        [.. files.SelectMany(file => fact.Matches(file.Text).Select(match => match.Groups["fact"].Value).Distinct())
            .CountBy(value => value).Where(count => count.Value > 1).Select(count => count.Key)];

    [GeneratedRegex("""
        "(?<fact>[0-2](\.[0-9]+){3,})"
        """)]
    private static partial Regex ObjectIdentifier();

    [GeneratedRegex("""
        "[^"\n]*_WITH_[^"\n]*"
        """)]
    private static partial Regex SuitePart();

    [GeneratedRegex("""
        "(prime\d+v1|P-\d{3})"
        """)]
    private static partial Regex OtherCurveName();
}
