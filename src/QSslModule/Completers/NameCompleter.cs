using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace QSslModule;

/// <summary>Completes from a fixed list of names.</summary>
public abstract class NameCompleter : IArgumentCompleter
{
    private protected abstract IEnumerable<string> Names { get; }

    /// <summary>Returns a short description of a name, or the name itself if there is none.</summary>
    private protected virtual string Describe(string name) => name;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        return Names.Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(name, name, CompletionResultType.Text, Describe(name)));
    }
}
