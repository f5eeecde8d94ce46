using System.Net.Security;
using QSslCore.Tls.Platform;

namespace QSslCore.Tests.Backends;

/// <summary>What a suite is called, whichever number a peer may say.</summary>
public sealed class SuiteNamesTests
{
    [Fact]
    public void Every_number_has_a_name()
    {
        for (int number = 0; number <= ushort.MaxValue; number++)
        {
            QSslCipher cipher = SuiteNames.ToCipher((TlsCipherSuite)number);
            Assert.False(cipher.IsNull, $"{number:X4}");
            Assert.NotEmpty(cipher.Name);
        }
        Assert.Equal("0x0050", SuiteNames.ToCipher((TlsCipherSuite)0x0050).Name);
        Assert.Equal("ECDHE-RSA-AES128-GCM-SHA256", SuiteNames.ToCipher(TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256).Name);
    }
}
