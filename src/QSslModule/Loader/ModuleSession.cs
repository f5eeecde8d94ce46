using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace QSslModule;

/// <summary>What the module's script hands over, because PowerShell compiles each call of a script when it is first made.</summary>
public sealed class ModuleSession
{
    private const string UpdateTypeData =
        "Microsoft.PowerShell.Commands.UpdateTypeDataCommand, Microsoft.PowerShell.Commands.Utility";

    private ModuleSession(CmdletInfo update) => Update = update;

    /// <summary>Update-TypeData by its class: the module that exports it need not be loaded.</summary>
    public CmdletInfo Update { get; }

    /// <summary>
    /// Hidden members of properties: a property as a view shows it, so that what a peer has put into it cannot steer the terminal. The
    /// types of objects have no such member, which CLIXML would keep; and it is no method, which a constrained language would not call.
    /// PowerShell reads the module's types file when these classes are not loaded yet, so the script adds them.
    /// </summary>
    public TypeData Members { get; } = new(typeof(PSPropertyInfo))
    {
        Members =
        {
            ["SslShown"] = View("SslShown", typeof(VisibleView)),
            ["SslScreen"] = View("SslScreen", typeof(ProfileView)),
        },
    };

    /// <summary>Begins the module's life in a runspace.</summary>
    /// <param name="context">That of the module's script.</param>
    /// <param name="onRemove">What runs when the module is removed.</param>
    /// <returns>What is left to the script.</returns>
    public static ModuleSession Begin(EngineIntrinsics context, ScriptBlock onRemove)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.SessionState.Module.OnRemove = onRemove;
        // With its assembly: PowerShell finds the class by name only after something else has loaded it.
        return new(new CmdletInfo("Update-TypeData", Type.GetType(UpdateTypeData, throwOnError: true)!));
    }

    private static CodePropertyData View(string name, Type view) => new(name, view.GetMethod("Of")) { IsHidden = true };
}
