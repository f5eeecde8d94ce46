using QSslCore.Probing.Surveys;

namespace QSslCore.Probing.Weaknesses;

/// <summary>Runs probes side by side and writes their findings into the profile, in the order of the probes.</summary>
internal sealed class WeaknessSurvey(IReadOnlyList<WeaknessProbe> probes) : Survey
{
    public override SslProfileSections Sections => SslProfileSections.Weaknesses;

    public override SurveyStage Stage => SurveyStage.Weaknesses;

    public override string Subject => "The search for weaknesses";

    public override async Task RunAsync(SurveyContext context, CancellationToken cancellation)
    {
        // What is not found out before time is up stays as it stands here.
        context.Update(profile => profile with
        {
            Weaknesses = [.. probes.Select(p => new WeaknessFinding(
                p.Weakness, WeaknessStatus.Unknown, WeaknessCertainty.Possible, "", "time was up before it was looked at").ToProfile())],
        });
        ProbeContext shared = new(context.Interview, context.Profile, context.Control);
        foreach (IGrouping<bool, WeaknessProbe> turn in probes.GroupBy(probe => probe.HoldsUp).OrderBy(turn => turn.Key))
            await Task.WhenAll(turn.Select(probe => RunAsync(probe, shared, context, cancellation))).ConfigureAwait(false);
    }

    private static async Task RunAsync(
        WeaknessProbe probe, ProbeContext shared, SurveyContext context, CancellationToken cancellation)
    {
        WeaknessFinding finding = await probe.RunAsync(shared, cancellation).ConfigureAwait(false);
        context.Update(profile => probe.Write(profile, finding));
    }
}
