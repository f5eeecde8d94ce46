namespace QSslCore.Probing.Surveys;

/// <summary>A host that lines can be opened to. It limits how many are open at once, and counts them.</summary>
internal interface IProbeHost
{
    /// <summary>The name for hellos (SNI); null for a host that is known by its address.</summary>
    string? ServerName { get; }

    /// <summary>How long an answer may take.</summary>
    TimeSpan AnswerLimit { get; }

    /// <summary>Opens a line, up to the point where TLS begins. Disposing of it lets another one be opened.</summary>
    /// <exception cref="ProbeUnreachableException">The host cannot be reached, or did not come to TLS; the message says why.</exception>
    ValueTask<IProbeLine> OpenAsync(CancellationToken cancellation);
}
