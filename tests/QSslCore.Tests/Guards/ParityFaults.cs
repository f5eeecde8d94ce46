using System.Reflection;

namespace QSslCore.Tests.Guards;

/// <summary>What can be wrong with the list of Qt's members; each rule gives one sentence for each fault.</summary>
internal static class ParityFaults
{
    public static IEnumerable<string> InNames(ParityList list, QtCounterparts counterparts)
    {
        Dictionary<string, ParityRow> rows = list.Rows.DistinctBy(row => row.Member).ToDictionary(row => row.Member);
        foreach (string name in counterparts.Names)
        {
            // A class says the class it stands for, and that is no row of its own.
            if (list.Classes.Contains(name))
                continue;
            if (!rows.TryGetValue(name, out ParityRow? row))
                yield return $"{name} has a counterpart and no row.";
            else if (!row.IsDone)
                yield return $"{name} has a counterpart, and its row says {row.Status}.";
        }
    }

    public static IEnumerable<string> InCounterparts(ParityList list, QtCounterparts counterparts) => list.Rows
        .Where(row => row.IsDone && row.Reason.Length == 0 && !counterparts.Visible.Contains(row.Member))
        .Select(row => $"{row.Member} is done, but it has neither a counterpart nor a reason.");

    public static IEnumerable<string> InRows(ParityList list)
    {
        foreach (ParityRow row in list.Rows)
        {
            if (row.Member.Length == 0 || row.Class.Length == 0)
                yield return "A row has no member, or one of no class.";
            if (!ParityList.Kinds.Contains(row.Kind))
                yield return $"{row.Member} has the unknown kind '{row.Kind}'.";
            if (!ParityList.Areas.Contains(row.Area))
                yield return $"{row.Member} has the unknown area '{row.Area}'.";
            if (!ParityList.Statuses.Contains(row.Status))
                yield return $"{row.Member} has the unknown status '{row.Status}'.";
            if (row.Status == ParityList.None && row.Reason.Length == 0)
                yield return $"{row.Member} has no counterpart and no reason.";
            if (row.Status == ParityList.Open && row.Area == ParityList.Never)
                yield return $"{row.Member} is open and never to come.";
            if (!row.IsDone && row.Test.Length > 0)
                yield return $"{row.Member} is not done and names a test.";
        }

        foreach (IGrouping<string, ParityRow> member in list.Rows.GroupBy(row => row.Member).Where(rows => rows.Count() > 1))
            yield return $"{member.Key} has {member.Count()} rows.";
        string[] blocks = [.. list.Rows.Select(row => row.Class).Where((name, i) => i == 0 || list.Rows[i - 1].Class != name)];
        foreach (string name in blocks.GroupBy(name => name).Where(names => names.Count() > 1).Select(names => names.Key))
            yield return $"The rows of {name} do not stand together.";
    }

    public static IEnumerable<string> InTests(ParityList list, Assembly tests)
    {
        HashSet<string> known =
        [
            .. tests.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(method => method.IsDefined(typeof(FactAttribute))).Select(method => $"{type.Name}.{method.Name}")),
        ];
        return list.Rows.Where(row => row.Test.Length > 0 && !known.Contains(row.Test))
            .Select(row => $"{row.Member} names the test {row.Test}, which does not exist.");
    }

    public static IEnumerable<string> InFinished(ParityList list, IReadOnlyCollection<string> areas)
    {
        foreach (string area in areas.Except(ParityList.Areas))
            yield return $"The finished area '{area}' is unknown.";
        foreach (ParityRow row in list.Rows.Where(row => areas.Contains(row.Area)))
        {
            if (row.Status == ParityList.Open)
                yield return $"{row.Member} is open in a finished area.";
            if (row.IsDone && row.Test.Length == 0)
                yield return $"{row.Member} is done in a finished area and names no test.";
        }
    }
}
