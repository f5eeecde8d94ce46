namespace QSslCore.Probing.Messages;

/// <summary>Reads one answer of a server, from bytes that come in pieces of any size.</summary>
internal interface IAnswerReader
{
    /// <summary>The answer; null while more has to come.</summary>
    ServerAnswer? Answer { get; }

    /// <summary>Takes bytes. It never throws for what they are.</summary>
    void Take(ReadOnlySpan<byte> input);

    /// <summary>No more bytes come.</summary>
    /// <param name="kind">Closed, Reset or Silent.</param>
    /// <param name="reason">In words.</param>
    ServerAnswer End(AnswerKind kind, string reason);
}
