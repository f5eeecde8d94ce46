namespace QSslCore;

/// <content>Whose warnings a socket's are.</content>
public partial class QSslSocket
{
    /// <summary>The server that has not handed this connection out yet: to its user the socket does not exist. Null for none.</summary>
    internal object? HandlingServer { get; set; }

    private protected override bool KeepsAddresses => HandlingServer is not null;

    private protected override object WarningSender => HandlingServer ?? base.WarningSender;

    /// <summary>At each handshake, and not where the TLS library's context is made: connections share that.</summary>
    private void WarnOfWeakSettings(QSslConfiguration configuration)
    {
        // The server has told of its own.
        if (HandlingServer is not null)
            return;
        foreach (string warning in WeakSettings.Of(configuration))
            Warn(warning);
    }
}
