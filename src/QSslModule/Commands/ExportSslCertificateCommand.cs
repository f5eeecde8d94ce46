using System.Management.Automation;
using System.Security.Cryptography;
using System.Text;
using QSslCore;

namespace QSslModule;

/// <summary>Writes certificates, all of them into one file or one object of the pipeline.</summary>
[Cmdlet(VerbsData.Export, "SslCertificate", SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(byte[]))]
public sealed class ExportSslCertificateCommand : SslExportCmdlet
{
    private GatheredInput? _gathered;
    private readonly List<QSslCertificate> _certificates = [];
    private SslIdentity? _identity;
    private bool _hasFailed;

    /// <summary>The certificates, the leaf of a chain first: objects, or paths and PEM text to convert.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [WholeBytesTransformation]
    public object[] Certificate { get; set; } = [];

    /// <summary>The private key of the first certificate, to go into a PKCS#12 bundle or a PEM file with it. What New-SslCertificate made
    /// brings its own into PKCS#12.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Key { get; set; }

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
        // A bundle that lacks some of what was to be in it is worse than none.
        if (_hasFailed)
            return;
        try
        {
            if (_certificates.Count == 0 || _certificates.Exists(c => c.IsNull))
                throw new MaterialException(_certificates.Count == 0
                    ? ExportErrors.NoCertificate(Path)
                    : ExportErrors.NullCertificate(Path));
            SslMaterialFormat format = WantedFormat;
            QSslKey? key = Key is not null ? new MaterialReader(this).Key(Key) : format == SslMaterialFormat.Pkcs12 ? _identity?.Key : null;
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
                if (_certificates.Count == 0)
                    _identity = input as SslIdentity;
                _certificates.AddRange(new MaterialReader(this).Certificates(input));
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
        if (key is not null && secret.IsEmpty)
            throw new MaterialException(ExportErrors.BundleNeedsPassphrase(Path));
        try
        {
            return Pkcs12.Write(key, _certificates[0], _certificates.Skip(1), secret.Bytes);
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
