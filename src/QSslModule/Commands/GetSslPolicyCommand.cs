using System.Management.Automation;

namespace QSslModule;

/// <summary>Gets the policies that hosts can be judged by: the built-in policies, or policies in files.</summary>
[Cmdlet(VerbsCommon.Get, "SslPolicy", DefaultParameterSetName = NameSet)]
[OutputType(typeof(SslPolicy))]
public sealed class GetSslPolicyCommand : SslCmdlet
{
    private const string NameSet = "Name";
    private const string PathSet = "Path";

    /// <summary>The names of policies, with wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Files with custom policies, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == PathSet)
        {
            foreach (string path in Path)
                WritePolicyOf(path);
            return;
        }
        foreach (string name in Name)
        {
            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            SslPolicy[] found = [.. PolicyStore.All.Where(policy => pattern.IsMatch(policy.Id))];
            if (found.Length == 0 && PolicyStore.Find(name) is { } named)
                found = [named];
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                WriteError(PolicyErrors.NotFound(name));
            WriteObject(found, enumerateCollection: true);
        }
    }

    private void WritePolicyOf(string path)
    {
        try
        {
            foreach (string file in PathResolver.Existing(this, path, literal: true))
                WriteObject(PolicyFinder.Find(this, new FileInfo(file)));
        }
        catch (MaterialException e)
        {
            WriteError(e.Record);
        }
    }
}
