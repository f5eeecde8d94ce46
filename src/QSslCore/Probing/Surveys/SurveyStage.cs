namespace QSslCore.Probing.Surveys;

/// <summary>The order of surveys.</summary>
internal enum SurveyStage
{
    /// <summary>The versions, which all others need.</summary>
    Versions,

    /// <summary>What each version agrees to.</summary>
    Facts,

    /// <summary>What is told from the answers of before, without a question.</summary>
    Summary,

    /// <summary>Weaknesses, which need the facts.</summary>
    Weaknesses,

    /// <summary>What is computed from the profile.</summary>
    Conclusions,
}
