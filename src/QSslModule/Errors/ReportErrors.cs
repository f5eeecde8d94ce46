using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>The errors for reports that cannot be written to a file or read from one.</summary>
internal static class ReportErrors
{
    /// <param name="option">The name of the parameter.</param>
    /// <param name="needed">The format that the parameter is for.</param>
    /// <param name="format">The format that is written.</param>
    public static ErrorRecord OptionOfOtherFormat(string option, SslReportFormat needed, SslReportFormat format) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, null,
        $"-{option} is for the format {needed}, and the format is {format}.", $"Leave -{option} out, or choose {needed}.");

    /// <param name="path">The given path.</param>
    public static ErrorRecord FormatUnknown(string path) => ErrorRecords.Make(
        ErrorIds.FormatUnknown, ErrorCategory.InvalidArgument, path,
        $"The name '{InputEcho.Of(path)}' does not tell which format is meant.",
        $"Name it with -Format, or use one of the extensions {string.Join(", ", ReportWriters.Extensions)}.");

    /// <param name="path">The given path.</param>
    /// <param name="file">The full path.</param>
    public static ErrorRecord FileIsFolder(string path, string file) => ErrorRecords.Make(
        ErrorIds.FileNotWritten, ErrorCategory.InvalidArgument, path, $"'{file}' is a folder.", "Give the name of a file in it.");

    /// <param name="path">The given path.</param>
    /// <param name="file">The full path.</param>
    public static ErrorRecord FolderMissing(string path, string file) => ErrorRecords.Make(
        ErrorIds.FileNotWritten, ErrorCategory.ObjectNotFound, path, $"There is no folder for '{InputEcho.OfPath(file)}'.",
        "Create it first, or check the path.");

    /// <param name="path">The given path.</param>
    /// <param name="file">The full path.</param>
    /// <param name="link">Which link of another user leads elsewhere, as a sentence without its full stop.</param>
    public static ErrorRecord FileIsPlantedLink(string path, string file, string link) => ErrorRecords.Make(
        ErrorIds.FileNotWritten, ErrorCategory.SecurityError, path, $"'{InputEcho.OfPath(file)}' cannot be written: {link}.",
        "Write to the place that it leads to, if that is meant, or remove it.");

    /// <param name="path">The given path.</param>
    /// <param name="file">The full path.</param>
    public static ErrorRecord FileIsReadOnly(string path, string file) => ErrorRecords.Make(
        ErrorIds.FileNotWritten, ErrorCategory.PermissionDenied, path, $"'{file}' is read-only.", "-Force replaces it.");

    /// <param name="path">The given path.</param>
    /// <param name="file">The full path.</param>
    public static ErrorRecord FileExists(string path, string file) => ErrorRecords.Make(
        ErrorIds.FileExists, ErrorCategory.ResourceExists, path, $"The file '{file}' already exists.",
        "Give another name, or omit -NoClobber.");

    /// <param name="path">The given path.</param>
    /// <param name="file">The full path.</param>
    /// <param name="summary">How many objects were not reports, as a sentence without its full stop.</param>
    public static ErrorRecord SomeNotReports(string path, string file, string summary) => ErrorRecords.Make(
        ErrorIds.NotAReport, ErrorCategory.InvalidData, path, $"{summary}: {Fate(file)}.",
        "See what comes through the pipeline. -Force writes the others, and what the format can tell of the rest.");

    /// <param name="path">The given path.</param>
    /// <param name="file">The full path.</param>
    public static ErrorRecord NothingToWrite(string path, string file) => ErrorRecords.Make(
        ErrorIds.NothingToWrite, ErrorCategory.InvalidData, path, $"There is no report to write: {Fate(file)}.",
        "See why no host was tested. -Force, or -InputObject @(), writes a file that says so.");

    /// <param name="target">The given path.</param>
    /// <param name="file">The full path.</param>
    /// <param name="cause">The exception.</param>
    public static ErrorRecord NeitherJsonNorXml(object? target, string file, Exception cause) => ErrorRecords.Make(
        ErrorIds.FileUnreadable, ErrorCategory.InvalidData, target,
        $"'{VisibleText.Of(file)}' is neither JSON nor CLIXML: {cause.Message}",
        "Give a file that Export-SslReport wrote as JSON, or one of Export-Clixml.", cause);

    /// <param name="target">The given path.</param>
    /// <param name="file">The full path.</param>
    /// <param name="cause">The exception.</param>
    public static ErrorRecord FileUnreadable(object? target, string file, Exception cause) => ErrorRecords.Make(
        ErrorIds.FileUnreadable, ErrorCategory.ReadError, target, $"'{VisibleText.Of(file)}' cannot be read: {cause.Message}",
        "Check the path and its permissions.", cause);

    /// <param name="pin">The input. It may be a secret, and does not become the target of the error.</param>
    /// <param name="isThumbprint">Whether it has the form of a thumbprint.</param>
    public static ErrorRecord NotAPin(string pin, bool isThumbprint) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, null, isThumbprint
            ? "-Pin: a thumbprint is not a pin. It is the hash of the certificate, and changes with each renewal; a pin is that of the key."
            : $"-Pin: '{InputEcho.Of(pin)}' is not a valid pin.",
        "Give sha256/ and the base64 of the SHA-256 of the public key: (Test-SslHost <host>).Pin shows it.");

    private static string Fate(string file) => File.Exists(file)
        ? $"'{file}' stays as it was"
        : $"'{InputEcho.OfPath(file)}' was not written";
}
