using System.Management.Automation;
using System.Security;

namespace QSslModule;

/// <summary>A cmdlet that reads files, objects and text into values.</summary>
public abstract class PathCmdlet : SslCmdlet
{
    /// <summary>Paths, with wildcards; PEM text, bytes or certificate objects are taken as well.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    [WholeBytesTransformation]
    public object[] Path { get; set; } = [];

    /// <summary>Paths as they are, without wildcards; files of Get-ChildItem bind to it.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>How the data is encoded; found out unless told.</summary>
    [Parameter]
    public SslMaterialFormat Format { get; set; }

    /// <summary>The pass phrase of an encrypted key or of a PKCS#12 bundle.</summary>
    [Parameter]
    public SecureString? Passphrase { get; set; }

    private protected MaterialReader Reader => new(this, Passphrase, IsGiven(nameof(Format)) ? Format : null);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string literal in LiteralPath)
            Guard(() => ReadFiles(PathResolver.Existing(this, literal, literal: true), literal));
        foreach (object input in Path)
        {
            object value = Unwrapped(input);
            Guard(() =>
            {
                if (value is FileInfo file)
                    ReadFiles([file.FullName], file);
                else if (value is string text && !MaterialReader.IsPem(text))
                    ReadFiles(PathResolver.Existing(this, text, literal: false), text);
                else
                    ReadValue(value);
            });
        }
    }

    private protected abstract void ReadFile(string file, object target);

    private protected abstract void ReadValue(object value);

    private void ReadFiles(IReadOnlyList<string> files, object target)
    {
        foreach (string file in files)
            Guard(() => ReadFile(file, files.Count == 1 ? target : file));
    }

    /// <summary>One bad file is an error, and the next one is read.</summary>
    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (MaterialException e)
        {
            WriteError(e.Record);
        }
    }
}
