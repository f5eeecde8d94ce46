using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace QSslModule;

/// <summary>
/// A property as a view shows it: what a peer has put into it cannot steer the terminal. The types of objects have no such member, which
/// CLIXML would keep; and it is no method, which a constrained language would not call.
/// </summary>
public static class ShownProperties
{
    /// <summary>The hidden members of properties that the views read; the module's script adds them to the runspace.</summary>
    public static TypeData TypeData
    {
        get
        {
            TypeData data = new(typeof(PSPropertyInfo));
            foreach ((string name, Type view) in ((string, Type)[])[("SslShown", typeof(VisibleView)), ("SslScreen", typeof(ProfileView))])
                data.Members.Add(name, new CodePropertyData(name, view.GetMethod("Of")) { IsHidden = true });
            return data;
        }
    }
}
