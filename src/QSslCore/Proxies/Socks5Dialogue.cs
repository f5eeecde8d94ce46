using System.Buffers.Binary;
using System.Text;

namespace QSslCore.Proxies;

/// <summary>SOCKS5 (RFC 1928) with user name and password (RFC 1929).</summary>
internal sealed class Socks5Dialogue : ProxyDialogue
{
    private const byte Version = 5;
    private const byte LoginVersion = 1;
    private const byte NoLogin = 0;
    private const byte UserAndPassword = 2;
    private const int MaxTextLength = 255;

    private readonly HostTarget _target;
    private Func<ReadOnlySpan<byte>, (ProxyDialogueStatus Status, int Taken)> _expected;

    /// <param name="target">The host and its port.</param>
    public Socks5Dialogue(HostTarget target)
    {
        _target = target;
        _expected = ReceiveMethod;
        Send([Version, 2, NoLogin, UserAndPassword]);
    }

    public override ProxyDialogueStatus Receive(ReadOnlySpan<byte> received, out int taken)
    {
        taken = 0;
        while (true)
        {
            Func<ReadOnlySpan<byte>, (ProxyDialogueStatus Status, int Taken)> expected = _expected;
            (ProxyDialogueStatus status, int n) = expected(received[taken..]);
            taken += n;
            if (status != ProxyDialogueStatus.NeedsMore || n == 0)
                return status;
        }
    }

    public override ProxyDialogueStatus Authenticate(string user, string password)
    {
        byte[] name = Encoding.UTF8.GetBytes(user);
        byte[] word = Encoding.UTF8.GetBytes(password);
        if (name.Length is 0 or > MaxTextLength || word.Length > MaxTextLength)
            return Fail(QSocketError.ProxyAuthenticationRequiredError,
                "SOCKS5 takes a user name of 1 to 255 bytes and a password of up to 255");
        Send([LoginVersion, (byte)name.Length, .. name, (byte)word.Length, .. word]);
        _expected = ReceiveLogin;
        return ProxyDialogueStatus.NeedsMore;
    }

    private (ProxyDialogueStatus, int) ReceiveMethod(ReadOnlySpan<byte> received)
    {
        if (received.Length > 0 && received[0] != Version)
            return (Fail(QSocketError.ProxyProtocolError, "its answer is not SOCKS5"), 0);
        if (received.Length < 2)
            return (ProxyDialogueStatus.NeedsMore, 0);
        switch (received[1])
        {
            case NoLogin:
                SendRequest();
                return (ProxyDialogueStatus.NeedsMore, 2);
            case UserAndPassword:
                return (ProxyDialogueStatus.NeedsCredentials, 2);
            default:
                return (Fail(QSocketError.ProxyAuthenticationRequiredError, "it requires another login method than user name and password"),
                    2);
        }
    }

    private (ProxyDialogueStatus, int) ReceiveLogin(ReadOnlySpan<byte> received)
    {
        if (received.Length < 2)
            return (ProxyDialogueStatus.NeedsMore, 0);
        if (received[1] != 0)
            return (Fail(QSocketError.ProxyAuthenticationRequiredError, "it refused the user name or the password"), 2);
        SendRequest();
        return (ProxyDialogueStatus.NeedsMore, 2);
    }

    private void SendRequest()
    {
        byte[] address = _target.Address is { } literal
            ? [(byte)(literal.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 1 : 4), .. literal.GetAddressBytes()]
            : [3, (byte)_target.WireName.Length, .. Encoding.ASCII.GetBytes(_target.WireName)];
        byte[] port = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(port, (ushort)_target.Port);
        Send([Version, 1, 0, .. address, .. port]);
        _expected = ReceiveReply;
    }

    private (ProxyDialogueStatus, int) ReceiveReply(ReadOnlySpan<byte> received)
    {
        if (received.Length < 5)
            return (ProxyDialogueStatus.NeedsMore, 0);
        if (received[0] != Version)
            return (Fail(QSocketError.ProxyProtocolError, "its answer is not SOCKS5"), 0);
        // The reason comes before the address. Some proxies omit the address when they refuse.
        if (received[1] != 0)
            return (Refused(received[1]), 0);
        int length = received[3] switch
        {
            1 => 4 + 4 + 2,
            3 => 4 + 1 + received[4] + 2,
            4 => 4 + 16 + 2,
            _ => 0,
        };
        if (length == 0)
            return (Fail(QSocketError.ProxyProtocolError, "its answer names an address of an unknown kind"), 0);
        return received.Length < length ? (ProxyDialogueStatus.NeedsMore, 0) : (ProxyDialogueStatus.Done, length);
    }

    private ProxyDialogueStatus Refused(byte reply) => reply switch
    {
        2 => Fail(QSocketError.SocketAccessError, "its rules do not allow this connection"),
        3 => Fail(QSocketError.NetworkError, "it has no route to that network"),
        4 => Fail(QSocketError.HostNotFoundError, "it cannot find or reach the host"),
        5 => Fail(QSocketError.ConnectionRefusedError, "the host refused the connection"),
        6 => Fail(QSocketError.NetworkError, "the packets of the connection expired in transit"),
        7 => Fail(QSocketError.UnsupportedSocketOperationError, "it does not support connections"),
        8 => Fail(QSocketError.UnsupportedSocketOperationError, "it does not know that kind of address"),
        _ => Fail(QSocketError.NetworkError, "it could not make the connection and gave no reason"),
    };
}
