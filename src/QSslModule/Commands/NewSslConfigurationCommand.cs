using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Creates a configuration from the default one or from another one.</summary>
[Cmdlet(VerbsCommon.New, "SslConfiguration")]
[OutputType(typeof(QSslConfiguration))]
public sealed class NewSslConfigurationCommand : SslSettingsCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            WriteObject(MakeConfiguration(QSslConfiguration.DefaultConfiguration));
        }
        catch (MaterialException e)
        {
            WriteError(e.Record);
        }
    }
}
