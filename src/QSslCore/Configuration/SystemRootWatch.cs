using System.Collections.Concurrent;

namespace QSslCore;

/// <summary>Knows which authorities the system trusts at the moment. Thread-safe.</summary>
/// <remarks>
/// As with OpenSSL, the environment variables SSL_CERT_DIR and SSL_CERT_FILE replace the places of a Unix system. They are read at every
/// call, because a script may set them at any time. The files themselves are looked at once in <see cref="JudgementLifetime"/>.
/// </remarks>
/// <param name="usual">Finds the usual places of the system.</param>
/// <param name="environment">The value of an environment variable; null where it is not set.</param>
/// <param name="milliseconds">A clock that never goes back.</param>
/// <param name="loadStores">Reads the authorities where they do not lie in files; null where they do.</param>
internal sealed class SystemRootWatch(
    Func<SystemRootPlaces> usual, Func<string, string?> environment, Func<long> milliseconds, Func<QSslCertificate[]>? loadStores)
{
    /// <summary>How long a judgement about the places holds, in milliseconds: each connection asks for them, and a judgement looks at
    /// every file, and at every directory on the way to a place that the environment names.</summary>
    public const long JudgementLifetime = 1_000;

    private readonly Lazy<SystemRootPlaces> _usual = new(usual);
    private readonly ConcurrentDictionary<string, byte> _told = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private volatile Judgement? _judgement;

    /// <summary>The authorities as they are now, or were within the last second.</summary>
    public SystemRootSet Current => Find(isAsked: false);

    /// <summary>The authorities as they are now.</summary>
    /// <remarks>They are asked for by name, and each answer says what is left out of it. For connections, once is enough.</remarks>
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
        // The state first: a file that changes while it is read has another state at the next look.
        string state = SystemRootSet.StateOf(places);
        QSslCertificate[] stored = places.IsEmpty && loadStores is not null ? loadStores() : [];
        return _judgement is { } last && last.Set.IsStill(places, state, stored) ? last.Set : new(places, state, stored);
    }

    /// <summary>Which places the environment named, and what was found of them.</summary>
    private sealed record Judgement(string? Directories, string? File, SystemRootSet Set, long At);
}
