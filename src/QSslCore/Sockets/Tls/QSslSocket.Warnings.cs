using QSslCore.Sockets;

namespace QSslCore;

// The source of a socket's warnings.
public partial class QSslSocket
{
    /// <summary>The server that has not handed this connection out yet, or null. For the user of the server, the socket does not exist
    /// yet.</summary>
    internal object? HandlingServer { get; set; }

    private protected override bool KeepsAddresses => HandlingServer is not null;

    private protected override object WarningSender => HandlingServer ?? base.WarningSender;

    /// <summary>Warns at each handshake and not when the context of the TLS library is created, because connections share the
    /// context.</summary>
    private void WarnOfWeakSettings(QSslConfiguration configuration)
    {
        // The server has told of its own.
        if (HandlingServer is not null)
            return;
        foreach (string warning in WeakSettings.Of(configuration))
            Warn(warning);
    }

    /// <summary>Up to TLS 1.2, a server that wants a certificate for some of its paths only asks for a new handshake. A client that does
    /// not take part sees no more than a connection that ends.</summary>
    private void WarnOfRenegotiation(TlsChannel channel)
    {
        // A hostile server may ask any number of times.
        if (channel.IsRenegotiationTold)
            return;
        channel.IsRenegotiationTold = true;
        string certificate = channel.Configuration.LocalCertificate.IsNull ? ", and there is no client certificate to answer with" : "";
        Warn($"{TargetText}: The peer asked for a renegotiation, most likely for a client certificate, and it was refused: renegotiation "
            + $"is off{certificate}. Use TLS 1.3, where the client answers, or have the server ask in the handshake.");
    }
}
