using System.Buffers.Binary;

namespace QSslCore.Tls;

/// <summary>
/// Decides which records may be sent before the peer is accepted: a client's hello and alerts. It parses the records of this side's
/// ciphertext (RFC 8446, section 5.1) and judges each record when it is complete.
/// </summary>
/// <param name="admitsHello">False after a rejection, when only an alert may follow.</param>
internal sealed class CiphertextFilter(bool admitsHello)
{
    private const byte ChangeCipherSpec = 20;
    private const byte Alert = 21;
    private const byte Handshake = 22;
    private const byte ApplicationData = 23;
    private const byte ClientHello = 1;
    private const int RecordHeader = 5;
    private const int MessageHeader = 4;
    private const int RandomStart = MessageHeader + 2;
    private const int RandomLength = 32;

    /// <summary>A client sends one hello, and a second one in answer to a HelloRetryRequest.</summary>
    private const int MaxHellos = 2;

    /// <summary>An encrypted TLS 1.3 alert consists of two bytes, its type, and a tag of up to 16 bytes. Every other message is
    /// longer.</summary>
    private const int LongestSealedAlert = 2 + 1 + 16;

    private byte[] _random = [];
    private int _hellos;
    private int _helloLeft;

    /// <summary>Whether a record must wait for the verdict. All later records wait, too.</summary>
    public bool HasRefused { get; private set; }

    /// <summary>Whether the data is not a TLS record.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Judges the records at the beginning of the withheld ciphertext.</summary>
    /// <returns>The number of bytes that may be sent. The caller passes the rest again, followed by new data.</returns>
    public int Admit(ReadOnlySpan<byte> withheld)
    {
        int admitted = 0, at = 0;
        while (!HasRefused && withheld.Length - at >= RecordHeader)
        {
            byte type = withheld[at];
            if (type is < ChangeCipherSpec or > ApplicationData)
            {
                HasRefused = IsBroken = true;
                break;
            }
            int length = BinaryPrimitives.ReadUInt16BigEndian(withheld[(at + 3)..]);
            if (withheld.Length - at - RecordHeader < length)
                break;
            ReadOnlySpan<byte> content = withheld.Slice(at + RecordHeader, length);
            at += RecordHeader + length;
            // This record has no meaning on its own. It is sent with the next hello or alert, or it waits with the flight.
            if (type == ChangeCipherSpec && content is [1])
                continue;
            if (MayLeave(type, content))
                admitted = at;
            else
                HasRefused = true;
        }
        return admitted;
    }

    private bool MayLeave(byte type, ReadOnlySpan<byte> content) => type switch
    {
        Alert => true,
        ApplicationData => content.Length <= LongestSealedAlert,
        Handshake => admitsHello && (_helloLeft > 0 ? ContinuesHello(content) : BeginsHello(content)),
        _ => false,
    };

    private bool ContinuesHello(ReadOnlySpan<byte> content)
    {
        if (content.Length > _helloLeft)
            return false;
        _helloLeft -= content.Length;
        return true;
    }

    /// <summary>Up to TLS 1.2 an encrypted Finished is also a handshake record. A second hello is recognized because it repeats the random
    /// of the first.</summary>
    private bool BeginsHello(ReadOnlySpan<byte> content)
    {
        if (_hellos == MaxHellos || content.Length < RandomStart + RandomLength || content[0] != ClientHello)
            return false;
        int left = (content[1] << 16 | content[2] << 8 | content[3]) + MessageHeader - content.Length;
        ReadOnlySpan<byte> random = content.Slice(RandomStart, RandomLength);
        if (left < 0 || (_hellos > 0 && !random.SequenceEqual(_random)))
            return false;
        _random = random.ToArray();
        _helloLeft = left;
        _hellos++;
        return true;
    }
}
