using System.Management.Automation;
using System.Security;

namespace QSslModule;

/// <summary>The base class of cmdlets that convert files, objects and text to values.</summary>
public abstract class PathCmdlet : SslCmdlet
{
    private GatheredInput? _gathered;
    private readonly List<ErrorRecord> _strays = [];

    /// <summary>Paths, with wildcards. PEM text, bytes and certificate objects are accepted as well.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Path")]
    [ValidateNotNull]
    [AllowEmptyString]
    [WholeBytesTransformation]
    public object[] Path { get; set; } = [];

    /// <summary>Paths without wildcards. Files of Get-ChildItem bind to this parameter.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The encoding of the data. By default the cmdlet detects it.</summary>
    [Parameter]
    [ConvertsTo<SslMaterialFormat>]
    public SslMaterialFormat Format { get; set; }

    /// <summary>The pass phrase of an encrypted key or of a PKCS#12 bundle.</summary>
    [Parameter]
    [ConvertsTo<SecureString>]
    public SecureString? Passphrase { get; set; }

    /// <summary>The alias of the entry to read if a bundle or a key store contains several private keys.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Alias { get; set; }

    /// <summary>The SHA-256 or SHA-1 hash of the certificate of the entry to read if a bundle or a key store contains several private
    /// keys.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Thumbprint { get; set; }

    private GatheredInput Gathered => _gathered ??= new(SessionState);

    private protected MaterialReader Reader =>
        new(this, Passphrase, IsGiven(nameof(Format)) ? Format : null, new(Alias, Thumbprint, WriteWarning));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string literal in LiteralPath)
            Guard(() => ReadFiles(PathResolver.Existing(this, literal, literal: true), literal));
        foreach (object input in Path)
        {
            foreach (object whole in Gathered.Add(Unwrapped(input)))
                Read(whole);
            if (Gathered.HasLines)
                PassOverText();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (object whole in Gathered.Rest())
            Read(whole);
        TellStrays();
    }

    private protected abstract void ReadFile(string file, object target);

    private protected abstract void ReadValue(object value);

    private void Read(object value)
    {
        if (value is string path && !Reader.IsEncoded(path))
        {
            ReadPath(path);
            return;
        }
        TellStrays();
        Guard(() =>
        {
            if (value is FileInfo file)
                ReadFiles([file.FullName], file);
            else
                ReadValue(value);
        });
    }

    private void ReadPath(string path)
    {
        // Text from other programs contains empty lines.
        if (MyInvocation.ExpectingInput && string.IsNullOrWhiteSpace(path))
            return;
        try
        {
            IReadOnlyList<string> files = PathResolver.Existing(this, path, literal: false);
            TellStrays();
            ReadFiles(files, path);
        }
        catch (MaterialException e) when (MyInvocation.ExpectingInput)
        {
            // It may be text above a PEM block. Both arrive line by line.
            _strays.Add(e.Record);
        }
        catch (MaterialException e)
        {
            WriteError(e.Record);
        }
    }

    private void PassOverText()
    {
        if (_strays.Count > 0)
            WriteVerbose($"Lines above the first PEM block are passed over: {_strays.Count}.");
        _strays.Clear();
    }

    private void TellStrays()
    {
        foreach (ErrorRecord stray in _strays)
            WriteError(stray);
        _strays.Clear();
    }

    private void ReadFiles(IReadOnlyList<string> files, object target)
    {
        foreach (string file in files)
            Guard(() => ReadFile(file, files.Count == 1 ? target : file));
    }

    /// <summary>Writes an error for a bad file, and continues with the next one.</summary>
    private void Guard(Action action)
    {
        try
        {
            RunWithWarnings(null, action);
        }
        catch (MaterialException e)
        {
            WriteError(e.Record);
        }
    }
}
