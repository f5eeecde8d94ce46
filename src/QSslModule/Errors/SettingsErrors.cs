using System.Management.Automation;
using System.Net;
using QSslCore;

namespace QSslModule;

/// <summary>The errors for TLS settings that do not exist, exclude each other, or cannot be used together.</summary>
internal static class SettingsErrors
{
    /// <param name="configuration">The configuration.</param>
    /// <param name="isKeyMismatch">Whether its private key does not belong to its certificate.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="parameters">The parameters that cause the fault; empty if they are not known.</param>
    public static ErrorRecord Unusable(
        QSslConfiguration configuration, bool isKeyMismatch, string fault, IReadOnlyList<string> parameters) => ErrorRecords.Make(
        isKeyMismatch ? ErrorIds.KeyMismatch : ErrorIds.InvalidIdentity, ErrorCategory.InvalidArgument, configuration,
        parameters.Count > 0 ? $"{string.Join(", ", parameters)}: {fault}" : fault,
        "Nothing was connected. Correct the parameters, or the -Configuration that they came with.");

    /// <param name="configuration">The configuration.</param>
    /// <param name="fault">What is wrong with it.</param>
    public static ErrorRecord KeyOfOtherCertificate(QSslConfiguration configuration, string fault) => ErrorRecords.Make(
        ErrorIds.KeyMismatch, ErrorCategory.InvalidArgument, configuration, $"-Certificate, -Key: {fault}",
        "Give the private key that the certificate was made for.");

    public static ErrorRecord KeyWithoutCertificate() => ErrorRecords.Make(
        ErrorIds.InvalidIdentity, ErrorCategory.InvalidArgument, null,
        "-Key: a private key was given without its certificate.", "Give the certificate with -Certificate.");

    /// <summary>The error for limits that make every warning critical.</summary>
    /// <param name="unit">Days or Percent, the end of the parameter names.</param>
    /// <param name="warning">The limit for warnings.</param>
    /// <param name="critical">The critical limit.</param>
    public static ErrorRecord WarningAfterCritical(string unit, string warning, string critical) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, null,
        $"-Warning{unit} {warning} and -Critical{unit} {critical} contradict each other: what is critical would come before its warning.",
        $"Give both, and a -Warning{unit} that is not {(unit == "Days" ? "smaller" : "greater")} than -Critical{unit}.");

    /// <param name="other">The parameter that excludes -TrustStore.</param>
    public static ErrorRecord TrustStoreExcluded(string other) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, null,
        $"-TrustStore and -{other} exclude each other.", "Name all authorities with -TrustStore, such as System, ca.pem.");

    /// <param name="server">The resolver.</param>
    public static ErrorRecord DnsServerUnused(IPEndPoint server) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, server,
        "-DnsServer is only for -Dane and -Mx: the names of hosts are resolved by the system.", "Add one of them, or leave it out.");

    /// <param name="startTls">What was given for -StartTls.</param>
    /// <param name="other">The parameter that excludes it.</param>
    public static ErrorRecord StartTlsExcluded(object startTls, string other) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, startTls,
        $"-StartTls and {other} exclude each other.", "Leave one of them out.");

    /// <param name="name">The value of -Cipher of a configuration.</param>
    public static ErrorRecord CipherUnknown(string name) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, name,
        $"There is no cipher suite '{InputEcho.Of(name)}' in this TLS library.", "Press Tab after -Cipher for those there are.");

    /// <param name="name">The value of -Group of a configuration.</param>
    public static ErrorRecord GroupUnknown(string name) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, name,
        $"There is no group '{InputEcho.Of(name)}' for TLS in this TLS library.", "Press Tab after -Group for those there are.");

    /// <param name="name">The requested cipher suite.</param>
    public static ErrorRecord CipherNotFound(string name) => ErrorRecords.Make(
        ErrorIds.CipherNotFound, ErrorCategory.ObjectNotFound, name,
        $"There is no cipher suite '{InputEcho.Of(name)}' in this TLS library ({QSslSocket.SslLibraryVersionString}).",
        "Get-SslCipher without a name shows all there are.");

    /// <param name="name">The requested group.</param>
    public static ErrorRecord GroupNotFound(string name) => ErrorRecords.Make(
        ErrorIds.GroupNotFound, ErrorCategory.ObjectNotFound, name,
        $"There is no group '{InputEcho.Of(name)}' in this TLS library ({QSslSocket.SslLibraryVersionString}).",
        "Get-SslGroup without a name shows those for TLS, with -All all there are.");

    /// <param name="name">The requested backend.</param>
    /// <param name="refusal">Why it cannot be selected.</param>
    public static ErrorRecord BackendInUse(string name, string refusal) => ErrorRecords.Make(
        ErrorIds.BackendInUse, ErrorCategory.ResourceBusy, name, refusal,
        "Choose the backend right after the start, before any other cmdlet of this module, or give -Backend to the cmdlets that connect.");

    /// <param name="cause">The exception for the missing backend.</param>
    public static ErrorRecord NoBackend(NotSupportedException cause) => ErrorRecords.Make(
        ErrorIds.NoBackend, ErrorCategory.NotInstalled, null, cause.Message, "Install OpenSSL 3.", cause);

    /// <summary>The error for pre-shared keys in a configuration. They are secrets, and do not become the target of the error.</summary>
    public static ErrorRecord PreSharedKeysInConfiguration() => Unusable(
        "A configuration holds no pre-shared keys: -PreSharedKey has no effect on it.",
        "Give the keys to the cmdlet that connects or serves: Connect-SslHost, New-SslSocket, New-SslServer. The hint that a "
            + "server gives its clients is -PreSharedKeyIdentityHint.");

    public static ErrorRecord NoPreSharedKey() => Unusable(
        "There is no pre-shared key in the table.", "Give @{ identity = SecureString }.");

    /// <param name="identity">The identity of the key.</param>
    /// <param name="typeName">The type of the given key; null for an empty key.</param>
    public static ErrorRecord NotAPreSharedKey(string identity, string? typeName) => Unusable(
        $"The pre-shared key of '{InputEcho.Of(identity)}' is {(typeName is null ? "empty" : $"a {typeName}")}.",
        "Give a SecureString (Read-Host -AsSecureString; a text that begins with hex: is bytes) or bytes.");

    /// <param name="identity">The identity of the key.</param>
    /// <param name="length">The length of the key in bytes.</param>
    /// <param name="limit">The maximum length in bytes.</param>
    public static ErrorRecord PreSharedKeyLength(string identity, int length, int limit) => Unusable(
        $"The pre-shared key of '{InputEcho.Of(identity)}' has {length} bytes.", $"Give 1 to {limit} bytes.");

    /// <param name="identity">The identity of the key.</param>
    /// <param name="prefix">The beginning of the key.</param>
    public static ErrorRecord PreSharedKeyNotHexadecimal(string identity, string prefix) => Unusable(
        $"The pre-shared key of '{InputEcho.Of(identity)}' begins with {prefix} and is not hexadecimal.",
        "Give two of 0-9 and A-F for each byte.");

    /// <param name="limit">The maximum length of an identity in bytes.</param>
    public static ErrorRecord PreSharedKeyIdentity(int limit) => Unusable(
        "The identity of a pre-shared key is empty, too long, or has a NUL in it.", $"Give 1 to {limit} bytes.");

    private static ErrorRecord Unusable(string message, string advice) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, null, message, advice);
}
