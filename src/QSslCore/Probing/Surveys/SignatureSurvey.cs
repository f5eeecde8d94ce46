using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>The schemes that a host signs with. TLS 1.2 names them in its key exchange; TLS 1.3 hides them, so its handshakes are
/// decrypted.</summary>
internal sealed class SignatureSurvey : Survey
{
    private static readonly string[] s_kinds = ["RSA", "ECDSA", "DSS"];

    public override SslProfileSections Sections =>
        SslProfileSections.Signatures | SslProfileSections.Certificates | SslProfileSections.Clients;

    public override SurveyStage Stage => SurveyStage.Facts;

    public override string Subject => "The list of signature schemes";

    public override async Task RunAsync(SurveyContext context, CancellationToken cancellation)
    {
        Task<TakeAway?> classic = AskClassicAsync(context, cancellation), modern = AskModernAsync(context, cancellation);
        HashSet<int> of12 = Values(await classic.ConfigureAwait(false)), of13 = Values(await modern.ConfigureAwait(false));
        context.Update(profile => profile with
        {
            SignatureSchemes = [.. of13.Union(of12).Select(code => Describe(code, of12.Contains(code), of13.Contains(code)))],
        });
    }

    /// <summary>Whether suites with an authentication are signed with a scheme.</summary>
    private static bool IsOf(int scheme, string authentication) => TlsSignatureScheme.Find(scheme)?.Key switch
    {
        "RSA" or "RSA-PSS" => authentication == "RSA",
        "ECDSA" or "EdDSA" => authentication == "ECDSA",
        "DSA" => authentication == "DSS",
        _ => false,
    };

    private static HashSet<int> Values(TakeAway? asking) => [.. asking?.Found.Select(each => each.Value) ?? []];

    private static SslProfileSignatureScheme Describe(int code, bool isOf12, bool isOf13)
    {
        TlsSignatureScheme? scheme = TlsSignatureScheme.Find(code);
        string[] versions = [.. isOf12 ? ["TLS 1.2"] : Array.Empty<string>(), .. isOf13 ? ["TLS 1.3"] : Array.Empty<string>()];
        return new()
        {
            Name = TlsSignatureScheme.NameOf(code),
            Code = code,
            Key = scheme?.Key ?? "",
            Hash = scheme?.Hash ?? "",
            Versions = versions,
        };
    }

    private static async Task<TakeAway?> AskClassicAsync(SurveyContext context, CancellationToken cancellation)
    {
        if (!context.Accepts(TlsVersion.Tls12))
            return null;
        ClientHello hello = context.Hello(TlsVersion.Tls12);
        TakeAway asking = new(
            (offer, token) => context.AskFirmlyAsync(hello with
            {
                SignatureSchemes = [.. offer],
                Suites = [.. hello.Suites.Where(suite => TlsSuite.Find(suite) is { } s && (s.IsElliptic || s.IsFiniteField)
                    && offer.Any(scheme => IsOf(scheme, s.Authentication)))],
            }, token),
            answer => answer.KeyExchange?.Scheme ?? -1);
        // A host with several certificates may choose one and then lack a scheme for it: each kind is asked for by itself.
        foreach (string kind in s_kinds)
            await asking.RunAsync([.. Hellos.ClassicSchemes.Where(scheme => IsOf(scheme, kind))], cancellation).ConfigureAwait(false);
        if (asking.Doubt.Length > 0)
            context.AddGap($"The signature schemes of TLS 1.2 may not be complete: {asking.Doubt}.");
        return asking;
    }

    private static async Task<TakeAway?> AskModernAsync(SurveyContext context, CancellationToken cancellation)
    {
        if (!context.Accepts(TlsVersion.Tls13))
            return null;
        TakeAway asking = new(
            (offer, token) => context.AskFirmlyAsync(
                () => Tls13Handshake.RunAsync(context, hello => hello with { SignatureSchemes = [.. offer] }, token), token),
            answer => answer.KeyExchange?.Scheme ?? -1);
        await asking.RunAsync([.. TlsSignatureScheme.All.Where(scheme => scheme.IsForTls13).Select(scheme => scheme.Code)], cancellation)
            .ConfigureAwait(false);
        if (asking.Doubt.Length > 0)
            context.AddGap($"The signature schemes of TLS 1.3 may not be complete: {asking.Doubt}.");
        return asking;
    }
}
