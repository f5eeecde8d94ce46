using System.Management.Automation;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using QSslCore;

namespace QSslModule;

/// <summary>Exports certificates, all of them to one file or to one object in the pipeline.</summary>
[Cmdlet(VerbsData.Export, "SslCertificate", SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(byte[]))]
public sealed class ExportSslCertificateCommand : SslExportCmdlet
{
    private GatheredInput? _gathered;
    private readonly List<QSslCertificate> _certificates = [];
    private QSslKey? _keyBeside;
    private bool _hasFailed;

    /// <summary>The certificates, the leaf of a chain first: objects, or paths and PEM text to convert.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [WholeBytesTransformation]
    public object[] Certificate { get; set; } = [];

    /// <summary>The private key of the first certificate, for a PKCS#12 bundle or a PEM file. The output of New-SslCertificate, an
    /// X509Certificate2, a bundle, a key store and a PEM file with a key provide the key of a PKCS#12 bundle themselves.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Key { get; set; }

    /// <summary>The pass phrase of the bundle or key store to read. The default is the value of -Passphrase.</summary>
    [Parameter]
    [ConvertsTo<SecureString>]
    public SecureString? SourcePassphrase { get; set; }

    /// <summary>The alias of the entry to export if a bundle or a key store contains several private keys.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Alias { get; set; }

    /// <summary>The readers that a PKCS#12 bundle is encrypted for.</summary>
    [Parameter]
    [ConvertsTo<SslBundleCompatibility>]
    public SslBundleCompatibility Compatibility { get; set; }

    private MaterialReader Source => new(this, SourcePassphrase ?? Passphrase, choice: new(Alias, null, WriteWarning));

    private GatheredInput Gathered => _gathered ??= new(SessionState);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (object input in Certificate)
            Take(Gathered.Add(Unwrapped(input)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Take(Gathered.Rest());
        // An incomplete bundle is worse than none.
        if (_hasFailed)
            return;
        try
        {
            if (_certificates.Count == 0 || _certificates.Exists(c => c.IsNull))
                throw new MaterialException(_certificates.Count == 0
                    ? ExportErrors.NoCertificate(Path)
                    : ExportErrors.NullCertificate(Path));
            SslMaterialFormat format = WantedFormat;
            QSslKey? key = Key is not null ? Source.Key(Key) : _keyBeside;
            byte[] contents = Encode(format, key);
            try
            {
                string what = _certificates.Count == 1 ? "a certificate" : $"{_certificates.Count} certificates";
                what += key is null ? "" : " and a private key";
                Write(contents, format == SslMaterialFormat.Pem, isSecret: key is not null, $"Write {what} ({format})");
            }
            finally
            {
                if (key is not null && Path is not null)
                    CryptographicOperations.ZeroMemory(contents);
            }
        }
        catch (MaterialException e)
        {
            WriteError(e.Record);
        }
    }

    private void Take(IReadOnlyList<object> inputs)
    {
        foreach (object input in inputs)
        {
            try
            {
                // The other formats contain a key only if -Key is given.
                if (_certificates.Count == 0 && Key is null && WantedFormat == SslMaterialFormat.Pkcs12)
                    _keyBeside = Source.KeyBeside(input);
                _certificates.AddRange(Source.Certificates(input));
            }
            catch (MaterialException e)
            {
                _hasFailed = true;
                WriteError(e.Record);
            }
        }
    }

    private byte[] Encode(SslMaterialFormat format, QSslKey? key)
    {
        if (key is not null)
            CheckKey(key);
        switch (format)
        {
            case SslMaterialFormat.Jks:
                throw new MaterialException(ExportErrors.KeyStoreNotWritten(Path));
            case SslMaterialFormat.Pkcs12:
                return EncodePkcs12(key);
            case SslMaterialFormat.Pem:
                byte[] chain = Encoding.ASCII.GetBytes(string.Concat(_certificates.Select(c => c.ToPem())));
                return key is null ? chain : [.. chain, .. KeyText.ToPem(key, Passphrase)];
            case var other when key is not null:
                throw new MaterialException(ExportErrors.KeyInFormat(Path, other));
            case SslMaterialFormat.Der when _certificates.Count > 1:
                throw new MaterialException(ExportErrors.SeveralInDer(Path, _certificates.Count));
            case SslMaterialFormat.Der:
                return _certificates[0].ToDer();
            default:
                return Pkcs7.Write(_certificates);
        }
    }

    private byte[] EncodePkcs12(QSslKey? key)
    {
        using Secret secret = new(Passphrase);
        if (key is { IsExportable: false })
            throw new MaterialException(ExportErrors.KeyNotExportable(key));
        if (key is not null && secret.IsEmpty)
            throw new MaterialException(ExportErrors.BundleNeedsPassphrase(Path));
        try
        {
            return Pkcs12.Write(key, _certificates[0], _certificates.Skip(1), secret.Bytes,
                Compatibility == SslBundleCompatibility.Legacy);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException)
        {
            throw new MaterialException(ExportErrors.BundleNotMade(Path, e));
        }
    }

    private void CheckKey(QSslKey key)
    {
        if (key.IsNull || key.Type != KeyType.PrivateKey)
            throw new MaterialException(ExportErrors.NotAPrivateKey(Path, key));
        if (!_certificates[0].IsCertificateOf(key))
            throw new MaterialException(ExportErrors.KeyMismatch(Path, _certificates[0]));
    }
}
