using System.Management.Automation;
using System.Security;
using QSslCore;

namespace QSslModule;

/// <summary>Reads keys from files, PEM text or bytes.</summary>
[Cmdlet(VerbsData.Import, "SslKey", DefaultParameterSetName = "Path")]
[OutputType(typeof(QSslKey))]
public sealed class ImportSslKeyCommand : PathCmdlet
{
    /// <summary>The pass phrase of an encrypted key.</summary>
    [Parameter]
    public SecureString? Passphrase { get; set; }

    /// <summary>Reads a public key.</summary>
    [Parameter]
    public SwitchParameter Public { get; set; }

    private protected override void ReadFile(string file, object target) => WriteObject(
        new MaterialReader(this).KeyInFile(file, target, Passphrase, GivenFormat, Public ? KeyType.PublicKey : KeyType.PrivateKey));

    private protected override void ReadValue(object value) => WriteObject(new MaterialReader(this).Key(value, Passphrase));
}
