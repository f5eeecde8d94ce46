using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>The errors for policies that cannot be used.</summary>
internal static class PolicyErrors
{
    /// <param name="name">The given name.</param>
    public static ErrorRecord NotFound(string name) => ErrorRecords.Make(
        ErrorIds.PolicyNotFound, ErrorCategory.ObjectNotFound, null,
        $"'{InputEcho.Of(name)}' is neither a policy of the module nor a file.",
        $"Give one of {string.Join(", ", PolicyStore.Ids)}, or the path of a policy of your own (Get-Help about_QSslPolicies).");

    /// <param name="file">The full path.</param>
    /// <param name="cause">The exception, which says what is wrong and where.</param>
    public static ErrorRecord Unusable(string file, PolicyException cause) => ErrorRecords.Make(
        ErrorIds.PolicyUnreadable, ErrorCategory.InvalidData, null,
        $"The policy '{InputEcho.OfPath(file)}' cannot be used: {cause.Message}",
        "Nothing of it was applied. Correct the file: Get-Help about_QSslPolicies tells what rules may have.", cause);

    /// <param name="given">The input.</param>
    public static ErrorRecord NotAPolicy(object? given) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidType, null,
        $"-Policy: {(given is null ? "nothing" : $"a {given.GetType().Name}")} is not a policy.",
        "Give the name of a policy, the path of a file, or what Get-SslPolicy wrote.");
}
