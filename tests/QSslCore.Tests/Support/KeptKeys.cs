using QSslCore.Tls;

namespace QSslCore.Tests.Support;

/// <summary>Keeps the secrets of the key log of an engine.</summary>
internal sealed class KeptKeys : ITlsQuestions
{
    private readonly Dictionary<string, byte[]> _secrets = [];

    public bool KnowsPreSharedKeys => false;

    public byte[] this[string label] => _secrets[label];

    public void AskPreSharedKey(QSslPreSharedKeyAuthenticator authenticator) => throw new NotSupportedException();

    public SslErrorCode? RefusalOf(TlsPeer peer) => null;

    public void TellMessage(bool isSent, int contentType, ReadOnlySpan<byte> message)
    {
        // These secrets are not needed.
    }

    public void LogKey(string line)
    {
        string[] parts = line.Split(' ');
        _secrets[parts[0]] = Convert.FromHexString(parts[2]);
    }
}
