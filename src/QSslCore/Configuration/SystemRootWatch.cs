using System.Collections.Concurrent;

namespace QSslCore;

/// <summary>Tracks the authorities that the system trusts. This type is thread-safe.</summary>
/// <remarks>
/// As with OpenSSL, the environment variables SSL_CERT_DIR and SSL_CERT_FILE replace the places of a Unix system. Every call reads them,
/// because a script may set them at any time. The files themselves are checked once per <see cref="JudgementLifetime"/>.
/// </remarks>
/// <param name="usual">Finds the usual places of the system.</param>
/// <param name="environment">Returns the value of an environment variable; null if it is not set.</param>
/// <param name="milliseconds">A monotonic clock.</param>
/// <param name="loadStores">Reads the authorities if they are not in files; null if they are.</param>
internal sealed class SystemRootWatch(
    Func<SystemRootPlaces> usual, Func<string, string?> environment, Func<long> milliseconds, Func<QSslCertificate[]>? loadStores)
{
    /// <summary>How long a result about the places is valid, in milliseconds. Each connection needs one, and a new result checks every
    /// file, and every directory on the path to a place that the environment names.</summary>
    public const long JudgementLifetime = 1_000;

    private readonly Lazy<SystemRootPlaces> _usual = new(usual);
    private readonly ConcurrentDictionary<string, byte> _told = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private volatile Judgement? _judgement;

    /// <summary>The authorities of now, or of at most one second ago.</summary>
    public SystemRootSet Current => Find(isAsked: false);

    /// <summary>Returns the authorities of now.</summary>
    /// <remarks>The caller requests the authorities explicitly, so each call warns about what is omitted. For connections, one warning is
    /// enough.</remarks>
    public SystemRootSet Look() => Find(isAsked: true);

    private SystemRootSet Find(bool isAsked)
    {
        string? directories = environment(SystemRootPlaces.DirectoriesVariable);
        string? file = environment(SystemRootPlaces.FileVariable);
        if (!isAsked && IsFresh(_judgement, directories, file))
            return _judgement!.Set;
        lock (_lock)
        {
            if (!isAsked && IsFresh(_judgement, directories, file))
                return _judgement!.Set;
            long now = milliseconds();
            SystemRootSet set = Judge(directories, file, isAsked);
            _judgement = new(directories, file, set, now);
            return set;
        }
    }

    private bool IsFresh(Judgement? known, string? directories, string? file) => known is not null
        && known.Directories == directories && known.File == file && milliseconds() - known.At < JudgementLifetime;

    private SystemRootSet Judge(string? directories, string? file, bool isAsked)
    {
        SystemRootPlaces places = _usual.Value;
        if (!string.IsNullOrEmpty(directories) || !string.IsNullOrEmpty(file))
        {
            places = places.ReplacedBy(
                variable => variable == SystemRootPlaces.FileVariable ? file : directories,
                reason =>
                {
                    if (_told.TryAdd(reason, 0) || isAsked)
                        QtLog.Warn(reason);
                });
        }
        // Read the state first: if a file changes while it is read, its state differs at the next check.
        string state = SystemRootSet.StateOf(places);
        QSslCertificate[] stored = places.IsEmpty && loadStores is not null ? loadStores() : [];
        return _judgement is { } last && last.Set.IsStill(places, state, stored) ? last.Set : new(places, state, stored);
    }

    /// <summary>The places that the environment named, and the result for them.</summary>
    private sealed record Judgement(string? Directories, string? File, SystemRootSet Set, long At);
}
