using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Guards;

/// <summary>What keeps the cmdlets alike, their manifest true and their pages whole, also where no PowerShell is at hand.</summary>
public sealed partial class CmdletTests
{
    public static TheoryData<string> Names => [.. CompiledModule.Cmdlets.Select(cmdlet => cmdlet.Name)];

    private static CompiledCmdlet Find(string name) => CompiledModule.Cmdlets.Single(cmdlet => cmdlet.Name == name);

    [Fact]
    public void The_manifest_exports_the_cmdlets_that_were_compiled()
    {
        string manifest = File.ReadAllText(Repository.PathOf("QSslModule.psd1"));
        Match list = ExportedCmdlets().Match(manifest);
        string[] exported = [.. Quoted().Matches(list.Groups[1].Value).Select(m => m.Groups[1].Value)];
        Assert.NotEmpty(exported);
        Assert.Equal(CompiledModule.Cmdlets.Select(cmdlet => cmdlet.Name), exported.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_verb_is_approved_and_the_noun_is_ours(string name)
    {
        CompiledCmdlet cmdlet = Find(name);
        Assert.Contains(cmdlet.Verb, CompiledModule.ApprovedVerbs);
        Assert.Matches("^Ssl[A-Z]", cmdlet.Noun);
    }

    [Theory, MemberData(nameof(Names))]
    public void It_says_what_it_writes(string name) => Assert.NotEmpty(Find(name).OutputTypes ?? []);

    /// <summary>
    /// -TimeoutSeconds is the same everywhere. What a cmdlet works on is its own affair, and whether it takes one or several;
    /// and a -Path to read takes what was read already, too; a -Format is one of keys and certificates, or one of reports.
    /// </summary>
    [Fact]
    public void Parameters_of_one_name_are_of_one_type()
    {
        string[] own = ["Format", "InputObject", "Path"];
        string[] torn =
        [
            .. from cmdlet in CompiledModule.Cmdlets
               from parameter in cmdlet.Parameters
               where !own.Contains(parameter.Key)
               group $"{cmdlet.Name}: {One(parameter.Value.PropertyType)}" by parameter.Key into uses
               where uses.Select(use => use[use.IndexOf(':', StringComparison.Ordinal)..]).Distinct().Count() > 1
               select $"-{uses.Key} is of several types: {string.Join(", ", uses)}",
        ];
        Assert.Empty(torn);
    }

    [Theory, MemberData(nameof(Names))]
    public void Its_page_tells_of_every_parameter_and_shows_an_example(string name)
    {
        CompiledCmdlet cmdlet = Find(name);
        string path = Repository.PathOf("docs", "help", $"{name}.md");
        Assert.True(File.Exists(path), $"{path} is missing.");
        string page = File.ReadAllText(path);
        Assert.Matches(@"(?m)^### Example 1: \S", page);
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);

        string[] told = [.. ParameterSections().Matches(page).Select(m => m.Groups[1].Value).Where(p => p is not ("WhatIf" or "Confirm"))];
        Assert.Equal(cmdlet.Parameters.Keys.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    /// <summary>A package is built from the committed XML, with or without the tool that makes it.</summary>
    /// <summary>A cmdlet has one base class, and some parameters belong to two families: they stand in the code twice, with the same
    /// ranges, aliases and completers.</summary>
    [Theory]
    [InlineData("Test-SslHost", "Test-SslCertificate", "WarningDays", "CriticalDays", "WarningPercent", "CriticalPercent", "At")]
    [InlineData("Test-SslHost", "Get-SslHostProfile", "HostName", "Path", "LiteralPath", "Port", "PeerName", "NetworkProtocol",
        "SourceAddress", "Proxy", "ProxyCredential", "StartTls", "TimeoutSeconds", "Ordered")]
    public void Parameters_that_stand_twice_are_the_same(string one, string other, params string[] names)
    {
        IReadOnlyDictionary<string, PropertyInfo> ours = CompiledModule.Cmdlets.Single(c => c.Name == one).Parameters;
        IReadOnlyDictionary<string, PropertyInfo> theirs = CompiledModule.Cmdlets.Single(c => c.Name == other).Parameters;
        Assert.All(names, name => Assert.Equal(Terms(ours[name]), Terms(theirs[name])));

        static string Terms(PropertyInfo parameter) => string.Join("; ", parameter.GetCustomAttributesData()
            .Where(each => !each.AttributeType.FullName!.StartsWith("System.Runtime", StringComparison.Ordinal))
            .Select(each => each.ToString()).Where(each => !each.Contains("ParameterAttribute", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void The_committed_help_holds_every_cmdlet_and_parameter()
    {
        XDocument maml = XDocument.Load(Repository.PathOf("docs", "help", "en-US", "QSslModule.dll-Help.xml"));
        XNamespace command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
        XNamespace text = "http://schemas.microsoft.com/maml/2004/10";
        Dictionary<string, XElement> pages = maml.Descendants(command + "command")
            .ToDictionary(c => c.Element(command + "details")!.Element(command + "name")!.Value, StringComparer.Ordinal);
        Assert.Equal(CompiledModule.Cmdlets.Select(cmdlet => cmdlet.Name), pages.Keys.Order(StringComparer.Ordinal));
        foreach (CompiledCmdlet cmdlet in CompiledModule.Cmdlets)
        {
            IEnumerable<string> told = pages[cmdlet.Name].Element(command + "parameters")!.Elements()
                .Select(p => p.Element(text + "name")!.Value);
            Assert.Equal(cmdlet.Parameters.Keys.Order(StringComparer.Ordinal), told.Where(p => p is not ("WhatIf" or "Confirm"))
                .Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("TableControl")]
    [InlineData("ListControl")]
    public void Every_type_that_is_written_has_a_view(string control)
    {
        XDocument format = XDocument.Load(Repository.PathOf("src", "QSslModule", "QSslModule.Format.ps1xml"));
        HashSet<string> viewed = [.. from view in format.Descendants("View") where view.Element(control)
            is not null from name in view.Descendants("TypeName") select name.Value];
        string[] bare =
        [
            .. from cmdlet in CompiledModule.Cmdlets
               from type in cmdlet.OutputTypes ?? []
               where type.Namespace?.StartsWith("QSsl", StringComparison.Ordinal) == true && !BaseTypes(type).Any(viewed.Contains)
               select $"{type.FullName}, written by {cmdlet.Name}",
        ];
        Assert.Empty(bare);
    }

    private static Type One(Type type) => type.IsArray ? type.GetElementType()! : type;

    private static IEnumerable<string> BaseTypes(Type? type)
    {
        for (; type is not null; type = type.BaseType)
            yield return type.FullName!;
    }

    [Fact]
    public void No_package_brings_a_PowerShell_of_its_own()
    {
        string package = Repository.PathOf("out", "QSslModule");
        if (!Directory.Exists(package))
            Assert.Skip("there is no package yet: ./build.sh package lays it out");
        string[] held = [.. Directory.EnumerateFiles(package, "*.dll", SearchOption.AllDirectories).Select(path => Path.GetFileName(path))];
        Assert.Contains("QSslModule.dll", held);
        Assert.DoesNotContain(held, file => file.StartsWith("System.", StringComparison.OrdinalIgnoreCase)
            || file.StartsWith("Microsoft.", StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex(@"CmdletsToExport\s*=\s*@\(([^)]*)\)")]
    private static partial Regex ExportedCmdlets();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?m)^### -(\w+)\r?$")]
    private static partial Regex ParameterSections();
}
