using System.Security.Cryptography;

namespace QSslCore.Tests.Backends;

public sealed class SystemRefusalTests
{
    /// <summary>Windows has no curve, no algorithm, no primitive: none of it is the fault of what was read.</summary>
    [Theory]
    [InlineData(0x80090027)]
    [InlineData(0x80090029)]
    [InlineData(0xC10000BB)]
    public void What_the_system_lacks_is_told_from_damage(uint code)
    {
        CryptographicException refused = new(unchecked((int)code));
        Assert.True(SystemRefusal.Is(refused));
        Assert.True(SystemRefusal.Is(new CryptographicException("The password may be incorrect.", refused)));
    }

    [Fact]
    public void Damage_and_other_exceptions_are_no_refusal()
    {
        Assert.False(SystemRefusal.Is(new CryptographicException("ASN1 corrupted data.", new FormatException())));
        Assert.False(SystemRefusal.Is(new InvalidOperationException()));
        Assert.False(SystemRefusal.Is(null));
    }
}
