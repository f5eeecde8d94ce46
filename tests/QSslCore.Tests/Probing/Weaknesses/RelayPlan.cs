namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>What a relay does with a connection.</summary>
/// <param name="Records">How many records of the server pass.</param>
/// <param name="HasHalf">Half of the next record passes, too.</param>
/// <param name="IsReset">The connection ends with a reset, else with a close.</param>
/// <param name="ByteDelay">How long each byte of the server waits; zero for none.</param>
internal sealed record RelayPlan(int Records, bool HasHalf, bool IsReset, TimeSpan ByteDelay = default)
{
    public static readonly RelayPlan Open = new(int.MaxValue, false, false);
}
