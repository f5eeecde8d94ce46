using System.Globalization;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Tells -Verbose and -Debug of the survey of a host.</summary>
internal static class ProfileTrace
{
    /// <summary>Where the lines of a host go, with its name before each; null for nowhere.</summary>
    public static Action<bool, string>? NarratorOf(string hostName, int port, TraceBox? trace) => trace is null
        ? null
        : (isDetail, text) => trace.Put(new(isDetail, $"{SslTarget.Display(hostName, port)}: {text}."));

    /// <summary>Runs a survey of a host.</summary>
    public static async Task<SslHostProfile> RunAsync(HostSurvey survey, TraceBox? trace, CancellationToken stop)
    {
        string name = SslTarget.Display(survey.HostName, survey.Port);
        trace?.Put(new(false, $"{name}: looking at what the host accepts ({survey.Sections})."));
        SslHostProfile profile = await survey.RunAsync(stop).ConfigureAwait(false);
        if (trace is null)
            return profile;
        foreach (SslProfileProtocol protocol in profile.Protocols)
            trace.Put(new(true, $"{name}: {protocol}{(protocol.Reason.Length > 0 ? $" ({protocol.Reason})" : "")}"));
        trace.Put(new(false, string.Create(CultureInfo.InvariantCulture,
            $"{profile}, in {profile.Connections} connections and {profile.Duration.TotalSeconds:0.00} s.")));
        return profile;
    }
}
