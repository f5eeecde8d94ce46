using System.Buffers;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>
/// Asks a host hellos, each over a line of its own, and tells the answers. Whatever the host does is an answer; only a cancelled token is
/// an exception. Questions may be asked side by side.
/// </summary>
/// <param name="host">The host.</param>
/// <param name="log">Keeps what was agreed on.</param>
internal sealed class Interview(IProbeHost host, AnswerLog log)
{
    private const int BufferLength = 16 * 1024;

    /// <summary>How long a host is waited for that was silent before, and never said anything.</summary>
    private static readonly TimeSpan s_briefPatience = TimeSpan.FromSeconds(2);

    private volatile bool _wasAnswered, _wasSilent;

    /// <summary>The name for hellos (SNI); null for none.</summary>
    public string? ServerName => host.ServerName;

    /// <summary>How long an answer may take.</summary>
    public TimeSpan AnswerLimit => host.AnswerLimit;

    /// <summary>Whether the host has said anything, or has ended a connection.</summary>
    public bool WasAnswered => _wasAnswered;

    /// <summary>The host before TLS; null where only lines with TLS can be had.</summary>
    public IPlainHost? Plain => host as IPlainHost;

    /// <summary>Opens a line for steps of one's own.</summary>
    /// <exception cref="ProbeUnreachableException">The host cannot be reached; the message says why.</exception>
    public ValueTask<IProbeLine> OpenAsync(CancellationToken cancellation) => host.OpenAsync(cancellation);

    /// <summary>Says a hello, and reads the answer. After an end without a word it is said once more.</summary>
    public async Task<ServerAnswer> AskAsync(ClientHello hello, CancellationToken cancellation)
    {
        ServerAnswer answer = await AskAsync(hello.ToBytes, () => new FlightReader(hello), cancellation).ConfigureAwait(false);
        log.Add(hello, answer);
        return answer;
    }

    /// <summary>Says a hello of SSL 2.0, and reads the answer. After an end without a word it is said once more.</summary>
    /// <param name="suites">The suites, three bytes each.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ServerAnswer> AskSsl2Async(IReadOnlyList<int> suites, CancellationToken cancellation)
    {
        ServerAnswer answer = await AskAsync(() => Ssl2ClientHello.Write(suites), () => new Ssl2Reader(suites), cancellation)
            .ConfigureAwait(false);
        log.AddSsl2(answer);
        return answer;
    }

    /// <summary>Says a hello over an open line, and reads the answer; the line stays open.</summary>
    public Task<ServerAnswer> AskAsync(IProbeLine line, ClientHello hello, CancellationToken cancellation) =>
        ExchangeAsync(line, hello.ToBytes(), new FlightReader(hello), cancellation);

    /// <summary>
    /// Finds out whether an end that does not say why is a refusal: it comes again at the same hello, while another one is agreed to right
    /// before and after. Else the host may be busy or gone, and nothing is known.
    /// </summary>
    /// <param name="ask">Asks what was answered with an end.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="control">A hello that the host agrees to; null for none.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ServerAnswer> ConfirmAsync(
        Func<Task<ServerAnswer>> ask, ServerAnswer answer, ClientHello? control, CancellationToken cancellation) =>
        (await ConfirmAsync([(ask, answer)], control, cancellation).ConfigureAwait(false))[0];

    /// <summary>Finds it out for several answers. What was answered so is asked again side by side.</summary>
    /// <inheritdoc cref="ConfirmAsync(Func{Task{ServerAnswer}}, ServerAnswer, ClientHello?, CancellationToken)"/>
    public async Task<ServerAnswer[]> ConfirmAsync(IReadOnlyList<(Func<Task<ServerAnswer>> Ask, ServerAnswer Answer)> asked,
        ClientHello? control, CancellationToken cancellation)
    {
        ServerAnswer[] answers = [.. asked.Select(each => each.Answer)];
        int[] open = [.. Enumerable.Range(0, answers.Length).Where(i => answers[i].IsVague)];
        if (control is null || open.Length == 0 || !(await AskAsync(control, cancellation).ConfigureAwait(false)).IsAccepted)
            return answers;
        ServerAnswer[] again = await Task.WhenAll(open.Select(i => asked[i].Ask())).ConfigureAwait(false);
        bool answersOthers = (await AskAsync(control, cancellation).ConfigureAwait(false)).IsAccepted;
        for (int i = 0; i < open.Length; i++)
        {
            answers[open[i]] = again[i].IsVague && answersOthers
                ? again[i] with { IsConfirmed = true, Reason = $"{again[i].Reason} each time, and answers other hellos" }
                : again[i];
        }
        return answers;
    }

    private async Task<ServerAnswer> AskAsync(Func<byte[]> question, Func<IAnswerReader> makeReader, CancellationToken cancellation)
    {
        ServerAnswer answer = await AskOnceAsync(question(), makeReader(), cancellation).ConfigureAwait(false);
        return answer.Kind is AnswerKind.Reset
            ? await AskOnceAsync(question(), makeReader(), cancellation).ConfigureAwait(false)
            : answer;
    }

    private async Task<ServerAnswer> AskOnceAsync(byte[] question, IAnswerReader reader, CancellationToken cancellation)
    {
        IProbeLine line;
        try
        {
            line = await host.OpenAsync(cancellation).ConfigureAwait(false);
        }
        catch (ProbeUnreachableException e)
        {
            return new() { Kind = AnswerKind.Unreachable, Reason = e.Message };
        }
        await using (line.ConfigureAwait(false))
        {
            return await ExchangeAsync(line, question, reader, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<ServerAnswer> ExchangeAsync(
        IProbeLine line, byte[] question, IAnswerReader reader, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        TimeSpan patience = _wasSilent && !_wasAnswered && s_briefPatience < host.AnswerLimit ? s_briefPatience : host.AnswerLimit;
        limit.CancelAfter(patience);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            await SendAsync(line, question, limit.Token).ConfigureAwait(false);
            while (reader.Answer is null)
            {
                int count = await line.ReceiveAsync(buffer, limit.Token).ConfigureAwait(false);
                _wasAnswered = true;
                if (count == 0)
                    return reader.End(AnswerKind.Closed, "the host closed the connection");
                reader.Take(buffer.AsSpan(0, count));
            }
            return reader.Answer;
        }
        catch (IOException)
        {
            _wasAnswered = true;
            return reader.End(AnswerKind.Reset, "the host reset the connection");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            _wasSilent = true;
            return reader.End(AnswerKind.Silent, patience == host.AnswerLimit
                ? $"no answer came within {patience.TotalSeconds:0.#} s"
                : $"no answer came within {patience.TotalSeconds:0.#} s, and none to the hellos before");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask SendAsync(IProbeLine line, byte[] question, CancellationToken cancellation)
    {
        try
        {
            await line.SendAsync(question, cancellation).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // What the host said before it went is read all the same.
        }
    }
}
