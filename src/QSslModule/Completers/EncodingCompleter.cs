using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace QSslModule;

/// <summary>Completes the names of text encodings.</summary>
public sealed class EncodingCompleter : IArgumentCompleter
{
    private static readonly string[] s_names = ["ascii", "latin1", "utf-8", "utf-16", "utf-16BE", "utf-32"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        s_names.Where(n => n.StartsWith(wordToComplete ?? "", StringComparison.OrdinalIgnoreCase)).Select(n => new CompletionResult(n));
}
