using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>The errors for certificates and keys that cannot be written as requested.</summary>
internal static class ExportErrors
{
    /// <param name="path">The given path.</param>
    /// <param name="place">The full path.</param>
    public static ErrorRecord FileExists(string path, string place) => ErrorRecords.Make(
        ErrorIds.FileExists, ErrorCategory.ResourceExists, path, $"'{place}' already exists.",
        "Choose another name, or omit -NoClobber.");

    /// <param name="path">The given path, if any.</param>
    public static ErrorRecord NoCertificate(string? path) => Unsuitable(
        path, "There is no certificate to write.", "Give certificates of Import-SslCertificate.");

    /// <param name="path">The given path, if any.</param>
    public static ErrorRecord NullCertificate(string? path) => Unsuitable(
        path, "A null certificate has nothing to write.", "Give certificates of Import-SslCertificate.");

    /// <param name="path">The given path, if any.</param>
    /// <param name="format">The format, which contains only certificates.</param>
    public static ErrorRecord KeyInFormat(string? path, SslMaterialFormat format) => Unsuitable(
        path, $"The format {format} cannot hold a private key.",
        "Use -Format Pkcs12 or Pem, or write the key by itself: Export-SslKey.");

    /// <param name="path">The given path, if any.</param>
    /// <param name="count">The number found.</param>
    public static ErrorRecord SeveralInDer(string? path, int count) => Unsuitable(
        path, $"DER is one certificate, and there are {count}.", "Use -Format Pem or Pkcs7, or give one certificate.");

    /// <param name="path">The given path, if any.</param>
    /// <param name="cause">The exception.</param>
    public static ErrorRecord BundleNotMade(string? path, Exception cause) => Unsuitable(
        path, $"The bundle cannot be made: {cause.Message}",
        "Write certificate and key as PEM; 'openssl pkcs12 -export' bundles them.");

    /// <param name="path">The given path, if any.</param>
    public static ErrorRecord BundleNeedsPassphrase(string? path) => ErrorRecords.Make(
        ErrorIds.PassphraseNeeded, ErrorCategory.AuthenticationError, path,
        "A PKCS#12 bundle with a private key needs a pass phrase.",
        "Give it with -Passphrase: Read-Host -AsSecureString asks for one.");

    /// <param name="path">The given path, if any.</param>
    /// <param name="key">A key that is not private, or null.</param>
    public static ErrorRecord NotAPrivateKey(string? path, QSslKey key) => Unsuitable(
        path, $"A {key} cannot go with a certificate.", "Give the private key.");

    /// <param name="path">The given path, if any.</param>
    /// <param name="certificate">The certificate that the key does not belong to.</param>
    public static ErrorRecord KeyMismatch(string? path, QSslCertificate certificate) => ErrorRecords.Make(
        ErrorIds.KeyMismatch, ErrorCategory.InvalidArgument, path,
        $"The private key does not belong to the certificate '{certificate}'.",
        "Give the key that the first certificate was made for.");

    /// <param name="input">The input. A text may be a key and does not become the target of the error.</param>
    public static ErrorRecord NotAKey(object input) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument,
        (input is PSObject wrapped ? wrapped.BaseObject : input) is string ? null : input,
        $"A {ErrorTarget.TypeName(input)} is not a key.", "Give a key of Import-SslKey, or what New-SslCertificate makes.");

    /// <param name="path">The given path, if any.</param>
    public static ErrorRecord NullKey(string? path) => Unsuitable(
        path, "A null key has nothing to write.", "Give a key of Import-SslKey.");

    /// <param name="path">The given path. It already contains a key.</param>
    public static ErrorRecord SecondKey(string path) => Unsuitable(
        path, $"'{InputEcho.Of(path)}' holds the previous key: one file is for one key.", "Give each key a path of its own.");

    /// <param name="path">The given path, if any.</param>
    public static ErrorRecord KeyInPkcs7(string? path) => Unsuitable(
        path, "PKCS#7 is for certificates, and not for keys.", "Use -Format Pem or Der.");

    /// <param name="path">The given path, if any.</param>
    public static ErrorRecord KeyAloneInPkcs12(string? path) => Unsuitable(
        path, "PKCS#12 is for a key with its certificate.", "Use Export-SslCertificate with -Key, or -Format Pem or Der.");

    /// <param name="key">A key of a kind that neither .NET nor the backend can encrypt.</param>
    public static ErrorRecord KeyNotEncryptable(QSslKey key) => ErrorRecords.Make(
        ErrorIds.NotExportable, ErrorCategory.NotImplemented, key, $"A key of this kind ({key}) cannot be encrypted here.",
        "Write it without -Passphrase to a place that only you can read; 'openssl pkcs8 -topk8' encrypts it.");

    /// <param name="path">The path of the output, if any.</param>
    public static ErrorRecord KeyStoreNotWritten(string? path) => Unsuitable(
        path, "JKS and JCEKS key stores are read and not written.", "Write -Format Pkcs12, which Java 8 and newer read as it is.");

    /// <param name="key">A key that cannot be exported.</param>
    public static ErrorRecord KeyNotExportable(QSslKey key) => ErrorRecords.Make(
        ErrorIds.NotExportable, ErrorCategory.PermissionDenied, key,
        $"The {key} cannot be exported: its card or its store does not give it away.",
        "Use the certificate with its key where it is, or make a new key that may be exported.");

    private static ErrorRecord Unsuitable(string? path, string message, string advice) => ErrorRecords.Make(
        ErrorIds.NotExportable, ErrorCategory.InvalidArgument, path, message, advice);
}
