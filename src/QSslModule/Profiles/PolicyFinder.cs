using System.Management.Automation;

namespace QSslModule;

/// <summary>Finds the policy that a user means: by its name, its file, or as an object.</summary>
internal static class PolicyFinder
{
    /// <exception cref="MaterialException">There is none.</exception>
    public static SslPolicy Find(PSCmdlet cmdlet, object? given) => (given is PSObject wrapped ? wrapped.BaseObject : given) switch
    {
        SslPolicy policy => policy,
        FileInfo file => Read(file.FullName),
        string name => PolicyStore.Find(name) ?? FromPath(cmdlet, name),
        var other => throw new MaterialException(PolicyErrors.NotAPolicy(other)),
    };

    private static SslPolicy FromPath(PSCmdlet cmdlet, string path)
    {
        string file;
        try
        {
            file = PathResolver.Existing(cmdlet, path, literal: true)[0];
        }
        catch (MaterialException)
        {
            throw new MaterialException(PolicyErrors.NotFound(path));
        }
        return Read(file);
    }

    private static SslPolicy Read(string file)
    {
        try
        {
            return PolicyStore.Read(file);
        }
        catch (PolicyException e)
        {
            throw new MaterialException(PolicyErrors.Unusable(file, e));
        }
    }
}
