using System.Collections.Concurrent;
using System.Security.Cryptography;
using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;
using QSslCore.Probing.Surveys;

namespace QSslCore.Probing.Weaknesses;

/// <summary>What probes of one host share: the way to it, what is known of it, and what one probe measured for several.</summary>
/// <param name="interview">Asks the host.</param>
/// <param name="profile">What is known of it so far.</param>
/// <param name="control">A hello that the host agrees to; null for none that is known.</param>
internal sealed class ProbeContext(Interview interview, SslHostProfile profile, ClientHello? control = null)
{
    private readonly ConcurrentDictionary<string, Lazy<Task>> _measured = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RSAParameters> _rsaKeys = new(StringComparer.Ordinal);

    /// <summary>What is known of the host so far.</summary>
    public SslHostProfile Profile => profile;

    /// <summary>Asks the host single hellos.</summary>
    public Interview Interview => interview;

    /// <summary>Opens a connection.</summary>
    /// <exception cref="IOException">The host cannot be reached; the message says why.</exception>
    public async Task<RecordChannel> OpenAsync(CancellationToken cancellation) =>
        new(await interview.OpenAsync(cancellation).ConfigureAwait(false), interview.AnswerLimit);

    /// <summary>A hello for this host.</summary>
    public ClientHello Offer(Func<SessionSuite, bool> suites) => new()
    {
        Suites = [.. SessionSuite.All.Where(suites).Select(s => s.Code)],
        ServerName = interview.ServerName,
        Groups = [.. NamedCurve.All.Select(c => c.Group)],
        HasPointFormats = true,
        SignatureSchemes = Hellos.ClassicSchemes,
        RenegotiationInfo = [],
    };

    /// <summary>Whether the host answers a usual hello right now.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellation) =>
        (await interview.AskAsync(control ?? Offer(_ => true), cancellation).ConfigureAwait(false)).IsAccepted;

    /// <summary>Whether the host finishes a usual handshake right now.</summary>
    public async Task<bool> FinishesAsync(Func<SessionSuite, bool> suites, CancellationToken cancellation)
    {
        try
        {
            await using RecordChannel channel = await OpenAsync(cancellation).ConfigureAwait(false);
            await new RawSession(channel, Offer(suites)).HandshakeAsync(cancellation).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is SessionException or IOException)
        {
            return false;
        }
    }

    /// <summary>The RSA key of a session's certificate, read once for all sessions that show the same one.</summary>
    /// <exception cref="SessionException">The certificate has none.</exception>
    public RSAParameters RsaKeyOf(RawSession session) =>
        _rsaKeys.GetOrAdd(Convert.ToHexString(SHA256.HashData(session.Certificate)), _ => session.RsaKey());

    /// <summary>Measures once what several probes look at.</summary>
    public Task<T> MeasureAsync<T>(string name, Func<Task<T>> measure) =>
        (Task<T>)_measured.GetOrAdd(name, _ => new(() => measure())).Value;
}
