using QSslCore.Tls.Platform;

namespace QSslCore.Tests.Tls;

/// <summary>Records are counted however their bytes come.</summary>
public sealed class RecordCountTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(4000)]
    public void Counts_whole_records(int chunk)
    {
        byte[] bytes = [.. Record(0), .. Record(1), .. Record(700), .. Record(300)];
        RecordCount count = new();
        foreach (byte[] part in bytes[..^1].Chunk(chunk))
            count.Add(part);
        Assert.Equal(3, count.Complete);
        count.Add(bytes.AsSpan(^1));
        Assert.Equal(4, count.Complete);
    }

    private static byte[] Record(int length) => [23, 3, 3, (byte)(length >> 8), (byte)length, .. new byte[length]];
}
