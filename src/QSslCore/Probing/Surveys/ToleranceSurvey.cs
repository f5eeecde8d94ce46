using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>What a host does with hellos that it does not know in full. It should answer them like others.</summary>
internal sealed class ToleranceSurvey : Survey
{
    private const int NewerVersion = 0x0305;
    private const int UnassignedExtension = 0x7A7B;

    /// <summary>Lengths that old machines choke on: of more than one byte, of the bytes 256 to 511, and of more than one packet.</summary>
    private static readonly int[] s_lengths = [300, 600, 4500];

    public override SslProfileSections Sections => SslProfileSections.Protocols | SslProfileSections.Weaknesses;

    public override SurveyStage Stage => SurveyStage.Facts;

    public override string Subject => "The test of tolerance";

    public override async Task RunAsync(SurveyContext context, CancellationToken cancellation)
    {
        int version = TlsVersion.All.LastOrDefault(v => v >= TlsVersion.Tls10 && context.AgreedHello(v) is not null);
        if (version == 0)
        {
            SslProfileFact none = context.NotApplicable("no version is accepted that has extensions", TlsVersion.All);
            context.Update(profile => profile with
            {
                Tolerance = new() { Grease = none, LongHello = none, UnknownVersion = none, UnknownExtension = none },
            });
            return;
        }
        // A short list of suites, so that the length is what is asked for.
        ClientHello hello = context.AgreedHello(version)!;
        Task<SslProfileFact> grease = AskAsync(context, Grease(hello), cancellation);
        Task<SslProfileFact> extension = AskAsync(
            context, hello with { MoreExtensions = [(UnassignedExtension, [1, 2, 3, 4])] }, cancellation);
        Task<SslProfileFact> newer = AskNewerAsync(context, hello, version, cancellation);
        Task<SslProfileFact> length = AskLengthsAsync(context, hello, cancellation);
        await Task.WhenAll(grease, extension, newer, length).ConfigureAwait(false);
        SslProfileTolerance tolerance = new()
        {
            Grease = await grease.ConfigureAwait(false),
            UnknownExtension = await extension.ConfigureAwait(false),
            UnknownVersion = await newer.ConfigureAwait(false),
            LongHello = await length.ConfigureAwait(false),
        };
        context.Update(profile => profile with { Tolerance = tolerance });
    }

    /// <summary>Reserved values in every list (RFC 8701).</summary>
    private static ClientHello Grease(ClientHello hello) => hello with
    {
        Suites = [0x0A0A, .. hello.Suites],
        Groups = hello.Groups.Count > 0 ? [0x1A1A, .. hello.Groups] : [],
        SignatureSchemes = hello.SignatureSchemes.Count > 0 ? [.. hello.SignatureSchemes, 0x2A2A] : [],
        SupportedVersions = hello.SupportedVersions.Count > 0 ? [0x3A3A, .. hello.SupportedVersions] : [],
        MoreExtensions = [(0x4A4A, []), (0x5A5A, [0])],
    };

    private static async Task<SslProfileFact> AskNewerAsync(
        SurveyContext context, ClientHello hello, int version, CancellationToken cancellation)
    {
        if (version == TlsVersion.Tls13)
        {
            SslProfileFact listed = await AskAsync(
                context, hello with { SupportedVersions = [NewerVersion, .. hello.SupportedVersions] }, cancellation).ConfigureAwait(false);
            if (!listed.IsYes() || context.NewestClassic < TlsVersion.Tls10)
                return listed;
        }
        int classic = context.NewestClassic;
        return await AskAsync(context, context.Hello(classic) with { Version = NewerVersion }, cancellation).ConfigureAwait(false);
    }

    private static async Task<SslProfileFact> AskLengthsAsync(SurveyContext context, ClientHello hello, CancellationToken cancellation)
    {
        foreach (int length in s_lengths)
        {
            int own = hello.ToMessage().Length;
            ClientHello longer = hello with { PadTo = Math.Max(length, own) };
            if (own > length)
                longer = longer with { Suites = [.. hello.Suites.Take(1)], PadTo = length };
            SslProfileFact fact = await AskAsync(context, longer, cancellation).ConfigureAwait(false);
            if (!fact.IsYes() && !(own > length && fact.IsNo()))
                return fact with { Reason = $"{length} bytes: {fact.Reason}" };
        }
        return SslProfileFact.Yes();
    }

    private static async Task<SslProfileFact> AskAsync(SurveyContext context, ClientHello hello, CancellationToken cancellation)
    {
        ServerAnswer answer = await context.AskFirmlyAsync(hello, cancellation).ConfigureAwait(false);
        return answer switch
        {
            { IsAccepted: true } => SslProfileFact.Yes(),
            { IsRefused: true } => SslProfileFact.No($"the answer is: {answer.Reason}"),
            _ => SslProfileFact.Unknown(answer.Reason),
        };
    }
}
