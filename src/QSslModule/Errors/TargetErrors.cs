using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>The errors for a target that cannot be connected to or tested.</summary>
internal static class TargetErrors
{
    /// <param name="target">A target whose scheme starts with plain text.</param>
    public static ErrorRecord StartsPlain(SslTarget target) => ErrorRecords.Make(
        ErrorIds.InvalidTarget, ErrorCategory.InvalidArgument, target.Input,
        $"A connection to {target.Scheme}://{VisibleText.Of(target.HostName)} does not begin with TLS.",
        "Add -StartTls Auto; or connect with -NoEncryption and use Start-SslClientEncryption later; or name the port for TLS.");

    /// <param name="target">The target with that property.</param>
    /// <param name="property">The name of the property.</param>
    public static ErrorRecord PropertyIsNotText(SslTarget target, string property) => Unusable(target, $"{property} is not text.");

    /// <param name="target">The target with that address.</param>
    /// <param name="address">The given value.</param>
    public static ErrorRecord NotAnAddress(SslTarget target, string address) =>
        Unusable(target, $"Address: '{InputEcho.Of(address)}' is not an IP address.");

    /// <param name="name">The name to verify.</param>
    /// <param name="source">The parameter or property that contains it.</param>
    /// <param name="input">The target of the error.</param>
    public static ErrorRecord NotAHostName(string name, string source, object? input) => ErrorRecords.Make(
        ErrorIds.InvalidTarget, ErrorCategory.InvalidArgument, input,
        $"{source}: '{InputEcho.Of(name)}' cannot be the name of a host.",
        "Give the name that the certificate is for, or leave it out.");

    /// <summary>Adds to an error the file and the line of the list that its target comes from.</summary>
    /// <param name="source">The file and the line; empty for none.</param>
    /// <param name="record">The error.</param>
    public static ErrorRecord At(string source, ErrorRecord record) => source.Length == 0 ? record : ErrorRecords.Make(
        record.FullyQualifiedErrorId, record.CategoryInfo.Category, record.TargetObject,
        $"{source}: {record.ErrorDetails?.Message ?? record.Exception.Message}", record.ErrorDetails?.RecommendedAction ?? "");

    private static ErrorRecord Unusable(SslTarget target, string fault) => ErrorRecords.Make(
        ErrorIds.InvalidTarget, ErrorCategory.InvalidArgument, target.Input, $"{target}: {fault}",
        "Correct the object, or give the parameter.");
}
