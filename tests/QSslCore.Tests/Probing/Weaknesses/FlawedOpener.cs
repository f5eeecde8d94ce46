using System.Security.Cryptography;
using QSslCore.Probing.Sessions;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>Opens records and gives away more than it should, where the flaws say so. See <see cref="RecordProtection"/>.</summary>
internal sealed class FlawedOpener(
    RecordProtection protection, ServerFlaws flaws, SessionSuite? suite = null, int version = 0, SessionKeys? keys = null)
{
    private byte BadRecordMac => flaws.WrongKeysAlert;

    private const byte DecryptionFailed = 21;

    /// <summary>Keys were made before a secret was agreed on.</summary>
    public bool IsEarly { get; private init; }

    public static FlawedOpener Early(RecordProtection protection) => new(protection, ServerFlaws.None) { IsEarly = true };

    /// <summary>The content; or null, with the alerts to send.</summary>
    public (byte[]? Content, byte[] Alerts) Open(int type, byte[] payload)
    {
        byte[]? content = protection.Open(type, payload);
        if (suite is not { IsCbc: true } || version < 0x0302)
            return (content, content is null ? [BadRecordMac] : []);
        (bool padding, bool fits, int length) = Look(payload);
        // RecordProtection looks at the length of the padding and at the MAC, and not at the bytes of the padding.
        bool mac = content is not null;
        if (mac && (padding || flaws.IgnoresPadding))
            return (content, []);
        bool isEmpty = fits && length == 0;
        if (isEmpty)
            return (null, flaws.ZeroLength && !padding ? [BadRecordMac, 0] : [BadRecordMac]);
        bool isDistinct = flaws.Zombie && !padding && mac || flaws.GoldenDoodle && padding && !mac;
        return (null, isDistinct ? [DecryptionFailed] : [BadRecordMac]);
    }

    /// <summary>Whether the padding is right, whether it fits the record, and how much content is in front.</summary>
    private (bool Padding, bool Fits, int Length) Look(byte[] payload)
    {
        byte[] key = keys!.KeyOf(ofClient: true);
#pragma warning disable CA5350 // What a client chose of old suites is read, too.
        using SymmetricAlgorithm cipher = suite!.BlockLength == 8 ? TripleDES.Create() : Aes.Create();
#pragma warning restore CA5350
        cipher.Key = key;
        int block = suite.BlockLength;
        if (payload.Length < 2 * block || payload.Length % block != 0)
            return (false, false, -1);
        byte[] plain = cipher.DecryptCbc(payload.AsSpan(block), payload.AsSpan(0, block), PaddingMode.None);
        int padding = plain[^1], length = plain.Length - 1 - padding - suite.MacLength;
        return length < 0
            ? (false, false, length)
            : (!plain.AsSpan(plain.Length - 1 - padding).ContainsAnyExcept((byte)padding), true, length);
    }
}
