using System.Reflection;
using System.Runtime.InteropServices;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Guards;

/// <summary>The module's assembly as metadata: nothing of it runs, and no PowerShell is needed to look at it.</summary>
internal static class CompiledModule
{
    private const string Automation = "System.Management.Automation.";

    private static readonly Lazy<MetadataLoadContext> s_context = new(MakeContext);
    private static readonly Lazy<IReadOnlyList<CompiledCmdlet>> s_cmdlets = new(FindCmdlets);
    private static readonly Lazy<IReadOnlySet<string>> s_verbs = new(FindVerbs);

    /// <summary>Every cmdlet that was compiled.</summary>
    public static IReadOnlyList<CompiledCmdlet> Cmdlets => s_cmdlets.Value;

    /// <summary>The verbs that PowerShell approves of.</summary>
    public static IReadOnlySet<string> ApprovedVerbs => s_verbs.Value;

    internal static bool IsAttribute(CustomAttributeData data, string name) => data.AttributeType.FullName == Automation + name;

    private static MetadataLoadContext MakeContext()
    {
        string directory = Repository.PathOf("src", "QSslModule", "bin", Repository.Configuration, "net10.0");
        return new(new PathAssemblyResolver(
        [
            .. Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll"),
            .. Directory.GetFiles(directory, "*.dll"),
            PowerShellReference,
        ]));
    }

    private static string PowerShellReference =>
        typeof(CompiledModule).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PowerShellReference").Value!;

    private static IReadOnlyList<CompiledCmdlet> FindCmdlets()
    {
        Assembly module = s_context.Value.LoadFromAssemblyName("QSslModule");
        return
        [
            .. from type in module.GetExportedTypes()
               from attribute in type.GetCustomAttributesData()
               where IsAttribute(attribute, "CmdletAttribute")
               let cmdlet = new CompiledCmdlet(type, (string)attribute.ConstructorArguments[0].Value!,
                   (string)attribute.ConstructorArguments[1].Value!)
               orderby cmdlet.Name
               select cmdlet,
        ];
    }

    private static HashSet<string> FindVerbs() =>
    [
        .. from type in s_context.Value.LoadFromAssemblyPath(PowerShellReference).GetExportedTypes()
           where type.Namespace == "System.Management.Automation" && type.Name.StartsWith("Verbs", StringComparison.Ordinal)
           from field in type.GetFields(BindingFlags.Public | BindingFlags.Static)
           where field.IsLiteral
           select (string)field.GetRawConstantValue()!,
    ];
}
