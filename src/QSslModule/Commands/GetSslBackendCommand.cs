using System.Management.Automation;
using QSslCore.Tls;

namespace QSslModule;

/// <summary>Gets the TLS backends: first the available ones in order of preference, then the others.</summary>
[Cmdlet(VerbsCommon.Get, "SslBackend")]
[OutputType(typeof(SslBackend))]
public sealed class GetSslBackendCommand : SslCmdlet
{
    /// <summary>The names of backends, with wildcards. The default is all backends.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BackendCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        SslBackend[] all = [.. TlsBackendRegistry.Available.Select(b => new SslBackend(b)),
            .. TlsBackendRegistry.Unusable.Select(u => new SslBackend(u))];
        if (Name is null)
        {
            WriteObject(all, enumerateCollection: true);
            return;
        }
        foreach (string name in Name)
        {
            WildcardPattern pattern = new(name, WildcardOptions.IgnoreCase);
            SslBackend[] found = Array.FindAll(all, backend => pattern.IsMatch(backend.Name));
            WriteObject(found, enumerateCollection: true);
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                WriteError(ErrorRecords.ForBackend(name));
        }
    }
}
