using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using QSslCore;

namespace QSslModule;

/// <summary>Completes cipher suites, by OpenSSL's names or IANA's.</summary>
public sealed class CipherNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        foreach (QSslCipher cipher in QSslConfiguration.SupportedCiphers)
        {
            // A word that begins with IANA's prefix means IANA's names.
            string name = word.StartsWith("TLS_", StringComparison.OrdinalIgnoreCase) ? cipher.IanaName : cipher.Name;
            if (name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                yield return new(name, name, CompletionResultType.ParameterValue, $"{cipher.ProtocolString} {cipher.EncryptionMethod}");
        }
    }
}
