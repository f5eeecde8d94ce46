using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Changes the configuration that new sockets and servers of this process start from.</summary>
[Cmdlet(VerbsCommon.Set, "SslDefaultConfiguration", SupportsShouldProcess = true)]
[OutputType(typeof(QSslConfiguration))]
public sealed class SetSslDefaultConfigurationCommand : SslSettingsCmdlet
{
    /// <summary>Returns a copy of the new default.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            QSslConfiguration configuration = MakeConfiguration(QSslConfiguration.DefaultConfiguration);
            if (!ShouldProcess("All sockets and servers that this process makes from now on", "Change the default TLS configuration"))
                return;
            QSslConfiguration.DefaultConfiguration = configuration;
            if (PassThru)
                WriteObject(configuration);
        }
        catch (MaterialException e)
        {
            WriteError(e.Record);
        }
    }
}
