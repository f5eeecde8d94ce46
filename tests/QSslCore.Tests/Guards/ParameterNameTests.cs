using System.Text.RegularExpressions;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Guards;

/// <summary>Messages and advice of the cmdlets name parameters, never properties of the library.</summary>
public sealed partial class ParameterNameTests
{
    /// <summary>What a program can set, by the names that it has in C#.</summary>
    private static readonly string[] s_settings = [.. typeof(QSslConfiguration).GetProperties()
        .Where(property => property.SetMethod is { IsPublic: true, IsStatic: false }).Select(property => property.Name)
        .Append(nameof(QSslSocket.PeerVerifyName))
        // Words of English, or parameters of the same name.
        .Except(["Protocol", "Backend"])];

    private static string[] Known { get; } = [.. TableRow()
        .Matches(File.ReadAllText(Repository.PathOf("src", "QSslModule", "Errors", "ParameterNames.cs")))
        .Select(row => row.Groups[1].Value)];

    [Fact]
    public void The_texts_of_the_cmdlets_name_no_property()
    {
        Assert.Contains("CaCertificates", Known);
        // Such as -Session beside SessionTicket, -Certificate beside LocalCertificate.
        string[] faults =
        [
            .. from file in Repository.Files("src/QSslModule", "*.cs")
               where Path.GetFileName(file) is not ("ParameterNames.cs" or "ConfigurationFaults.cs")
               from said in TextsOf(file)
               from name in Known
               where Regex.IsMatch(said, $@"(?<![-\w]){name}\b") && said != name
               select $"{Path.GetFileName(file)}: {name} in \"{said}\"",
        ];
        Assert.Empty(faults);
    }

    [Fact]
    public void A_property_in_a_text_of_the_backends_has_a_parameter_to_show_instead()
    {
        string[] named =
        [
            .. from folder in (string[])["src/QSslCore/Tls", "src/QSslCore.BouncyCastle"]
               from file in Repository.Files(folder, "*.cs")
               from said in TextsOf(file)
               from name in s_settings
               where Regex.IsMatch(said, $@"\b{name}\b") && said.Contains(' ', StringComparison.Ordinal)
               select name,
        ];
        Assert.Contains("PrivateKey", named);
        // A callback is for programs alone.
        Assert.Empty(named.Distinct().Except(Known).Except([nameof(QSslConfiguration.KeyLogCallback)]));
    }

    /// <summary>The texts of a file between quotation marks, without what is put into them.</summary>
    private static IEnumerable<string> TextsOf(string file) => File.ReadLines(file)
        .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
        .SelectMany(line => Quoted().Matches(Inserted().Replace(line, "")).Select(match => match.Groups[1].Value));

    [GeneratedRegex(@"\[""(\w+)""\] = ""-\w+""")]
    private static partial Regex TableRow();

    [GeneratedRegex(@"""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Inserted();
}
