using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Sessions;

/// <summary>What a peer does next in a session.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Data">A message with its header, the application's data, or the two bytes of an alert.</param>
/// <param name="End">For <see cref="SessionEventKind.End"/>.</param>
internal readonly record struct SessionEvent(SessionEventKind Kind, byte[] Data, LineEnd End = LineEnd.None)
{
    private const int DecryptionFailed = 21;

    /// <summary>The number of an alert; -1 for everything else.</summary>
    public int Alert => Kind == SessionEventKind.Alert ? Data[1] : -1;

    /// <summary>An alert that ends the session; close_notify is one.</summary>
    public bool IsFatal => Kind == SessionEventKind.Alert && (Data[0] == 2 || Data[1] == 0);

    /// <summary>An alert of a peer that has tried to decrypt with keys that do not fit: bad_record_mac, decryption_failed (of TLS 1.0), or
    /// decrypt_error.</summary>
    public bool TellsWrongKeys => Alert is (int)AlertType.BadRecordMac or DecryptionFailed or (int)AlertType.DecryptError;

    /// <summary>The type of a message; -1 for everything else.</summary>
    public int Message => Kind == SessionEventKind.Message ? Data[0] : -1;

    /// <summary>For people; a part of a sentence.</summary>
    public override string ToString() => Kind switch
    {
        SessionEventKind.Alert => $"alert {AlertNames.Of(Data[1])}",
        SessionEventKind.Message => $"message {Data[0]} of the handshake",
        SessionEventKind.ChangeCipherSpec => "ChangeCipherSpec",
        SessionEventKind.Data => $"{Data.Length} bytes of data",
        SessionEventKind.Heartbeat => $"{Data.Length} bytes of heartbeat",
        SessionEventKind.Undecryptable => "a record that cannot be decrypted",
        _ => End switch
        {
            LineEnd.Closed => "connection closed",
            LineEnd.Cut => "connection closed in the middle of an answer",
            LineEnd.Reset => "connection reset",
            LineEnd.Silent => "no answer within the limit",
            _ => "bytes that are not TLS",
        },
    };
}
