using QSslCore.Tls;
using static QSslCore.Tests.Simulation.CarelessEngine;

namespace QSslCore.Tests.Backends;

/// <summary>Which records of a client may leave before the verdict.</summary>
public sealed class CiphertextFilterTests
{
    private static readonly byte[] s_change = Record(20, [1]);
    private static readonly byte[] s_otherHello = Record(22, [1, 0, 0, 34, 3, 3, .. Enumerable.Repeat((byte)8, 32)]);
    private static readonly byte[] s_sealedAlert = Record(23, new byte[19]);

    [Fact]
    public void A_hello_leaves() => AssertLeaves(Hello);

    [Fact]
    public void A_hello_in_two_records_leaves() =>
        AssertLeaves([.. Record(22, [1, 0, 0, 40, 3, 3, .. new byte[32]]), .. Record(22, new byte[6])]);

    [Fact]
    public void Nothing_leaves_in_the_rest_of_a_hello() =>
        AssertLeavesOnly([.. Record(22, [1, 0, 0, 40, 3, 3, .. new byte[32]])], Record(22, new byte[7]));

    [Fact]
    public void Nothing_leaves_behind_a_hello_in_its_record() => AssertLeavesOnly([], Record(22, [.. Hello[5..], .. Credentials[5..]]));

    [Fact]
    public void A_second_hello_leaves_with_the_change_before_it() => AssertLeaves([.. Hello, .. s_change, .. Hello]);

    [Fact]
    public void A_third_hello_waits() => AssertLeavesOnly([.. Hello, .. Hello], Hello);

    /// <summary>Such bytes may as well be an encrypted message.</summary>
    [Fact]
    public void A_hello_with_another_random_waits() => AssertLeavesOnly(Hello, [.. s_change, .. s_otherHello]);

    [Fact]
    public void An_alert_leaves() => AssertLeaves([.. Hello, .. s_change, .. Refusal]);

    [Fact]
    public void A_sealed_alert_leaves() => AssertLeaves([.. Hello, .. s_sealedAlert]);

    [Fact]
    public void No_longer_sealed_record_leaves() => AssertLeavesOnly(Hello, Record(23, new byte[20]));

    [Fact]
    public void Credentials_wait_and_all_behind_them() =>
        AssertLeavesOnly(Hello, [.. s_change, .. Credentials, .. Refusal, .. s_sealedAlert, .. Hello]);

    [Fact]
    public void A_change_of_ciphers_has_one_byte() => AssertLeavesOnly(Hello, [.. Record(20, [1, 1]), .. Refusal]);

    [Fact]
    public void After_a_rejection_no_hello_leaves()
    {
        CiphertextFilter filter = new(admitsHello: false);
        Assert.Equal(0, filter.Admit(Hello));
        Assert.True(filter.HasRefused);
        Assert.Equal(Refusal.Length, new CiphertextFilter(admitsHello: false).Admit(Refusal));
    }

    [Theory]
    [InlineData(19)]
    [InlineData(24)]
    [InlineData((int)'G')]
    public void What_is_no_record_breaks(int type)
    {
        CiphertextFilter filter = new(admitsHello: true);
        Assert.Equal(0, filter.Admit(Record((byte)type, [1])));
        Assert.True(filter.IsBroken);
    }

    private static void AssertLeaves(byte[] bytes) => AssertLeavesOnly(bytes, []);

    /// <summary>Given at once, and byte by byte.</summary>
    private static void AssertLeavesOnly(byte[] leaves, byte[] waits)
    {
        byte[] all = [.. leaves, .. waits];
        CiphertextFilter atOnce = new(admitsHello: true), inPieces = new(admitsHello: true);
        Assert.Equal(leaves.Length, atOnce.Admit(all));
        int left = 0;
        for (int end = 1; end <= all.Length; end++)
            left += inPieces.Admit(all.AsSpan(left, end - left));
        Assert.Equal(leaves.Length, left);
        Assert.Equal((waits.Length > 0, waits.Length > 0), (atOnce.HasRefused, inPieces.HasRefused));
        Assert.False(atOnce.IsBroken || inPieces.IsBroken);
    }
}
