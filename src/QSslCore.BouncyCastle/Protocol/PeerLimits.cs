namespace QSslCore.BouncyCastle.Protocol;

/// <summary>How much is taken from a peer: as much as OpenSSL takes.</summary>
internal static class PeerLimits
{
    public const int MaxChainLength = 100;

    public const int LargestMessage = 100 * 1024;

    public const int MaxIdentityLength = 256;

    public const int MaxKeyLength = 512;
}
