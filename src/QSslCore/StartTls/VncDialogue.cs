using System.Buffers.Binary;
using System.Text;

namespace QSslCore.StartTls;

/// <summary>VNC (RFC 6143) with the security type VeNCrypt, which uses TLS.</summary>
internal sealed class VncDialogue(string hostName) : StartTlsDialogue(hostName)
{
    private const byte VeNCrypt = 19;

    /// <summary>TLS with a certificate, and inside it a plain password, a VNC password, none, or SASL. Anonymous TLS (257 to 259, 263) is
    /// not accepted.</summary>
    private static readonly uint[] s_wanted = [262, 261, 260, 264];

    private Func<VncDialogue, int>? _next;
    private byte[] _input = [];

    protected override int Take(ReadOnlySpan<byte> input)
    {
        _input = input.ToArray();
        return (_next ?? (d => d.OnVersion()))(this);
    }

    private int OnVersion()
    {
        if (_input.Length < 12)
            return _input.AsSpan().StartsWith("RFB "u8[..Math.Min(4, _input.Length)]) ? 0 : NotVnc();
        string version = Encoding.ASCII.GetString(_input, 0, 12).TrimEnd('\n');
        if (!version.StartsWith("RFB 00", StringComparison.Ordinal))
            return NotVnc();
        Note('S', version);
        // The client chooses only in version 3.7 and later.
        if (string.CompareOrdinal(version, "RFB 003.007") < 0)
        {
            End(StartTlsStatus.NotOffered, $"the server speaks {version}");
            return 12;
        }
        Send("RFB 003.008\n");
        _next = d => d.OnSecurityTypes();
        return 12;
    }

    private int OnSecurityTypes()
    {
        int count = _input[0];
        if (count == 0)
        {
            if (_input.Length < 5 || BinaryPrimitives.ReadUInt32BigEndian(_input.AsSpan(1)) is var length
                && (length > 4096 || _input.Length < 5 + length))
                return 0;
            string said = Encoding.UTF8.GetString(_input, 5, (int)length).Trim();
            End(StartTlsStatus.Refused, said.Length > 0 ? said : "a refusal without a text");
            return 5 + (int)length;
        }
        if (_input.Length < 1 + count)
            return 0;
        Note('S', $"(security types {string.Join(' ', _input.Skip(1).Take(count))})");
        if (!_input.AsSpan(1, count).Contains(VeNCrypt))
        {
            End(StartTlsStatus.NotOffered, "the server has no security type VeNCrypt");
            return 1 + count;
        }
        Send([VeNCrypt], "VeNCrypt");
        _next = d => d.OnVeNCryptVersion();
        return 1 + count;
    }

    private int OnVeNCryptVersion()
    {
        if (_input.Length < 2)
            return 0;
        Send([0, 2], "VeNCrypt 0.2");
        _next = d => d.OnAcknowledged();
        return 2;
    }

    private int OnAcknowledged()
    {
        if (_input[0] != 0)
            End(StartTlsStatus.Refused, "the server does not take VeNCrypt 0.2");
        _next = d => d.OnSubtypes();
        return 1;
    }

    private int OnSubtypes()
    {
        int count = _input[0], length = 1 + 4 * count;
        if (_input.Length < length)
            return 0;
        uint[] offered = [.. Enumerable.Range(0, count).Select(i => BinaryPrimitives.ReadUInt32BigEndian(_input.AsSpan(1 + 4 * i)))];
        Note('S', $"(subtypes {string.Join(' ', offered)})");
        uint chosen = s_wanted.FirstOrDefault(offered.Contains);
        if (chosen == 0)
        {
            End(StartTlsStatus.NotOffered, "the server offers no subtype with TLS and a certificate");
            return length;
        }
        byte[] choice = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(choice, chosen);
        Send(choice, $"subtype {chosen}");
        _next = d => d.OnGoAhead();
        return length;
    }

    private int OnGoAhead()
    {
        if (_input[0] == 1)
            End(StartTlsStatus.Ready);
        else
            End(StartTlsStatus.Refused, "the server withdrew its offer");
        return 1;
    }

    private int NotVnc()
    {
        End(StartTlsStatus.Unintelligible, "the peer does not speak VNC");
        return 0;
    }
}
