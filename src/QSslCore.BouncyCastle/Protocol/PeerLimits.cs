namespace QSslCore.BouncyCastle.Protocol;

/// <summary>The limits for data from a peer. They are the same as in OpenSSL.</summary>
internal static class PeerLimits
{
    public const int MaxChainLength = 100;

    public const int LargestMessage = 100 * 1024;

    public const int MaxIdentityLength = 256;

    public const int MaxKeyLength = 512;
}
