using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace QSslModule;

/// <summary>Completes from a fixed list of names.</summary>
public abstract class NameCompleter : IArgumentCompleter
{
    private protected abstract IEnumerable<string> Names { get; }

    /// <summary>What a name means, in a few words; the name itself where there is no more to say.</summary>
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
