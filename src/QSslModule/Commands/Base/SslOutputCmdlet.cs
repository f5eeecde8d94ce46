using System.Management.Automation;
using System.Text;
using QSslCore;

namespace QSslModule;

/// <summary>The base class of cmdlets that write to a file, completely or not at all, or to the pipeline.</summary>
public abstract class SslOutputCmdlet : SslCmdlet
{
    /// <summary>The file to write. Without it, the text (PEM) or the bytes (all other formats) go to the pipeline.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Also replaces a read-only file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Does not replace an existing file. Takes precedence over -Force.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Writes the contents, or an error if they cannot be written.</summary>
    /// <param name="contents">The bytes. A text is in ASCII.</param>
    /// <param name="isText">Whether the pipeline receives a string.</param>
    /// <param name="isSecret">Whether the contents include a private key.</param>
    /// <param name="what">The text for -WhatIf, such as "Write 3 certificates (Pem)".</param>
    private protected void Write(byte[] contents, bool isText, bool isSecret, string what) => Write(() => contents, isText, isSecret, what);

    /// <summary>Writes contents that are created only if they are written.</summary>
    private protected void Write(Func<byte[]> make, bool isText, bool isSecret, string what)
    {
        if (Path is null)
        {
            WriteObject(isText ? Encoding.ASCII.GetString(make()) : make(), enumerateCollection: false);
            return;
        }
        string place = PathResolver.Output(this, Path);
        if (NoClobber && File.Exists(place))
        {
            WriteError(ExportErrors.FileExists(Path, place));
            return;
        }
        if (!ShouldProcess(InputEcho.OfPath(place), what))
            return;
        byte[] contents = make();
        try
        {
            using OutputFile file = OutputFile.Stage(place, contents, isSecret, mayReplace: !NoClobber, Force);
            file.Commit();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            WriteError(ErrorRecords.ForUnwritten(Path, place, null, e));
        }
    }
}
