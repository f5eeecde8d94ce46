using QSslCore.Tls;

namespace QSslCore;

/// <summary>What reading a key brought: the key, or why there is none.</summary>
/// <param name="Key">The key; null when reading failed.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="Message">The same as a sentence part, such as "the pass phrase is wrong"; empty when it did not fail.</param>
internal readonly record struct KeyReadResult(QSslKey? Key, KeyReadFailure Failure, string Message);

/// <summary>Reads keys, and says precisely why one cannot be read.</summary>
internal static class KeyReader
{
    /// <param name="data">The file's bytes.</param>
    /// <param name="format">How they are encoded; null to find out.</param>
    /// <param name="passPhrase">Empty when there is none.</param>
    public static KeyReadResult Read(ReadOnlySpan<byte> data, EncodingFormat? format, ReadOnlySpan<byte> passPhrase) =>
        throw new NotImplementedException();
}
