namespace QSslCore.Probing.Weaknesses;

/// <summary>Early data can be replayed; whether the application minds is not known.</summary>
internal sealed class EarlyDataRule() : WeaknessProbe(WeaknessTable.EarlyData)
{
    protected override WeaknessFinding? Judge(SslHostProfile profile)
    {
        SslProfileProtocol? newest = profile.Protocols.FirstOrDefault(p => p.Version == "TLS 1.3");
        return newest?.Status == SslProfileStatus.Refused
            ? NotApplicable("the host refuses TLS 1.3")
            : OfFact(profile.EarlyData, SslProfileStatus.Yes, "early data", WeaknessCertainty.Possible)
                ?? Unknown(profile.EarlyData.Reason, "early data");
    }
}
