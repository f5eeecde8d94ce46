using System.Buffers;
using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>
/// A whole handshake of TLS 1.3, to see what it hides: extensions, certificates, the scheme of the signature, tickets. It trusts nothing
/// and has no secret to keep.
/// </summary>
internal static class Tls13Handshake
{
    private const int BufferLength = 16 * 1024;

    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(1);

    /// <summary>Makes a handshake, and closes the connection.</summary>
    /// <param name="context">The host.</param>
    /// <param name="change">What is different from the usual hello.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="wantsTickets">Finishes the handshake, and waits for what comes behind it: one more way there and back.</param>
    public static async Task<ServerAnswer> RunAsync(SurveyContext context, Func<ClientHello, ClientHello> change,
        CancellationToken cancellation, bool wantsTickets = false)
    {
        Tls13Shares shares = context.Shares;
        if (shares.Groups.Count == 0)
        {
            string lack = $"the system makes no keys on elliptic curves, which a handshake of TLS 1.3 is made with here ({shares.Lack})";
            return new() { Kind = AnswerKind.Unreachable, Reason = lack };
        }
        ClientHello hello = change(context.Hello(TlsVersion.Tls13) with
        {
            Suites = [0x1301, 0x1302, 0x1303],
            Groups = shares.Groups,
            KeyShares = shares.Shares,
        });
        ServerAnswer answer = await ConnectAsync(context.Interview, new(hello, shares, wantsTickets), hello, cancellation)
            .ConfigureAwait(false);
        if (answer.Kind == AnswerKind.Reset)
            answer = await ConnectAsync(context.Interview, new(hello, shares, wantsTickets), hello, cancellation).ConfigureAwait(false);
        if (answer.IsRefused)
        {
            // The refusal may be one of the few groups that there is arithmetic for; a host that has others asks for one of them.
            ClientHello wider = hello with { Groups = [.. shares.Groups.Union(Hellos.ModernGroups)] };
            answer = await ConnectAsync(context.Interview, new(wider, shares, wantsTickets), wider, cancellation).ConfigureAwait(false);
        }
        context.Log.Add(hello, answer);
        return answer;
    }

    private static async Task<ServerAnswer> ConnectAsync(
        Interview interview, Tls13Reader reader, ClientHello hello, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            IProbeLine line = await interview.OpenAsync(cancellation).ConfigureAwait(false);
            await using (line.ConfigureAwait(false))
            {
                return await ExchangeAsync(line, hello, reader, buffer, interview.AnswerLimit, limit).ConfigureAwait(false);
            }
        }
        catch (ProbeUnreachableException e)
        {
            return new() { Kind = AnswerKind.Unreachable, Reason = e.Message };
        }
        catch (IOException)
        {
            return reader.End(AnswerKind.Reset, "the host reset the connection");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return reader.End(AnswerKind.Silent, $"no answer came within {interview.AnswerLimit.TotalSeconds:0.#} s");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<ServerAnswer> ExchangeAsync(IProbeLine line, ClientHello hello, Tls13Reader reader, byte[] buffer,
        TimeSpan answerLimit, CancellationTokenSource limit)
    {
        limit.CancelAfter(answerLimit);
        await line.SendAsync(TlsRecord.Write(TlsRecord.Handshake, hello.RecordVersion, reader.Message), limit.Token).ConfigureAwait(false);
        while (reader.Answer is null)
        {
            int count = await line.ReceiveAsync(buffer, limit.Token).ConfigureAwait(false);
            if (count == 0)
                return reader.End(AnswerKind.Closed, "the host closed the connection");
            reader.Take(buffer.AsSpan(0, count));
            if (reader.TakeOutput() is not { Length: > 0 } output)
                continue;
            // The handshake is complete. Tickets come at once, and not every server closes at our goodbye.
            limit.CancelAfter(s_farewell < answerLimit ? s_farewell : answerLimit);
            await line.SendAsync(output, limit.Token).ConfigureAwait(false);
        }
        return reader.Answer;
    }
}
