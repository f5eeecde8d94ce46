namespace QSslCore.Sockets;

/// <summary>The signals of a TLS socket.</summary>
internal sealed class TlsSignals(Strand strand)
{
    public Signal<SignalEventArgs> Encrypted { get; } = new(strand);

    public Signal<ModeChangedEventArgs> ModeChanged { get; } = new(strand);

    public Signal<PeerVerifyErrorEventArgs> PeerVerifyError { get; } = new(strand);

    public Signal<SslErrorsEventArgs> SslErrors { get; } = new(strand);

    public Signal<EncryptedBytesWrittenEventArgs> EncryptedBytesWritten { get; } = new(strand);

    public Signal<PreSharedKeyAuthenticationRequiredEventArgs> PreSharedKeyAuthenticationRequired { get; } = new(strand);

    public Signal<SignalEventArgs> NewSessionTicketReceived { get; } = new(strand);

    public Signal<AlertEventArgs> AlertSent { get; } = new(strand);

    public Signal<AlertEventArgs> AlertReceived { get; } = new(strand);

    public Signal<HandshakeInterruptedOnErrorEventArgs> HandshakeInterruptedOnError { get; } = new(strand);
}
