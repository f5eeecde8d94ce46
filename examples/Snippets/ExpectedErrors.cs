using QSslCore;

namespace QSslSnippets;

/// <summary>Connects to a server whose self-signed certificate is known, and to no other.</summary>
internal static class ExpectedErrors
{
    public static QSslSocket Connect(string hostName, int port, string certificatePath)
    {
        QSslCertificate certificate = QSslCertificate.FromPath(certificatePath)[0];
        QSslError expected = new(SslErrorCode.SelfSignedCertificate, certificate);
        QSslSocket socket = new();
        socket.IgnoreSslErrors([expected]);
        socket.ConnectToHostEncrypted(hostName, port);
        return socket;
    }
}
