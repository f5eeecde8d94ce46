using QSslCore;

namespace QSslModule;

/// <content>What all probes of a run have in common.</content>
internal sealed partial class HostProbe
{
    /// <summary>Makes the configuration of a user one for tests of hosts.</summary>
    /// <param name="configuration">Changed.</param>
    /// <param name="at">The moment to judge for; null for now.</param>
    /// <returns>Whether the staple is asked for only to look at it.</returns>
    public static bool Prepare(QSslConfiguration configuration, DateTimeOffset? at)
    {
        if (at is { } moment)
            configuration.VerificationTime = moment;
        // A configuration made for other ends must not let hosts pass unseen: what is accepted of them is said here.
        if (configuration.PeerVerifyMode == PeerVerifyMode.VerifyNone)
            configuration.PeerVerifyMode = PeerVerifyMode.VerifyPeer;
        // The first word of a host that has looked at what it was shown is often a session, which is not seen otherwise.
        configuration.SetSslOption(SslOption.DisableSessionPersistence, false);
        bool looksAtStaple = !configuration.OcspStaplingEnabled
            && QSslSocket.IsFeatureSupported(SupportedFeature.Ocsp, configuration.Backend);
        configuration.OcspStaplingEnabled |= looksAtStaple;
        return looksAtStaple;
    }
}
