using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>What is told from the answers of the whole run, without another question.</summary>
internal sealed class LogSurvey : Survey
{
    public override SslProfileSections Sections => SslProfileSections.All;

    public override SurveyStage Stage => SurveyStage.Summary;

    public override string Subject => "The summary";

    public override Task RunAsync(SurveyContext context, CancellationToken cancellation)
    {
        IReadOnlyList<(ClientHello Hello, ServerAnswer Answer)> entries = context.Log.Entries;
        SslProfileCertificate[] certificates = [.. SeenCertificates.Of(entries, context.Log.Ssl2Certificate)];
        context.Update(profile => profile with
        {
            Certificates = certificates,
            Extensions = [.. Extensions(entries)],
            DiffieHellman = [.. Fields(entries)],
            KeyReuse = new()
            {
                FiniteField = Reuse(entries, answer => answer.Suite?.IsFiniteField == true, context),
                Elliptic = Reuse(entries, answer => answer.Suite?.IsElliptic == true, context),
            },
            Renegotiation = profile.Renegotiation with { Secure = Answered(entries, TlsExtensionType.RenegotiationInfo, context) },
            ExtendedMasterSecret = Answered(entries, TlsExtensionType.ExtendedMasterSecret, context),
            Stapling = Stapling(entries),
            CertificateRequest = CertificateRequest(entries),
        });
        return Task.CompletedTask;
    }

    private static string Version(ServerAnswer answer) => TlsVersion.NameOf(answer.Hello!.Version);

    private static IEnumerable<SslProfileExtension> Extensions(IReadOnlyList<(ClientHello Hello, ServerAnswer Answer)> entries) =>
        from entry in entries
        from extension in entry.Answer.Hello!.Extensions.Concat(entry.Answer.HiddenExtensions)
        group Version(entry.Answer) by extension.Type into each
        orderby each.Key
        select new SslProfileExtension
        {
            Code = each.Key,
            Name = TlsExtensionType.NameOf(each.Key),
            Versions = [.. each.Distinct().Order(StringComparer.Ordinal)],
        };

    private static IEnumerable<SslProfileDiffieHellman> Fields(IReadOnlyList<(ClientHello Hello, ServerAnswer Answer)> entries) =>
        from entry in entries
        where entry.Answer.Suite?.IsFiniteField == true && entry.Answer.KeyExchange is { PrimeBits: > 0 }
        group entry.Answer by Convert.ToHexString(entry.Answer.KeyExchange!.Prime.AsSpan().TrimStart((byte)0)) into each
        let exchange = each.First().KeyExchange!
        orderby exchange.PrimeBits
        select new SslProfileDiffieHellman
        {
            Bits = exchange.PrimeBits,
            Prime = each.Key,
            Generator = Convert.ToHexString(exchange.Generator),
            KnownAs = KnownPrimes.NameOf(exchange.Prime),
            Versions = [.. each.Select(Version).Distinct().Order(StringComparer.Ordinal)],
        };

    /// <summary>Whether a public value came more than once.</summary>
    private static SslProfileFact Reuse(
        IReadOnlyList<(ClientHello Hello, ServerAnswer Answer)> entries, Func<ServerAnswer, bool> isOfKind, SurveyContext context)
    {
        ILookup<string, ServerAnswer> values = entries.Select(entry => entry.Answer)
            .Where(answer => answer.Hello!.Version < TlsVersion.Tls13 && isOfKind(answer) && answer.KeyExchange is { Public.Length: > 0 })
            .ToLookup(answer => Convert.ToHexString(answer.KeyExchange!.Public));
        int total = values.Sum(each => each.Count());
        if (total == 0)
        {
            return context.DoubtOfSuites is { } doubt
                ? SslProfileFact.Unknown(doubt)
                : SslProfileFact.NotApplicable("no such key exchange was seen");
        }
        if (total == 1)
            return SslProfileFact.Unknown("one key exchange was seen only");
        int most = values.Max(each => each.Count());
        return most > 1
            ? SslProfileFact.Yes($"one value came in {most} of {total} key exchanges")
            : SslProfileFact.No($"{total} key exchanges had {total} values");
    }

    /// <summary>Whether an extension of TLS 1.2 and earlier, which was offered, was answered.</summary>
    private static SslProfileFact Answered(
        IReadOnlyList<(ClientHello Hello, ServerAnswer Answer)> entries, int type, SurveyContext context)
    {
        ServerAnswer[] answers = [.. entries.Where(entry => entry.Hello.HasExtensions
            || type == TlsExtensionType.RenegotiationInfo && entry.Hello.Suites.Contains(Hellos.RenegotiationScsv))
            .Select(entry => entry.Answer).Where(answer => answer.Hello!.Version < TlsVersion.Tls13)];
        if (answers.Length == 0)
        {
            return context.Accepts(TlsVersion.Tls13)
                ? context.NotApplicable("TLS 1.3 alone is accepted, and always does it", TlsVersion.Classic)
                : SslProfileFact.Unknown("no answer was seen that shows it");
        }
        ServerAnswer? without = answers.FirstOrDefault(answer => !answer.Hello!.Has(type));
        return without is null ? SslProfileFact.Yes() : SslProfileFact.No($"not with {Version(without)}");
    }

    private static SslProfileFact Stapling(IReadOnlyList<(ClientHello Hello, ServerAnswer Answer)> entries)
    {
        ServerAnswer[] answers = [.. entries.Where(entry => entry.Hello.WantsStaple && entry.Answer.Certificates.Count > 0)
            .Select(entry => entry.Answer)];
        if (answers.Length == 0)
            return SslProfileFact.Unknown("no answer was seen that shows it");
        ServerAnswer? stapled = answers.FirstOrDefault(answer => answer.Staple.Length > 0);
        return stapled is null ? SslProfileFact.No() : SslProfileFact.Yes($"{stapled.Staple.Length} bytes");
    }

    private static SslProfileFact CertificateRequest(IReadOnlyList<(ClientHello Hello, ServerAnswer Answer)> entries)
    {
        ServerAnswer[] answers = [.. entries.Select(entry => entry.Answer).Where(answer => answer.Certificates.Count > 0)];
        return answers.Length == 0 ? SslProfileFact.Unknown("no answer was seen that shows it")
            : Array.Exists(answers, answer => answer.HasCertificateRequest)
                ? SslProfileFact.Yes(Authorities([.. answers.SelectMany(answer => answer.RequestedAuthorities).Distinct()]))
                : SslProfileFact.No();
    }

    private static string Authorities(string[] names)
    {
        const int MaxShown = 3;
        return names.Length == 0 ? ""
            : $"from {string.Join(" or ", names.Take(MaxShown))}{(names.Length > MaxShown ? $" or {names.Length - MaxShown} others" : "")}";
    }
}
