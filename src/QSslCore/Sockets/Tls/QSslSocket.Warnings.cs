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
}
