using System.Globalization;

namespace QSslCore.Tests.Security;

/// <summary>Looks for bytes in the memory of this process (Linux). What is looked for is kept masked, so that it does not find
/// itself.</summary>
internal static unsafe class MemoryScan
{
    private const byte Mask = 0x5A;

    public static byte[] Masked(ReadOnlySpan<byte> secret)
    {
        byte[] masked = secret.ToArray();
        for (int i = 0; i < masked.Length; i++)
            masked[i] ^= Mask;
        return masked;
    }

    /// <summary>How many times the bytes are in memory that can be written.</summary>
    public static int Count(byte[] masked)
    {
        int found = 0;
        foreach (string line in File.ReadAllLines("/proc/self/maps"))
        {
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!parts[1].StartsWith("rw", StringComparison.Ordinal) || (parts.Length > 5 && parts[5] is "[vvar]" or "[vsyscall]"))
                continue;
            string[] ends = parts[0].Split('-');
            ulong start = ulong.Parse(ends[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            ulong end = ulong.Parse(ends[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            found += CountIn(start, end, masked);
        }
        return found;
    }

    // Reads through the kernel: a region may be gone by now.
    private static int CountIn(ulong start, ulong end, byte[] masked)
    {
        const int Chunk = 1 << 20;
        using FileStream memory = new("/proc/self/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
        byte* buffer = (byte*)System.Runtime.InteropServices.NativeMemory.AllocZeroed(Chunk);
        try
        {
            int found = 0;
            for (ulong at = start; at < end; at += Chunk - (ulong)masked.Length)
            {
                int length = (int)Math.Min(Chunk, end - at);
                Span<byte> bytes = new(buffer, length);
                try
                {
                    memory.Seek((long)at, SeekOrigin.Begin);
                    length = memory.Read(bytes);
                }
                catch (Exception e) when (e is IOException or ArgumentOutOfRangeException or UnauthorizedAccessException)
                {
                    break;
                }
                bool isOwn = (ulong)buffer < at + (ulong)length && at < (ulong)buffer + Chunk;
                for (int i = 0; !isOwn && i + masked.Length <= length; i++)
                {
                    if ((byte)(bytes[i] ^ Mask) == masked[0] && Matches(bytes[i..], masked))
                        found++;
                }
                bytes.Clear();
                if (length < Chunk)
                    break;
            }
            return found;
        }
        finally
        {
            System.Runtime.InteropServices.NativeMemory.Free(buffer);
        }
    }

    private static bool Matches(ReadOnlySpan<byte> bytes, byte[] masked)
    {
        for (int i = 0; i < masked.Length; i++)
        {
            if ((byte)(bytes[i] ^ Mask) != masked[i])
                return false;
        }
        return true;
    }
}
