namespace QSslCore.Probing.Surveys;

/// <summary>The surveys that there are. A new one is a line here.</summary>
internal static class SurveyCatalog
{
    /// <summary>All of them, made anew: a survey serves one host.</summary>
    public static IReadOnlyList<Survey> Create() =>
    [
        new VersionSurvey(),
        new SuiteSurvey(),
        new GroupSurvey(),
        new SignatureSurvey(),
        new NamelessSurvey(),
        new FeatureSurvey(),
        new ToleranceSurvey(),
        new TicketSurvey(),
        new LogSurvey(),
        new ClientSurvey(),
        new FingerprintSurvey(),
    ];
}
