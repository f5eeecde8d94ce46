using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>What surveys of one host have in common: the host to ask, what was found, and what to write it into. Any thread may use
/// it.</summary>
internal sealed class SurveyContext
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, (ClientHello Hello, ServerAnswer Answer)> _agreed = [];

    public SurveyContext(IProbeHost host, SslHostProfile profile, SslProfileSections sections)
    {
        (Profile, Sections) = (profile, sections);
        Interview = new(host, Log);
    }

    /// <summary>Asks the host.</summary>
    public Interview Interview { get; }

    /// <summary>What the host agreed to so far.</summary>
    public AnswerLog Log { get; } = new();

    /// <summary>What handshakes of TLS 1.3 agree with.</summary>
    public Tls13Shares Shares { get; init; } = Tls13Shares.Common;

    /// <summary>Takes what the run does, a line each, and whether it is a detail; null for none.</summary>
    public Action<bool, string>? Narrator { get; init; }

    /// <summary>The sections that were asked for.</summary>
    public SslProfileSections Sections { get; }

    /// <summary>The profile as far as it is known.</summary>
    public SslHostProfile Profile { get; private set; }

    /// <summary>Writes into the profile.</summary>
    /// <param name="change">Makes the new profile of the present one; must not wait.</param>
    public void Update(Func<SslHostProfile, SslHostProfile> change)
    {
        lock (_gate)
            Profile = change(Profile);
    }

    /// <summary>Tells what could not be found out, and why, in a sentence.</summary>
    public void AddGap(string sentence) => Update(profile =>
        profile with { Gaps = [.. profile.Gaps.Append(VisibleText.Of(sentence)).Distinct()] });

    /// <summary>Whether the host agrees to a version.</summary>
    public bool Accepts(int version) => Profile.Protocols.Any(p =>
        p.Version == TlsVersion.NameOf(version) && p.Status == SslProfileStatus.Accepted);

    /// <summary>That a question does not apply is known only where it is known of each version whether the host accepts it.</summary>
    /// <param name="reason">Why it does not apply.</param>
    /// <param name="versions">The versions that it could apply to.</param>
    public SslProfileFact NotApplicable(string reason, params IReadOnlyList<int> versions) =>
        DoubtOf(versions) is { } doubt ? SslProfileFact.Unknown(doubt) : SslProfileFact.NotApplicable(reason);

    /// <summary>Why it is not known which of some versions the host accepts; null where it is.</summary>
    public string? DoubtOf(params IReadOnlyList<int> versions) => versions.Select(TlsVersion.NameOf)
        .Where(name => Profile.Protocols.Any(p => p.Version == name && p.Status == SslProfileStatus.Unknown))
        .Select(name => $"whether {name} is accepted is not known").FirstOrDefault();

    /// <summary>Why a suite of SSL 3.0 to TLS 1.2 may have been missed; null where all are known.</summary>
    public string? DoubtOfSuites => DoubtOf(TlsVersion.Classic) ?? Profile.Protocols
        .Where(p => p.Status == SslProfileStatus.Accepted && TlsVersion.Classic.Select(TlsVersion.NameOf).Contains(p.Version))
        .Where(p => p.CiphersReason.Length > 0 || p.Ciphers.Length == 0)
        .Select(p => p.CiphersReason.Length > 0 ? $"{p.Version}: {p.CiphersReason}" : $"the suites of {p.Version} were not looked at")
        .FirstOrDefault();

    /// <summary>The newest version up to TLS 1.2 that the host agrees to; 0 for none.</summary>
    public int NewestClassic => TlsVersion.All.LastOrDefault(v => v is >= TlsVersion.Ssl3 and <= TlsVersion.Tls12 && Accepts(v));

    /// <summary>A hello that the host agreed to, of a version; null for none.</summary>
    public ClientHello? AgreedHello(int version)
    {
        lock (_gate)
            return _agreed.GetValueOrDefault(version).Hello;
    }

    /// <summary>The answer to the usual hello of a version, which need not be asked for again; null where the host did not agree to
    /// that one.</summary>
    public ServerAnswer? AgreedAnswer(int version)
    {
        (ClientHello Hello, ServerAnswer Answer) agreed;
        lock (_gate)
            agreed = _agreed.GetValueOrDefault(version);
        return agreed.Hello?.Suites.SequenceEqual(Hello(version).Suites) == true ? agreed.Answer : null;
    }

    /// <summary>A hello that the host agreed to, of any version; null for none.</summary>
    public ClientHello? Control
    {
        get
        {
            lock (_gate)
                return _agreed.OrderByDescending(pair => pair.Key).Select(pair => pair.Value.Hello).FirstOrDefault();
        }
    }

    /// <summary>Keeps a hello that the host agreed to.</summary>
    public void KeepAgreed(int version, ClientHello hello, ServerAnswer answer)
    {
        lock (_gate)
            _agreed[version] = (hello, answer);
    }

    /// <summary>A usual hello that offers one version, with the host's name.</summary>
    public ClientHello Hello(int version) => Hellos.Usual(version, Interview.ServerName);

    /// <summary>Asks, and finds out whether an end without a word is a refusal.</summary>
    public Task<ServerAnswer> AskFirmlyAsync(ClientHello hello, CancellationToken cancellation) =>
        AskFirmlyAsync(() => Interview.AskAsync(hello, cancellation), cancellation);

    /// <summary>Asks, and finds out whether an end without a word is a refusal.</summary>
    public async Task<ServerAnswer> AskFirmlyAsync(Func<Task<ServerAnswer>> ask, CancellationToken cancellation) =>
        await Interview.ConfirmAsync(ask, await ask().ConfigureAwait(false), Control, cancellation).ConfigureAwait(false);
}
