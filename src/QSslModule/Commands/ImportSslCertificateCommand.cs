using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Imports certificates from files, PEM text, bytes or .NET certificate objects.</summary>
[Cmdlet(VerbsData.Import, "SslCertificate", DefaultParameterSetName = "Path")]
[OutputType(typeof(QSslCertificate))]
public sealed class ImportSslCertificateCommand : PathCmdlet
{
    private protected override void ReadFile(string file, object target) =>
        WriteObject(Reader.CertificatesInFile(file, target), enumerateCollection: true);

    private protected override void ReadValue(object value) => WriteObject(Reader.Certificates(value), enumerateCollection: true);
}
