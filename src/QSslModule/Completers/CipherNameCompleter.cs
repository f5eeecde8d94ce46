using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using QSslCore;

namespace QSslModule;

/// <summary>Completes the names of cipher suites, in the form of OpenSSL or of IANA.</summary>
public sealed class CipherNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        UsableSettings settings = new(commandName, fakeBoundParameters);
        foreach (QSslCipher cipher in settings.Backend?.SupportedCiphers ?? [])
        {
            // A word with the prefix of IANA completes to a name of IANA.
            string name = word.StartsWith("TLS_", StringComparison.OrdinalIgnoreCase) ? cipher.IanaName : cipher.Name;
            if (name.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                && settings.Allow(configuration => configuration.Ciphers = [cipher]))
            {
                yield return new(name, name, CompletionResultType.ParameterValue, $"{cipher.ProtocolString} {cipher.EncryptionMethod}");
            }
        }
    }
}
