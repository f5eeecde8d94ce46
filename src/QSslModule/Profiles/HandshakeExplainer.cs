using QSslCore;

namespace QSslModule;

/// <summary>Says why a handshake failed, in a sentence with the parameter that would make it work: what the host accepts is held against
/// what was offered.</summary>
internal static class HandshakeExplainer
{
    private const int MaxNames = 3;

    /// <summary>The versions that this side can be told to offer, the best first.</summary>
    private static readonly (string Version, SslProtocol Protocol)[] s_versions =
    [
        ("TLS 1.3", SslProtocol.TlsV1_3), ("TLS 1.2", SslProtocol.TlsV1_2), ("TLS 1.1", SslProtocol.TlsV1_1),
        ("TLS 1.0", SslProtocol.TlsV1_0),
    ];

    /// <param name="profile">What the host accepts.</param>
    /// <param name="check">What was offered.</param>
    /// <param name="result">What came of it.</param>
    public static string Explain(SslHostProfile profile, HostCheck check, HostCheckResult result)
    {
        if (result.Outcome == HostCheckOutcome.StartTlsFailed)
            return OfStartTls(profile, check);
        if (PlainTextExplainer.Explain(result.Failure, check.Port) is { } plain)
            return plain;
        SslProfileProtocol[] accepted = [.. profile.Protocols.Where(protocol => protocol.Status == SslProfileStatus.Accepted)];
        if (profile.Failure.Length > 0)
            return $"What the host accepts could not be found out: {profile.Failure.TrimEnd('.')}.";
        return OfName(profile, check, result)
            ?? OfVersion(accepted, check.Configuration.Protocol)
            ?? OfCertificate(profile, check, result)
            ?? OfApplicationProtocol(profile, check, result)
            ?? OfCipher(accepted, check.Configuration)
            ?? OfGroup(profile, accepted, check.Configuration)
            ?? OfParameters(profile, accepted, check.Configuration)
            ?? (accepted.Length > 0
                ? $"The host accepts {Names(accepted.Select(protocol => protocol.Version))}, and what was offered suits it: the reason is "
                    + "not in what it accepts."
                : "The host accepted no version and no suite that was tried: see whether its TLS is set up at all.");
    }

    /// <summary>A server that begins with TLS at once takes the commands of the protocol for garbage.</summary>
    private static string OfStartTls(SslHostProfile profile, HostCheck check) =>
        profile.Protocols.Any(protocol => protocol.Status == SslProfileStatus.Accepted) && profile.StartTls.Length == 0
            ? $"The host begins with TLS at once here, without {check.StartTls!.Name}: leave -StartTls out."
            : $"The host does not come to TLS by {check.StartTls!.Name}, and does not begin with TLS here either: see which protocol it "
                + "speaks on this port, and whether it has a certificate.";

    /// <summary>The name matters first: without it a host may show nothing of the rest.</summary>
    private static string? OfName(SslHostProfile profile, HostCheck check, HostCheckResult result)
    {
        bool sentNone = check.PeerName.Length == 0 && System.Net.IPAddress.TryParse(check.HostName, out _);
        if (profile.SniRequired.IsYes() && sentNone)
            return "The host answers only clients that name it (SNI), and no name was sent: -PeerName gives it one.";
        return result.Alert?.Type == AlertType.UnrecognizedName
            ? $"The host does not serve the name '{VisibleText.Of(check.PeerName.Length > 0 ? check.PeerName : check.HostName)}' (SNI): "
                + "-PeerName gives it another."
            : null;
    }

    private static string? OfVersion(SslProfileProtocol[] accepted, SslProtocol offered)
    {
        if (accepted.Length == 0 || accepted.Any(protocol => IsOffered(protocol.Version, offered)))
            return null;
        (string Version, SslProtocol Protocol) best = s_versions.FirstOrDefault(
            version => accepted.Any(protocol => protocol.Version == version.Version));
        string what = $"The host accepts {Names(accepted.Select(protocol => protocol.Version))}";
        if (best.Version is null)
            return $"{what} only, which no client should speak any more, and this one does not: update the server.";
        SslProfileProtocol target = accepted.First(protocol => protocol.Version == best.Version);
        string suites = SuiteWords(target.Ciphers);
        bool isWeak = best.Protocol is SslProtocol.TlsV1_0 or SslProtocol.TlsV1_1 || AreWeak(target.Ciphers);
        return $"{what}{(suites.Length > 0 ? $" with {suites} only" : " only")}; -Protocol {best.Protocol} reaches it"
            + $"{(isWeak ? ", insecurely" : "")}.";
    }

    private static string? OfCertificate(SslHostProfile profile, HostCheck check, HostCheckResult result)
    {
        bool isMissed = result.ClientCertificate == ClientCertificateAnswer.Missed || result.Alert?.Type == AlertType.CertificateRequired;
        if (!isMissed && !(profile.CertificateRequest.IsYes() && result.ClientCertificate == ClientCertificateAnswer.Refused))
            return null;
        string details = profile.CertificateRequest.Reason.TrimEnd('.');
        string from = details.Length > 0 ? $" ({details})" : "";
        return check.Configuration.LocalCertificate.IsNull
            ? $"The host requires a client certificate{from}: -Certificate and -Key give it one."
            : $"The host does not take the client certificate that was given{from}: -Certificate and -Key give it another.";
    }

    private static string? OfApplicationProtocol(SslHostProfile profile, HostCheck check, HostCheckResult result)
    {
        if (result.Alert?.Type != AlertType.NoApplicationProtocol)
            return null;
        string offered = Names(check.Configuration.AllowedNextProtocols);
        return profile.Alpn.Length > 0
            ? $"The host speaks {Names(profile.Alpn)}, and the offer was {offered} (ALPN): -Alpn {profile.Alpn[0]} reaches it."
            : $"The host speaks none of {offered} (ALPN): leave -Alpn out.";
    }

    private static string? OfCipher(SslProfileProtocol[] accepted, QSslConfiguration configuration)
    {
        SslProfileCipher[] theirs = [.. CommonCiphers(accepted, configuration, isOffered: null)];
        if (theirs.Length == 0 || CommonCiphers(accepted, configuration, isOffered: true).Any())
            return null;
        string list = Names(theirs.Select(cipher => cipher.Name));
        SslProfileCipher best = theirs.OrderBy(cipher => Rank(cipher.Grade)).First();
        bool isHere = QSslConfiguration.SupportedCiphers.Any(
            cipher => cipher.IanaName.Equals(best.Name, StringComparison.OrdinalIgnoreCase));
        return isHere
            ? $"The host accepts {list} only, and none of these was offered; -Cipher {best.Name} reaches it"
                + $"{(best.Grade is "Weak" or "Broken" ? ", insecurely" : "")}."
            : $"The host accepts {list} only, which this TLS library does not have: set up better suites there, or use another -Backend.";
    }

    private static string? OfGroup(SslHostProfile profile, SslProfileProtocol[] accepted, QSslConfiguration configuration)
    {
        QSslEllipticCurve[] offered = configuration.EllipticCurves.Length > 0 ? configuration.EllipticCurves
            : [.. QSslConfiguration.SupportedEllipticCurves];
        bool needsOne = CommonCiphers(accepted, configuration, isOffered: true).All(cipher => cipher.KeyExchange is "any" or "ECDHE");
        if (profile.Groups.Length == 0 || !needsOne || profile.Groups.Any(group => offered.Any(curve => IsGroup(curve, group.Name))))
            return null;
        string list = Names(profile.Groups.Select(group => group.Name));
        string? usable = profile.Groups.Select(group => QSslConfiguration.SupportedEllipticCurves
            .FirstOrDefault(curve => curve.IsTlsNamedCurve && IsGroup(curve, group.Name))?.ShortName)
            .FirstOrDefault(name => name is not null);
        return usable is null
            ? $"The host agrees on keys in {list} only, which this TLS library does not have: add another group there."
            : $"The host agrees on keys in {list} only, and none of these was offered; -Group {usable} reaches it.";
    }

    private static string? OfParameters(SslHostProfile profile, SslProfileProtocol[] accepted, QSslConfiguration configuration)
    {
        SslProfileCipher[] common = [.. CommonCiphers(accepted, configuration, isOffered: true)];
        int bits = profile.DiffieHellman.Length > 0 ? profile.DiffieHellman.Min(parameters => parameters.Bits) : 0;
        const int MinBits = 2048;
        return common.Length > 0 && common.All(cipher => cipher.KeyExchange == "DHE") && bits is > 0 and < MinBits
            ? $"The host agrees on keys by Diffie-Hellman with {ReportText.Number(bits)} bits only, which is too small: give it "
                + $"{MinBits} bits (ffdhe2048), or ECDHE."
            : null;
    }

    /// <param name="accepted">The versions that the host accepts.</param>
    /// <param name="configuration">What was offered.</param>
    /// <param name="isOffered">True for the suites that were offered; null for all in versions that were.</param>
    private static IEnumerable<SslProfileCipher> CommonCiphers(
        SslProfileProtocol[] accepted, QSslConfiguration configuration, bool? isOffered)
    {
        QSslCipher[] offered = configuration.Ciphers.Length > 0 ? configuration.Ciphers : QSslConfiguration.DefaultConfiguration.Ciphers;
        return accepted.Where(protocol => IsOffered(protocol.Version, configuration.Protocol)).SelectMany(protocol => protocol.Ciphers)
            .DistinctBy(cipher => cipher.Code)
            .Where(cipher => isOffered is null
                || offered.Any(one => one.IanaName.Equals(cipher.Name, StringComparison.OrdinalIgnoreCase)));
    }

    private static bool IsGroup(QSslEllipticCurve curve, string name) => curve == QSslEllipticCurve.FromShortName(name)
        || name.Equals(curve.ShortName, StringComparison.OrdinalIgnoreCase)
        || name.Equals(curve.NistName, StringComparison.OrdinalIgnoreCase);

    private static bool IsOffered(string version, SslProtocol protocol)
    {
        int place = Array.FindIndex(s_versions, known => known.Version == version);
        return place >= 0 && protocol switch
        {
            SslProtocol.AnyProtocol or SslProtocol.TlsV1_0OrLater => true,
            SslProtocol.TlsV1_1OrLater => place <= 2,
            SslProtocol.SecureProtocols or SslProtocol.TlsV1_2OrLater => place <= 1,
            SslProtocol.TlsV1_3OrLater => place == 0,
            _ => s_versions[place].Protocol == protocol,
        };
    }

    private static string SuiteWords(SslProfileCipher[] ciphers) => ciphers switch
    {
        [] => "",
        _ when ciphers.All(cipher => cipher.Weak.Contains("RC4")) => "RC4 suites",
        _ when ciphers.All(cipher => cipher.Weak.Contains("CBC")) => "CBC suites",
        _ => "",
    };

    private static bool AreWeak(SslProfileCipher[] ciphers) =>
        ciphers.Length > 0 && ciphers.All(cipher => cipher.Grade is "Weak" or "Broken");

    private static int Rank(string grade) => Array.IndexOf(["Good", "Acceptable", "Weak", "Broken"], grade);

    private static string Names(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length is > 1 and <= MaxNames ? $"{string.Join(", ", all[..^1])} and {all[^1]}"
            : all.Length <= MaxNames ? string.Concat(all)
            : $"{string.Join(", ", all.Take(MaxNames))} and {ReportText.Number(all.Length - MaxNames)} more";
    }
}
