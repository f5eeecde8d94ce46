using System.Management.Automation;
using System.Security.Cryptography;
using QSslCore;

namespace QSslModule;

/// <summary>Writes a key to a file or to the pipeline.</summary>
[Cmdlet(VerbsData.Export, "SslKey", SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(byte[]))]
public sealed class ExportSslKeyCommand : SslExportCmdlet
{
    private bool _hasWritten;

    /// <summary>The key, or what New-SslCertificate made.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object Key { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            if (Unwrapped(Key) is not (QSslKey or SslIdentity))
            {
                throw new MaterialException(ErrorRecords.Make(
                    ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, Unwrapped(Key) is string
                        ? null
                        : Key, $"A {Unwrapped(Key).GetType().Name} is no key.",
                    "Give a key of Import-SslKey, or what New-SslCertificate makes."));
            }
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
            throw Unsuitable("A null key has nothing to write.", "Give a key of Import-SslKey.");
        if (Path is not null && _hasWritten)
            throw Unsuitable($"'{InputEcho.Of(Path)}' holds the key before: one file is for one key.", "Give each key a path of its own.");
        SslMaterialFormat format = WantedFormat;
        if (format is not (SslMaterialFormat.Pem or SslMaterialFormat.Der))
        {
            throw Unsuitable(
                format == SslMaterialFormat.Pkcs7
                    ? "PKCS#7 is for certificates, and not for keys."
                    : "PKCS#12 is for a key with its certificate.",
                format == SslMaterialFormat.Pkcs7
                    ? "Use -Format Pem or Der."
                    : "Use Export-SslCertificate with -Key, or -Format Pem or Der.");
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
            // On the pipeline the bytes are the caller's.
            if (Path is not null || isPem)
                CryptographicOperations.ZeroMemory(contents);
        }
    }
}
