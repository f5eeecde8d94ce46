using System.Globalization;
using System.Reflection;
using System.Text;

namespace QSslCore.Tests.Guards;

/// <summary>Makes the page <c>docs/qt-parity.md</c> of the list and of what the library says about itself.</summary>
internal static class ParityPage
{
    private const string Introduction = """
        # Qt's members and where they are here

        Each public member of the classes of Qt 6 that this library stands for, with its counterpart. Overloads share a row.

        - **done**: it is here, under the name that the table gives, or in the way that the table tells.
        - **open**: it is to come.
        - **none**: it will have no counterpart, for the reason that the table gives.

        Values are compared with `Equals`: C#'s own `==` would compare references. A property stands for Qt's getter and setter.

        A test that is named proves the rule of its member; it is found in `tests/QSslCore.Tests`. This page is made of
        `qt-members.tsv` and of the attributes in the source; `QSSL_UPDATE=1` makes the tests write it anew.

        """;

    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(nint)] = "nint",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    public static string Make(ParityList list, QtCounterparts counterparts)
    {
        StringBuilder page = new(Introduction.ReplaceLineEndings("\n"));
        page.Append("\n## Summary\n\n| class | members | done | open | none |\n| --- | ---: | ---: | ---: | ---: |\n");
        foreach (string name in list.Classes)
            AppendSummary(page, name, [.. list.Rows.Where(row => row.Class == name)]);
        AppendSummary(page, "all", list.Rows);
        foreach (string name in list.Classes)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {name}\n\n| Qt | here | test |\n| --- | --- | --- |\n");
            foreach (ParityRow row in list.Rows.Where(row => row.Class == name))
            {
                string test = row.Test.Length == 0 ? "" : $"`{row.Test}`";
                page.Append(CultureInfo.InvariantCulture, $"| `{Escape(row.Member)}` | {Escape(Here(row, counterparts))} | {test} |\n");
            }
        }

        return page.ToString();
    }

    private static void AppendSummary(StringBuilder page, string name, IReadOnlyCollection<ParityRow> rows)
    {
        page.Append(CultureInfo.InvariantCulture, $"| {name} | {rows.Count}");
        foreach (string status in ParityList.Statuses)
            page.Append(CultureInfo.InvariantCulture, $" | {rows.Count(row => row.Status == status)}");
        page.Append(" |\n");
    }

    private static string Here(ParityRow row, QtCounterparts counterparts)
    {
        if (row.Status == ParityList.Open)
            return row.Reason.Length == 0 ? "*open*" : $"*open*: {row.Reason}";
        if (row.Status == ParityList.None)
            return $"*none*: {row.Reason}";

        IEnumerable<string> members = counterparts.Visible[row.Member].Select(Describe).Distinct().Order(StringComparer.Ordinal)
            .Select(name => $"`{name}`");
        return string.Join(", ", row.Reason.Length == 0 ? members : members.Append(row.Reason));
    }

    private static string Describe(MemberInfo member) => member switch
    {
        Type type => type.Name,
        ConstructorInfo constructor => $"{constructor.DeclaringType!.Name}({Parameters(constructor)})",
        MethodInfo method => $"{method.DeclaringType!.Name}.{method.Name}({Parameters(method)})",
        _ => $"{member.DeclaringType!.Name}.{member.Name}",
    };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        (parameter.IsOut ? "out " : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "")
            + Describe(parameter.ParameterType)));

    private static string Describe(Type type)
    {
        if (type.IsByRef || type.IsArray)
            return Describe(type.GetElementType()!) + (type.IsArray ? "[]" : "");
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Describe(underlying) + "?";
        if (type.IsGenericType)
        {
            string arguments = string.Join(", ", type.GetGenericArguments().Select(Describe));
            return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{arguments}>";
        }
        return s_keywords.GetValueOrDefault(type, type.Name);
    }

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
