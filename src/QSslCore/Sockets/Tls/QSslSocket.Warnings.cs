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
        string why = !channel.Configuration.AllowRenegotiation ? "renegotiation is off"
            : _facts.Negotiated.LacksSecureRenegotiation ? "the peer does not support secure renegotiation (RFC 5746)"
            : "the peer showed no certificate in the handshake that it could show again";
        string advice = channel.Configuration.AllowRenegotiation
            ? "Use"
            : "AllowRenegotiation (-AllowRenegotiation) lets this side take part. Safer: use";
        Warn($"{TargetText}: The peer asked for a renegotiation, most likely for a client certificate, and it was refused: {why}"
            + $"{certificate}. {advice} TLS 1.3, where the client answers, or have the server ask in the handshake.");
    }

    /// <summary>A renegotiation is complete: the peer is the same, and the cipher suite may be another one.</summary>
    private void NoteRenegotiation(TlsChannel channel)
    {
        channel.RenegotiationsTold = channel.Engine.Renegotiations;
        _facts = _facts with
        {
            Cipher = channel.Engine.SessionCipher,
            Negotiated = channel.Engine.Facts with { IsResumed = _facts.Negotiated.IsResumed },
        };
        string answer = !_facts.Negotiated.CertificateRequested ? "it did not ask for a certificate"
            : channel.Configuration.LocalCertificate.IsNull ? "there was no certificate to answer with"
            : $"it was shown '{channel.Configuration.LocalCertificate.VisibleName}'";
        Narrate($"The peer renegotiated with the certificates that were accepted; {answer}. The cipher suite is {_facts.Cipher.Name}.");
    }
}
