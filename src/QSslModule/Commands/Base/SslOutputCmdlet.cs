using System.Management.Automation;
using System.Text;
using QSslCore;

namespace QSslModule;

/// <summary>A cmdlet that writes something to a file, whole or not at all, or to the pipeline.</summary>
public abstract class SslOutputCmdlet : SslCmdlet
{
    /// <summary>The file to write; without it the text (PEM) or the bytes (all other formats) go to the pipeline.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replaces a file that is marked as read-only, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Does not replace a file that is there already; outranks -Force.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Writes what was made, and what keeps it from being written as an error.</summary>
    /// <param name="contents">The bytes; of a text they are ASCII.</param>
    /// <param name="isText">On the pipeline it is a string.</param>
    /// <param name="isSecret">A private key is in it.</param>
    /// <param name="what">The words for -WhatIf, such as "Write 3 certificates (Pem)".</param>
    private protected void Write(byte[] contents, bool isText, bool isSecret, string what) => Write(() => contents, isText, isSecret, what);

    /// <summary>The same for what is made only when it is to be written.</summary>
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
