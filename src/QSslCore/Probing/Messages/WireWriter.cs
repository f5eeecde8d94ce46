namespace QSslCore.Probing.Messages;

/// <summary>Writes the vectors of TLS.</summary>
internal static class WireWriter
{
    public static void Word(this List<byte> to, int value) => to.AddRange([(byte)(value >> 8), (byte)value]);

    public static void Triple(this List<byte> to, int value) => to.AddRange([(byte)(value >> 16), (byte)(value >> 8), (byte)value]);

    /// <summary>Bytes behind their count in one byte.</summary>
    public static void Counted8(this List<byte> to, ReadOnlySpan<byte> data)
    {
        to.Add(checked((byte)data.Length));
        to.AddRange(data);
    }

    /// <summary>Bytes behind their count in two bytes.</summary>
    public static void Counted16(this List<byte> to, ReadOnlySpan<byte> data)
    {
        to.Word(checked((ushort)data.Length));
        to.AddRange(data);
    }

    /// <summary>Numbers of two bytes each.</summary>
    public static byte[] Words(IEnumerable<int> values)
    {
        List<byte> bytes = [];
        foreach (int value in values)
            bytes.Word(value);
        return [.. bytes];
    }
}
