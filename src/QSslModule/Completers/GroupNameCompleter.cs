using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using QSslCore;

namespace QSslModule;

/// <summary>Completes the groups for the key exchange of TLS, by their common names.</summary>
public sealed class GroupNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        UsableSettings settings = new(commandName, fakeBoundParameters);
        return (settings.Backend?.EllipticCurves ?? [])
            .Where(curve => curve.IsTlsNamedCurve)
            .Select(curve => (Name: curve.NistName.Length > 0 ? curve.NistName : curve.ShortName, Curve: curve))
            .Where(one => one.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                && settings.Allow(configuration => configuration.EllipticCurves = [one.Curve]))
            .OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase)
            .Select(one => new CompletionResult(one.Name, one.Name, CompletionResultType.ParameterValue,
                one.Name == one.Curve.ShortName ? one.Name : $"{one.Name} ({one.Curve.ShortName})"));
    }
}
