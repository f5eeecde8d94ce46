namespace QSslCore.Probing.Surveys;

/// <summary>
/// Finds out one thing about a host: it asks, and tells what the answers mean. It knows no connections. What the host does never is an
/// exception: what is not clear is told as unknown, with the reason.
/// </summary>
internal abstract class Survey
{
    /// <summary>The sections it belongs to: it runs when one of them is asked for.</summary>
    public abstract SslProfileSections Sections { get; }

    /// <summary>When it runs. Surveys of a stage run side by side, behind those of the stages before.</summary>
    public abstract SurveyStage Stage { get; }

    /// <summary>Asks, and writes what it finds into the draft.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled: time is up.</exception>
    public abstract Task RunAsync(SurveyContext context, CancellationToken cancellation);

    /// <summary>What it is, at the beginning of a sentence: "The list of suites".</summary>
    public virtual string Subject => $"The survey {GetType().Name.Replace("Survey", "", StringComparison.Ordinal)}";
}
