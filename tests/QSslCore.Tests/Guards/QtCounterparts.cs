using System.Reflection;

namespace QSslCore.Tests.Guards;

/// <summary>What in the library says that it stands for a member of Qt.</summary>
internal sealed class QtCounterparts
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public QtCounterparts(Assembly assembly)
    {
        (string Name, MemberInfo Member)[] all =
        [
            .. assembly.GetTypes().SelectMany(type => type.GetMembers(Declared).Where(member => member is not Type).Prepend(type))
                .SelectMany(member => member.GetCustomAttributes<QtMemberAttribute>(inherit: false)
                    .Select(attribute => (attribute.Name, member))),
        ];
        Names = [.. all.Select(pair => pair.Name).Distinct().Order(StringComparer.Ordinal)];
        Visible = all.Where(pair => IsVisible(pair.Member)).ToLookup(pair => pair.Name, pair => pair.Member);
    }

    /// <summary>Every name that is given anywhere.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The members that a program which uses the library can see, by Qt's name.</summary>
    public ILookup<string, MemberInfo> Visible { get; }

    private static bool IsVisible(MemberInfo member) => member switch
    {
        Type type => type.IsVisible,
        MethodBase method => IsVisible(method),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo signal => IsVisible(signal.AddMethod!),
        FieldInfo field => field.DeclaringType!.IsVisible && (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly),
        _ => false,
    };

    private static bool IsVisible(MethodBase method) =>
        method.DeclaringType!.IsVisible && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);
}
