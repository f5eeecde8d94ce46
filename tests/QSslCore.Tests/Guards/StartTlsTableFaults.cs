using System.Text.RegularExpressions;
using QSslCore.Probing.Responders;
using QSslCore.StartTls;

namespace QSslCore.Tests.Guards;

/// <summary>What is missing in the table of the protocols before TLS, or missing elsewhere that it has, as sentences.</summary>
internal static partial class StartTlsTableFaults
{
    /// <summary>A server that begins with TLS: no protocol's.</summary>
    private static readonly Type[] s_withoutProtocol = [typeof(DirectResponder), typeof(WeakResponder)];

    /// <summary>Protocols whose server's side is left out on purpose, by name.</summary>
    private static readonly string[] s_clientOnly = [];

    /// <param name="rows">The table.</param>
    /// <param name="types">The types of the library.</param>
    public static IEnumerable<string> InRows(IReadOnlyList<StartTlsProtocol> rows, IReadOnlyCollection<Type> types)
    {
        HashSet<Type> made = [.. rows.Select(row => row.CreateDialogue("host.test").GetType()),
            .. rows.Select(row => row.CreateResponder(StartTlsFault.None)?.GetType()).OfType<Type>(), .. s_withoutProtocol];
        foreach (Type type in types.Where(type => type.IsSubclassOf(typeof(StartTlsDialogue)) && !type.IsAbstract && !made.Contains(type)))
            yield return $"{type.Name} has no row in the table.";
        foreach (StartTlsProtocol row in rows.Where(row => !row.HasServerSide && !s_clientOnly.Contains(row.Name)))
            yield return $"{row} has no server's side.";
        foreach (StartTlsProtocol row in rows.Where(row => !NameForm().IsMatch(row.Name)))
            yield return $"'{row}' is not a name for the scheme of a URI.";
        foreach (StartTlsProtocol row in rows.Where(row => row.Description.Length == 0))
            yield return $"{row} has no description.";
        foreach (int port in rows.SelectMany(row => row.Schemes.Values.Concat(row.Ports)).Where(port => port is < 1 or > 65535).Distinct())
            yield return $"{port} is not a port.";
        foreach (string twice in Twice(rows.SelectMany(row => row.Schemes.Keys)).Concat(Twice(rows.SelectMany(row => row.Ports))))
            yield return $"{twice} stands for two protocols.";
    }

    /// <param name="rows">The table.</param>
    /// <param name="name">The page's name.</param>
    /// <param name="page">A page of help with the parameter -StartTls.</param>
    public static IEnumerable<string> InPage(IReadOnlyList<StartTlsProtocol> rows, string name, string page)
    {
        Match list = ListOfProtocols().Match(page);
        if (!list.Success)
        {
            yield return $"{name} lists no protocols for -StartTls.";
            yield break;
        }
        string[] told = list.Groups[1].Value.Split(", ");
        foreach (string missing in rows.Select(row => row.Name).Except(told))
            yield return $"{name} does not list {missing}.";
        foreach (string unknown in told.Except(rows.Select(row => row.Name)))
            yield return $"{name} lists {unknown}, which the table does not have.";
    }

    private static IEnumerable<string> Twice<T>(IEnumerable<T> all) =>
        all.GroupBy(one => one).Where(same => same.Count() > 1).Select(same => $"{same.Key}");

    [GeneratedRegex("^[a-z][a-z0-9-]*$")]
    private static partial Regex NameForm();

    [GeneratedRegex(@"(?m)^### -StartTls\r?\n\r?\n[^\n]*?: ([a-z0-9, -]+);")]
    private static partial Regex ListOfProtocols();
}
