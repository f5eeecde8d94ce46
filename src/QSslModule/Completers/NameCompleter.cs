using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace QSslModule;

/// <summary>Completes from a list of names.</summary>
public abstract class NameCompleter : IArgumentCompleter
{
    /// <summary>The names that may stand there.</summary>
    private protected abstract IEnumerable<string> Names { get; }

    /// <summary>Returns a short description of a name, or the name itself if there is none.</summary>
    private protected virtual string Describe(string name) => name;

    /// <summary>Returns whether the command can use a name.</summary>
    private protected virtual bool IsUsable(string name, UsableSettings settings) => true;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        UsableSettings settings = new(commandName, fakeBoundParameters);
        return Names.Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase) && IsUsable(name, settings))
            .Select(name => new CompletionResult(name, name, CompletionResultType.Text, Describe(name)));
    }
}
