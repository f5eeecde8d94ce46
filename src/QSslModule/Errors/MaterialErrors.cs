using System.Management.Automation;
using QSslCore;
using QSslCore.Tls;

namespace QSslModule;

/// <summary>The errors for certificates, keys and related data that cannot be found, read or created.</summary>
internal static class MaterialErrors
{
    private const string CertificateAdvice = "Give a certificate in PEM or DER, or a bundle in PKCS#7 or PKCS#12.";

    /// <summary>The error for an empty path.</summary>
    public static ErrorRecord PathIsEmpty() => NotFound("", "An empty text names no file.");

    /// <param name="path">The path, which may be shown.</param>
    /// <param name="fault">What is wrong with it, as the end of a sentence.</param>
    public static ErrorRecord PathNotFound(string path, string fault)
    {
        string shown = InputEcho.OfPath(path);
        return NotFound(shown, $"The path '{shown}' {fault}.");
    }

    /// <param name="folder">The folder of authorities.</param>
    /// <param name="fault">Why it contains no usable authority, as a sentence.</param>
    public static ErrorRecord FolderOfAuthorities(string folder, string fault) => ErrorRecords.Make(
        ErrorIds.CertificateUnreadable, ErrorCategory.InvalidData, InputEcho.OfPath(folder),
        $"No authorities can be read from the folder '{InputEcho.OfPath(folder)}'. {fault}",
        "Give a folder with certificates in PEM or DER (.pem, .crt, .cer, .der), or the files themselves.");

    /// <param name="length">The length of a text that is neither a path nor a certificate or key, and that may be a secret.</param>
    public static ErrorRecord TextIsNotAPath(int length) => NotFound(
        InputEcho.Hidden(length), $"The text that was given ({length} characters, not shown) is not the path of a file, and no "
            + "certificate or key can be read from it.");

    /// <param name="length">The length of a pattern that no file matches, and that may be a secret.</param>
    public static ErrorRecord PatternMatchesNothing(int length) => NotFound(
        InputEcho.Hidden(length), $"No file matches the pattern that was given ({length} characters, not shown).");

    public static ErrorRecord NotInFileSystem(string path, string provider) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, path,
        $"'{InputEcho.Of(path)}' is not in the file system but in the provider '{provider}'.", "Give a path to a file.");

    /// <param name="path">The given path.</param>
    /// <param name="count">The number of files that it names.</param>
    public static ErrorRecord SeveralFiles(string path, int count) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, path,
        $"'{InputEcho.Of(path)}' names {count} files, and one key is wanted.", "Name one file.");

    /// <param name="file">The full path.</param>
    /// <param name="target">The given path or file.</param>
    /// <param name="failure">The reason, as a sentence without its full stop.</param>
    public static ErrorRecord FileUnreadable(string file, object? target, string failure) => ErrorRecords.Make(
        ErrorIds.FileNotFound, failure.Contains("denied", StringComparison.Ordinal)
            ? ErrorCategory.PermissionDenied
            : ErrorCategory.ReadError,
        target, $"'{file}' cannot be read: {failure}.", "Check that the file is there and that you may read it.");

    /// <param name="input">The input. An object may contain the key, and does not become the target of the error.</param>
    /// <param name="wanted">The expected kind of input, such as "a key".</param>
    /// <param name="usable">The valid inputs.</param>
    public static ErrorRecord WrongType(object input, string wanted, string usable) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, input.GetType().IsPrimitive ? input : null,
        $"A {input.GetType().Name} cannot be used as {wanted}.", $"Give {usable}.");

    public static ErrorRecord NoCertificateGiven() => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, "(nothing)", "No certificate was given: the value is $null or empty.",
        "Give a path, PEM text, bytes or a certificate.");

    /// <param name="name">The name of the data in messages.</param>
    /// <param name="target">The target of the error.</param>
    /// <param name="failure">The reason, as a sentence without its full stop.</param>
    public static ErrorRecord CertificateUnreadable(string name, object target, string failure) => ErrorRecords.Make(
        ErrorIds.CertificateUnreadable, ErrorCategory.InvalidData, target, $"No certificate can be read from {name}: {failure}.",
        CertificateAdvice);

    /// <summary>The error for data that should be a PKCS#7 bundle and is not.</summary>
    public static ErrorRecord NotAPkcs7Bundle(string name, object target) =>
        CertificateUnreadable(name, target, "it is not a PKCS#7 bundle, or it is damaged");

    /// <param name="name">The name of the data in messages.</param>
    /// <param name="target">The target of the error.</param>
    /// <param name="failure">The reason, as a sentence without its full stop.</param>
    public static ErrorRecord BundleUnreadable(string name, object? target, string failure) => Bundle(
        ErrorIds.BundleUnreadable, ErrorCategory.InvalidData, name, target, failure,
        "Give a whole PKCS#12 bundle (.p12, .pfx) or Java key store (JKS, JCEKS) that holds what is wanted.");

    /// <summary>The error for a requested key of a bundle that does not exist or is not unique.</summary>
    /// <param name="name">The name of the data in messages.</param>
    /// <param name="target">The target of the error.</param>
    /// <param name="asked">The requested alias or thumbprint.</param>
    /// <param name="count">The number found.</param>
    /// <param name="present">All keys of the bundle.</param>
    public static ErrorRecord KeyNotChosen(string name, object? target, string asked, int count, string present) => ErrorRecords.Make(
        ErrorIds.BundleUnreadable, ErrorCategory.ObjectNotFound, target,
        $"The bundle {name} holds {(count == 0 ? "no private key" : $"{count} private keys")} '{InputEcho.Of(asked)}'.",
        $"Choose one with -Alias or -Thumbprint: {(present.Length == 0 ? "there is none" : present)}.");

    /// <summary>The error for a bundle that the pass phrase does not open.</summary>
    /// <param name="name">The name of the data in messages.</param>
    /// <param name="target">The target of the error.</param>
    /// <param name="failure">The reason, as a sentence without its full stop.</param>
    /// <param name="wasGiven">Whether there was a pass phrase.</param>
    public static ErrorRecord BundleLocked(string name, object? target, string failure, bool wasGiven) => Bundle(
        wasGiven ? ErrorIds.WrongPassphrase : ErrorIds.PassphraseNeeded, ErrorCategory.AuthenticationError, name, target, failure,
        wasGiven ? "Check the pass phrase." : "Give the pass phrase with -Passphrase.");

    /// <param name="name">The name of the data in messages.</param>
    /// <param name="target">The target of the error.</param>
    /// <param name="result">The failure.</param>
    public static ErrorRecord KeyUnreadable(string name, object? target, KeyReadResult result)
    {
        (string id, ErrorCategory category, string advice) = result.Failure switch
        {
            KeyReadFailure.PassPhraseNeeded =>
                (ErrorIds.PassphraseNeeded, ErrorCategory.AuthenticationError, "Give the pass phrase with -Passphrase."),
            KeyReadFailure.WrongPassPhrase => (ErrorIds.WrongPassphrase, ErrorCategory.AuthenticationError, "Check the pass phrase."),
            _ => (ErrorIds.KeyUnreadable, ErrorCategory.InvalidData, "Give a key in PEM or DER, or a PKCS#12 bundle with one."),
        };
        return Key(id, category, name, target, result.Message, advice);
    }

    /// <summary>The error for a key of .NET that cannot sign.</summary>
    /// <param name="cause">The exception.</param>
    public static ErrorRecord DotNetKeyUnusable(Exception cause) => ErrorRecords.Make(
        ErrorIds.KeyUnreadable, ErrorCategory.InvalidData, null, $"The .NET key cannot be used: {cause.Message.TrimEnd('.')}.",
        "Give an RSA or ECDsa object with its private half, whose store, card or container is at hand.", cause);

    /// <param name="name">The name of the data in messages.</param>
    /// <param name="target">The target of the error.</param>
    /// <param name="format">The format of the bundle: PKCS#7, or PKCS#12 if a public key was requested.</param>
    public static ErrorRecord KeyNotInBundle(string name, object? target, SslMaterialFormat format) => Key(
        ErrorIds.KeyUnreadable, ErrorCategory.InvalidData, name, target,
        $"it is a bundle ({(format == SslMaterialFormat.Pkcs7 ? "PKCS#7" : "PKCS#12")}) and holds no key of that kind",
        "Give the key's own file.");

    /// <param name="target">The input; null if the parameters were given as text.</param>
    /// <param name="fault">The reason, as a sentence without its full stop.</param>
    public static ErrorRecord DiffieHellmanUnusable(object? target, string fault) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidData, target,
        $"The Diffie-Hellman parameters cannot be used: {fault}.", "'openssl dhparam 2048' makes some.");

    /// <param name="certificate">The certificate of the authority.</param>
    /// <param name="target">The input.</param>
    public static ErrorRecord IssuerWithoutKey(QSslCertificate certificate, object target) => ErrorRecords.Make(
        ErrorIds.CertificateNotIssued, ErrorCategory.InvalidArgument, target,
        $"'{certificate}' cannot sign without its private key.",
        "Give the key with -IssuerKey, or a PKCS#12 bundle, or what New-SslCertificate made.");

    /// <param name="faults">The requested faults.</param>
    public static ErrorRecord ExpiredAndNotYetValid(SslCertificateFault[] faults) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, faults, "A certificate cannot be both expired and not yet valid.",
        "Choose one of the two.");

    /// <param name="subjects">The given subjects.</param>
    public static ErrorRecord SeveralSubjects(string[] subjects) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, subjects,
        $"A certificate has one subject, and several were given: '{string.Join("', '", subjects.Select(InputEcho.Of))}'.",
        "Give one with -Subject, and host names with -DnsName.");

    /// <param name="subject">The subject of the certificate to create.</param>
    /// <param name="cause">The exception.</param>
    public static ErrorRecord CertificateNotMade(string subject, Exception cause) => ErrorRecords.Make(
        ErrorIds.CertificateNotIssued, ErrorCategory.InvalidArgument, subject,
        $"The certificate cannot be made: {cause.Message}", "Check the subject, the names, the dates and the issuer.", cause);

    /// <param name="subject">The requested subject, if any.</param>
    /// <param name="thumbprints">The requested thumbprints, if any.</param>
    public static ErrorRecord AuthorityNotFound(string? subject, string[]? thumbprints)
    {
        string[] asked = [.. subject is null ? [] : new[] { subject }, .. thumbprints ?? []];
        return ErrorRecords.Make(
            ErrorIds.CertificateNotFound, ErrorCategory.ObjectNotFound, subject ?? (object?)thumbprints,
            $"The system trusts no such authority ({string.Join(", ", asked.Select(InputEcho.Of))}).",
            "Get-SslCaCertificate without parameters shows all it trusts; wildcards help: -Subject '*name*'.");
    }

    private static ErrorRecord NotFound(string target, string message) => ErrorRecords.Make(
        ErrorIds.FileNotFound, ErrorCategory.ObjectNotFound, target, message,
        "Check the path and the current location; a key or a certificate as text must be whole.", new ItemNotFoundException(message));

    private static ErrorRecord Bundle(
        string id, ErrorCategory category, string name, object? target, string failure, string advice) => ErrorRecords.Make(
        id, category, target, $"The bundle {name} cannot be read: {failure}.", advice);

    private static ErrorRecord Key(
        string id, ErrorCategory category, string name, object? target, string failure, string advice) => ErrorRecords.Make(
        id, category, target, $"No key can be read from {name}: {failure}.", advice);
}
