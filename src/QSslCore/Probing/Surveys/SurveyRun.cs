using System.Diagnostics;
using System.Globalization;

namespace QSslCore.Probing.Surveys;

/// <summary>Runs surveys stage by stage.</summary>
internal static class SurveyRun
{
    /// <summary>Runs those whose sections are asked for. When time is up, the stages that ask nothing still run.</summary>
    /// <param name="surveys">The surveys.</param>
    /// <param name="context">The host.</param>
    /// <param name="timeIsUp">Why a survey was not finished, in words.</param>
    /// <param name="cancelled">The caller's.</param>
    /// <param name="limit">Cancelled when time is up, and with the caller's.</param>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public static async Task RunAsync(IEnumerable<Survey> surveys, SurveyContext context, string timeIsUp, CancellationToken cancelled,
        CancellationToken limit)
    {
        ILookup<SurveyStage, Survey> stages = surveys
            .Where(survey => (survey.Sections & context.Sections) != 0 || survey.Stage == SurveyStage.Versions)
            .ToLookup(survey => survey.Stage);
        foreach (SurveyStage stage in Enum.GetValues<SurveyStage>())
        {
            if (context.Profile.Failure.Length > 0)
                return;
            if (stages.Contains(stage) && Words(stage) is { } words)
                context.Narrator?.Invoke(false, words);
            await Task.WhenAll(stages[stage].Select(survey => RunAsync(survey, context, timeIsUp, cancelled, limit))).ConfigureAwait(false);
        }
    }

    private static string? Words(SurveyStage stage) => stage switch
    {
        SurveyStage.Versions => "asking which versions are accepted",
        SurveyStage.Facts => "asking what each version agrees to",
        SurveyStage.Summary => "asking for sessions and for HTTP",
        SurveyStage.Weaknesses => "looking for weaknesses",
        _ => null,
    };

    private static async Task RunAsync(
        Survey survey, SurveyContext context, string timeIsUp, CancellationToken cancelled, CancellationToken limit)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            await survey.RunAsync(context, limit).ConfigureAwait(false);
            context.Narrator?.Invoke(true, string.Create(CultureInfo.InvariantCulture,
                $"{survey.Subject} took {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms"));
        }
        catch (OperationCanceledException) when (!cancelled.IsCancellationRequested)
        {
            context.AddGap($"{survey.Subject} is not complete: {timeIsUp}.");
            if (survey.Stage == SurveyStage.Versions)
                context.Update(profile => profile with { Failure = VisibleText.Of($"The host did not answer: {timeIsUp}.") });
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A fault of one survey, or a system that lacks what it needs, must not cost the others.
            context.AddGap($"{survey.Subject} failed: {e.GetType().Name}: {e.Message}");
        }
    }
}
