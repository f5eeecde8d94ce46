using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Imports keys from files, PEM text or bytes.</summary>
[Cmdlet(VerbsData.Import, "SslKey", DefaultParameterSetName = "Path")]
[OutputType(typeof(QSslKey))]
public sealed class ImportSslKeyCommand : PathCmdlet
{
    /// <summary>Imports a public key.</summary>
    [Parameter]
    public SwitchParameter Public { get; set; }

    private KeyType Half => Public ? KeyType.PublicKey : KeyType.PrivateKey;

    private protected override void ReadFile(string file, object target) => WriteObject(Reader.KeyInFile(file, target, Half));

    private protected override void ReadValue(object value) => WriteObject(Reader.Key(value, Half));
}
