using System.Management.Automation;
using System.Security.Cryptography;
using QSslCore;

namespace QSslModule;

/// <summary>Exports a key to a file or to the pipeline.</summary>
[Cmdlet(VerbsData.Export, "SslKey", SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(byte[]))]
public sealed class ExportSslKeyCommand : SslExportCmdlet
{
    private bool _hasWritten;

    /// <summary>The key, or the output of New-SslCertificate.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object Key { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            if (Unwrapped(Key) is not (QSslKey or SslIdentity))
                throw new MaterialException(ExportErrors.NotAKey(Key));
            WriteKey(new MaterialReader(this).Key(Key));
        }
        catch (MaterialException e)
        {
            WriteError(e.Record);
        }
    }

    private void WriteKey(QSslKey key)
    {
        if (key.IsNull)
            throw new MaterialException(ExportErrors.NullKey(Path));
        if (Path is not null && _hasWritten)
            throw new MaterialException(ExportErrors.SecondKey(Path));
        SslMaterialFormat format = WantedFormat;
        if (format is not (SslMaterialFormat.Pem or SslMaterialFormat.Der))
        {
            throw new MaterialException(format == SslMaterialFormat.Pkcs7
                ? ExportErrors.KeyInPkcs7(Path)
                : ExportErrors.KeyAloneInPkcs12(Path));
        }
        bool isPem = format == SslMaterialFormat.Pem;
        byte[] contents = isPem ? KeyText.ToPem(key, Passphrase) : KeyText.ToDer(key, Passphrase);
        try
        {
            Write(contents, isPem, isSecret: key.Type == KeyType.PrivateKey, $"Write the {key} ({format})");
            _hasWritten = true;
        }
        finally
        {
            // Bytes in the pipeline belong to the caller.
            if (Path is not null || isPem)
                CryptographicOperations.ZeroMemory(contents);
        }
    }
}
