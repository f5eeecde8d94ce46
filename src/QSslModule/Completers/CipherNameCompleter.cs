using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using QSslCore;

namespace QSslModule;

/// <summary>Completes cipher suites.</summary>
public sealed class CipherNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        foreach (QSslCipher cipher in QSslConfiguration.SupportedCiphers)
        {
            if (cipher.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                yield return new(cipher.Name, cipher.Name, CompletionResultType.ParameterValue, $"{cipher.ProtocolString} {cipher.EncryptionMethod}");
        }
    }
}
