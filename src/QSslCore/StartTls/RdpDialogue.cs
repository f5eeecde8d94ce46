using System.Globalization;

namespace QSslCore.StartTls;

/// <summary>RDP (MS-RDPBCGR, 5.4.5): negotiation in the X.224 connection request.</summary>
internal sealed class RdpDialogue(string hostName) : StartTlsDialogue(hostName)
{
    private const int MaxAnswerLength = 1024;
    private const byte NegotiationResponse = 2;
    private const byte NegotiationFailure = 3;
    private const int NotAllowedByServer = 2;

    /// <summary>TPKT, X.224 connection request, and a request for TLS or CredSSP over TLS.</summary>
    private static readonly byte[] s_request = [3, 0, 0, 19, 14, 0xE0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 3, 0, 0, 0];

    protected override void Begin() => Send(s_request, "connection request for TLS or CredSSP");

    protected override int Take(ReadOnlySpan<byte> input)
    {
        if (input[0] != 3)
        {
            End(StartTlsStatus.Unintelligible, "the peer does not speak RDP");
            return 0;
        }
        if (input.Length < 4)
            return 0;
        int length = (input[2] << 8) | input[3];
        if (length is < 7 or > MaxAnswerLength)
        {
            End(StartTlsStatus.Unintelligible, "the peer does not speak RDP");
            return 0;
        }
        if (input.Length < length)
            return 0;
        OnConfirm(input[..length]);
        return length;
    }

    private void OnConfirm(ReadOnlySpan<byte> packet)
    {
        if (packet[5] != 0xD0)
        {
            End(StartTlsStatus.Unintelligible, "the answer is not a connection confirm");
            return;
        }
        ReadOnlySpan<byte> negotiation = packet.Length >= 19 ? packet.Slice(11, 8) : default;
        switch (negotiation.IsEmpty ? 0 : negotiation[0])
        {
            case NegotiationResponse when negotiation[4] != 0:
                Note('S', string.Create(CultureInfo.InvariantCulture, $"(connection confirm, protocol {negotiation[4]})"));
                End(StartTlsStatus.Ready);
                break;
            case NegotiationFailure when negotiation[4] != NotAllowedByServer:
                End(StartTlsStatus.Refused, string.Create(CultureInfo.InvariantCulture,
                    $"negotiation failure {negotiation[4]}{Describe(negotiation[4])}"));
                break;
            default:
                End(StartTlsStatus.NotOffered, "the server supports only RDP's own security");
                break;
        }
    }

    private static string Describe(byte failure) => failure switch
    {
        1 => ", it requires TLS",
        3 => ", it has no certificate",
        4 => ", the request is inconsistent",
        5 => ", it requires CredSSP",
        6 => ", it requires TLS with a certificate of the client",
        _ => "",
    };
}
