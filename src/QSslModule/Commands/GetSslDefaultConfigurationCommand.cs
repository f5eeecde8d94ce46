using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Gets a copy of the configuration that new sockets and servers start from.</summary>
[Cmdlet(VerbsCommon.Get, "SslDefaultConfiguration")]
[OutputType(typeof(QSslConfiguration))]
public sealed class GetSslDefaultConfigurationCommand : SslCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(QSslConfiguration.DefaultConfiguration);
}
