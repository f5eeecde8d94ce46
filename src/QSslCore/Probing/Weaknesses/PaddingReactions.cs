using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>
/// How a server answers to records that are damaged in several ways, behind a handshake with CBC: six connections, and six more where
/// the answers differ. The records never reach the application of a server that checks them.
/// </summary>
/// <param name="Both">Wrong padding and wrong MAC.</param>
/// <param name="Padding">Wrong padding, right MAC.</param>
/// <param name="Mac">Right padding, wrong MAC.</param>
/// <param name="Length">Padding that is longer than the record.</param>
/// <param name="EmptyPadding">Wrong padding, right MAC, no content.</param>
/// <param name="EmptyMac">Right padding, wrong MAC, no content.</param>
/// <param name="IsSteady">The second measurement gave the same.</param>
internal sealed record PaddingReactions(
    string Both, string Padding, string Mac, string Length, string EmptyPadding, string EmptyMac, bool IsSteady = true)
{
    /// <summary>For evidence.</summary>
    public const string Sent = "records with wrong padding, wrong MAC, or both, behind a handshake with CBC";

    private const byte Content = 0x20;

    /// <summary>All answers are the same.</summary>
    public bool IsUniform => new[] { Padding, Mac, Length, EmptyPadding, EmptyMac }.All(r => r == Both);

    /// <summary>Measures once a host.</summary>
    /// <exception cref="SessionException">There is no session with CBC.</exception>
    public static Task<PaddingReactions> OfAsync(ProbeContext context, CancellationToken cancellation) =>
        context.MeasureAsync(nameof(PaddingReactions), async () =>
        {
            PaddingReactions first = await MeasureAsync(context, cancellation).ConfigureAwait(false);
            return first.IsUniform
                ? first
                : first with { IsSteady = await MeasureAsync(context, cancellation).ConfigureAwait(false) == first };
        });

    private static async Task<PaddingReactions> MeasureAsync(ProbeContext context, CancellationToken cancellation)
    {
        Task<string> React(byte[] content, RecordFault fault) => ReactAsync(context, content, fault, cancellation);
        byte[] some = [Content, Content];
        string[] reactions = await Task.WhenAll(
            React(some, RecordFault.Mac | RecordFault.PaddingBytes), React(some, RecordFault.PaddingBytes), React(some, RecordFault.Mac),
            React(some, RecordFault.PaddingLength), React([], RecordFault.PaddingBytes), React([], RecordFault.Mac)).ConfigureAwait(false);
        return new(reactions[0], reactions[1], reactions[2], reactions[3], reactions[4], reactions[5]);
    }

    private static async Task<string> ReactAsync(
        ProbeContext context, byte[] content, RecordFault fault, CancellationToken cancellation)
    {
        await using RecordChannel channel = await context.OpenAsync(cancellation).ConfigureAwait(false);
        RawSession session = new(channel, context.Offer(s => s.IsCbc));
        await session.HandshakeAsync(cancellation).ConfigureAwait(false);
        await channel.SendAsync(session.Sealed(TlsRecord.ApplicationData, content, fault), cancellation).ConfigureAwait(false);
        return await Reaction.ReadAsync(session, cancellation).ConfigureAwait(false);
    }
}
