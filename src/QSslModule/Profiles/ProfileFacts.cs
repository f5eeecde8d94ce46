using QSslCore;

namespace QSslModule;

/// <summary>What a profile says beside versions and suites, in short, for the screen and the page.</summary>
/// <param name="Rank">0 is bad, 1 weak or unknown, 2 good or neither.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Values">What was seen.</param>
internal sealed record ProfileFacts(int Rank, string Name, string[] Values)
{
    private const int MinFieldBits = 2048;
    private const int MinCurveBits = 224;

    /// <summary>The facts of a profile; what was not looked at is left out.</summary>
    public static IEnumerable<ProfileFacts> Of(SslHostProfile profile)
    {
        foreach (SslProfileCertificate certificate in profile.Certificates)
        {
            string until = certificate.NotAfter is { } end ? $", until {ReportText.Day(end)}" : "";
            yield return new(2, "Certificate", [$"{certificate.Key} {ReportText.CommonName(certificate.Subject)}{until}"]);
        }
        if (profile.Groups.Length > 0)
        {
            string[] names = [.. profile.Groups.Select(group => group.Name)];
            bool isWeak = profile.Groups.Any(
                group => group.Bits > 0 && group.Bits < (group.Kind == "FiniteField" ? MinFieldBits : MinCurveBits));
            yield return new(isWeak ? 0 : 2, "Groups", names);
        }
        if (profile.DiffieHellman.Length > 0)
        {
            yield return new(profile.DiffieHellman.Any(parameters => parameters.Bits < MinFieldBits) ? 0 : 2, "DH primes",
                [.. profile.DiffieHellman.Select(parameters =>
                    $"{ReportText.Number(parameters.Bits)} bits{(parameters.KnownAs.Length > 0 ? $" ({parameters.KnownAs})" : "")}")]);
        }
        if (profile.SignatureSchemes.Length > 0)
        {
            bool isWeak = profile.SignatureSchemes.Any(scheme => scheme.Hash is "MD5" or "SHA1");
            yield return new(isWeak ? 1 : 2, "Signatures", [.. profile.SignatureSchemes.Select(scheme => scheme.Name)]);
        }
        if (profile.PostQuantum.Status != SslProfileStatus.Unknown)
            yield return new(
                profile.PostQuantum.Status == SslProfileStatus.NotOffered ? 1 : 2, "Post-quantum", [profile.PostQuantum.Status]);
        foreach (ProfileFacts fact in Known(
            Bad("compression", profile.Compression), Good("secure renegotiation", profile.Renegotiation.Secure),
            Bad("client renegotiation", profile.Renegotiation.ClientInitiated),
            Good("extended master secret", profile.ExtendedMasterSecret),
            Good("fallback SCSV", profile.FallbackScsv), Bad("early data", profile.EarlyData)))
            yield return fact;
        yield return new(2, "Answers", [.. Answers(profile)]);
    }

    /// <summary>Facts of one kind share a line, so that a profile is one screen.</summary>
    private static IEnumerable<ProfileFacts> Known(params (string Name, SslProfileFact Fact, bool IsGood)[] facts)
    {
        (string Name, SslProfileFact Fact, bool IsGood)[] known = [.. facts.Where(fact => fact.Fact.IsYes() || fact.Fact.IsNo())];
        string[] bad = [.. known.Where(fact => fact.Fact.IsYes() != fact.IsGood).Select(Words)];
        string[] good = [.. known.Where(fact => fact.Fact.IsYes() == fact.IsGood).Select(Words)];
        if (bad.Length > 0)
            yield return new(1, "Weak", bad);
        if (good.Length > 0)
            yield return new(2, "Good", good);
    }

    private static string Words((string Name, SslProfileFact Fact, bool IsGood) fact) =>
        fact.Fact.IsYes() ? fact.Name : $"no {fact.Name}";

    private static (string Name, SslProfileFact Fact, bool IsGood) Good(string name, SslProfileFact fact) => (name, fact, true);

    private static (string Name, SslProfileFact Fact, bool IsGood) Bad(string name, SslProfileFact fact) => (name, fact, false);

    private static IEnumerable<string> Answers(SslHostProfile profile)
    {
        foreach (string protocol in profile.Alpn)
            yield return $"ALPN {protocol}";
        if (profile.Hsts.Status == SslProfileStatus.Yes)
            yield return $"HSTS {ReportText.Number(profile.Hsts.MaxAgeSeconds)} s";
        if (profile.Stapling.IsYes())
            yield return "stapled OCSP";
        if (profile.CertificateRequest.IsYes())
            yield return "asks for a client certificate";
        if (profile.SniRequired.IsYes())
            yield return "needs a name (SNI)";
        if (profile.Resumption.SessionId.IsYes())
            yield return "session ids";
        if (profile.Resumption.Ticket.IsYes() || profile.Resumption.Psk.IsYes())
            yield return "session tickets";
    }
}
