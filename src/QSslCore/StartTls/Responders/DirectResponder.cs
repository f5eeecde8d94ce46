namespace QSslCore.StartTls;

/// <summary>A server that starts with TLS and makes the error that a test requests. It never completes a handshake.</summary>
internal sealed class DirectResponder(StartTlsFault fault) : StartTlsResponder(fault)
{
    /// <summary>handshake_failure.</summary>
    private static readonly byte[] s_alert = [0x15, 3, 3, 0, 2, 2, 40];

    /// <summary>Whether the error is possible without a protocol before TLS.</summary>
    public static bool Knows(StartTlsFault fault) =>
        fault is not (StartTlsFault.None or StartTlsFault.NotOffered or StartTlsFault.GluedPlaintext);

    protected override int Hear(ReadOnlySpan<byte> input)
    {
        Note(Peer, "(ClientHello)");
        Answer("nothing", [], s_alert, s_alert, Truncate);
        return input.Length;
    }
}
