namespace QSslCore.Tests.Robustness;

/// <summary>Damages data in the ways that files are damaged and forged, the same ones for the same seed.</summary>
internal sealed class Mutator(int seed)
{
    private const int Largest = 64 << 10;

    private static readonly byte[] s_telling = [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0C, 0x17, 0x24, 0x30, 0x31, 0x7F, 0x80, 0x81,
        0x84, 0x88, 0xA0, 0xA3, 0xFF];

    private readonly Random _random = new(seed);

    public byte[] Mutate(byte[] original)
    {
        byte[] data = [.. original];
        for (int changes = _random.Next(1, 4); changes > 0; changes--)
            data = Change(data);
        return data.Length <= Largest ? data : data[..Largest];
    }

    private byte[] Change(byte[] data)
    {
        if (data.Length == 0)
            return RandomBytes(_random.Next(64));
        int at = _random.Next(data.Length), end = _random.Next(at, Math.Min(data.Length, at + 64) + 1);
        switch (_random.Next(12))
        {
            case 0:
                return data[..at];
            case 1:
                return [.. data, .. RandomBytes(_random.Next(1, 32))];
            case 2:
                return RandomBytes(_random.Next(256));
            case 3:
                return [.. data[..at], .. data[end..]];
            case 4:
                return [.. data[..end], .. data[at..]];
            case 5:
                return [.. data[..at], .. RandomBytes(_random.Next(1, 16)), .. data[at..]];
            case 6:
                return Nested(data);
            case 7:
                // A length far beyond the end, in as many bytes as it takes.
                return [.. data[..at], 0x30, (byte)(0x80 | _random.Next(1, 9)), .. RandomBytes(8), .. data[at..]];
            case 8:
                data[at] = s_telling[_random.Next(s_telling.Length)];
                return data;
            case 9:
                data[_random.Next(Math.Min(data.Length, 32))] = s_telling[_random.Next(s_telling.Length)];
                return data;
            default:
                data[at] ^= (byte)(1 << _random.Next(8));
                return data;
        }
    }

    /// <summary>Sequences within sequences, of indefinite length: what recursion would follow to the end of its stack.</summary>
    private byte[] Nested(byte[] data)
    {
        byte[] nest = new byte[2 * _random.Next(1, 4000)];
        for (int i = 0; i < nest.Length; i += 2)
            (nest[i], nest[i + 1]) = (0x30, 0x80);
        return [.. nest, .. data];
    }

    private byte[] RandomBytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
