using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>Says hellos that every server must understand and some do not, beside a plain one that is understood.</summary>
internal sealed class IntoleranceProbe() : WeaknessProbe(WeaknessTable.Intolerance)
{
    private static readonly (string Name, Func<ClientHello, ClientHello> Change)[] s_variants =
    [
        ("unknown suites (GREASE)", o => o with { Suites = [0x0A0A, .. o.Suites, 0xFAFA] }),
        ("unknown extensions (GREASE)", o => o with { MoreExtensions = [(0x1A1A, []), (0x2A2A, [0])] }),
        ("unknown groups (GREASE)", o => o with { Groups = [0x3A3A, .. o.Groups] }),
        ("a version that is to come", o => o with { Version = 0x0305 }),
        ("300 bytes", o => o with { MoreExtensions = [(21, new byte[300 - 150])] }),
        ("600 bytes", o => o with { MoreExtensions = [(21, new byte[600 - 150])] }),
        ("2000 bytes", o => o with { MoreExtensions = [(21, new byte[2000 - 150])] }),
    ];

    protected override WeaknessFinding? Judge(SslHostProfile profile)
    {
        SslProfileTolerance tolerance = profile.Tolerance;
        (string Name, SslProfileFact Fact)[] facts =
        [
            ("reserved values (GREASE)", tolerance.Grease), ("long hellos", tolerance.LongHello),
            ("an unknown version", tolerance.UnknownVersion), ("an unknown extension", tolerance.UnknownExtension),
        ];
        string sent = string.Join(", ", facts.Select(f => f.Name));
        string[] failures = [.. facts.Where(f => f.Fact.IsNo()).Select(f => $"{f.Name}: {f.Fact.Reason}")];
        return failures.Length > 0 ? Vulnerable(sent, string.Join("; ", failures))
            : facts.All(f => f.Fact.IsYes()) ? NotVulnerable(sent, "an answer to each")
            : OfClassicTls(profile);
    }

    protected override async Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        if (await AnswerAsync(context, o => o, cancellation).ConfigureAwait(false) is { } trouble)
            return Unknown($"the answer to a plain hello was: {trouble}");
        List<string> failures = [], silences = [];
        foreach ((string name, Func<ClientHello, ClientHello> change) in s_variants)
        {
            SessionEvent? answer = await AnswerAsync(context, change, cancellation).ConfigureAwait(false);
            // A line that broke once is no intolerance.
            if (answer is not null)
                answer = await AnswerAsync(context, change, cancellation).ConfigureAwait(false);
            if (answer is { } reason)
                (reason.End == LineEnd.Silent ? silences : failures).Add($"{name}: {reason}");
        }
        string sent = $"hellos with {string.Join(", ", s_variants.Select(v => v.Name))}, beside a plain one";
        return failures.Count > 0 ? Vulnerable(sent, string.Join("; ", failures.Concat(silences)))
            : silences.Count > 0 ? Unknown(string.Join("; ", silences), sent)
            : NotVulnerable(sent, "a hello to each");
    }

    /// <summary>What came instead of a hello; null where that came.</summary>
    private static async Task<SessionEvent?> AnswerAsync(
        ProbeContext context, Func<ClientHello, ClientHello> change, CancellationToken cancellation)
    {
        await using RecordChannel channel = await context.OpenAsync(cancellation).ConfigureAwait(false);
        RawSession session = new(channel, change(context.Offer(_ => true)));
        try
        {
            await session.StartAsync(cancellation).ConfigureAwait(false);
            return null;
        }
        catch (SessionException e)
        {
            return session.Hello is not null ? null : e.Cause ?? throw e;
        }
    }
}
