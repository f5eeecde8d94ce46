using QSslCore.Tls;

namespace QSslCore.Tests.Backends;

/// <summary>Somebody on both sides who knows the key.</summary>
internal sealed class KnownKey : ITlsQuestions
{
    public bool KnowsPreSharedKeys => true;

    public void AskPreSharedKey(QSslPreSharedKeyAuthenticator authenticator)
    {
        if (authenticator.MaximumIdentityLength > 0)
            authenticator.Identity = [1];
        authenticator.PreSharedKey = [.. Enumerable.Repeat((byte)7, 32)];
    }

    public SslErrorCode? RefusalOf(TlsPeer peer) => null;

    public void TellMessage(bool isSent, int contentType, ReadOnlySpan<byte> message)
    {
        // Nobody wants them.
    }

    public void LogKey(string line)
    {
        // Nobody wants it.
    }
}
