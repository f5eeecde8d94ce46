using System.Security.Cryptography;

namespace QSslCore.Tls;

/// <summary>
/// Asks the operating system for roots that it trusts but that are not in its store yet, as Qt does. It searches once for each chain,
/// for a few chains at a time, and caches the answers for a while. Thread-safe.
/// </summary>
/// <param name="builder">The operating system.</param>
/// <param name="time">The clock of the cache.</param>
internal sealed class MissingRoots(ISystemChainBuilder builder, TimeProvider time)
{
    public const int MaxAtOnce = 4;

    /// <summary>In milliseconds. The system's own limit is below this one.</summary>
    public const int WaitLimit = 15_000;

    private const int MaxKept = 256;

    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Search> _known = [];
    private readonly Queue<Search> _waiting = new();
    private int _running;

    /// <summary>The search of a system that fetches roots on demand; null if the store has every root that the system trusts.</summary>
    public static MissingRoots? OfSystem { get; } =
        OperatingSystem.IsWindows() ? new(new SystemChainBuilder(), TimeProvider.System) : null;

    /// <summary>Whether a root may be missing: the path ends at an unknown issuer.</summary>
    public static bool MayBeMissing(IReadOnlyList<QSslError> errors) => errors.Any(error => error.Error is
        SslErrorCode.UnableToGetLocalIssuerCertificate or SslErrorCode.UnableToGetIssuerCertificate
            or SslErrorCode.UnableToVerifyFirstCertificate or SslErrorCode.SelfSignedCertificateInChain);

    /// <summary>Whether the system is to be asked.</summary>
    /// <param name="configuration">What the path was verified by.</param>
    /// <param name="errors">What is wrong with it.</param>
    public static bool IsWanted(QSslConfiguration configuration, IReadOnlyList<QSslError> errors) =>
        configuration is { FetchesMissingRoots: true, LoadsRootsOnDemand: true } && MayBeMissing(errors);

    /// <summary>
    /// Verifies a peer with what the system has answered. The system's word is for the root alone. The path to it is verified here, by the
    /// same rules as any other.
    /// </summary>
    /// <param name="peer">The peer as it was verified before.</param>
    /// <param name="chain">The certificates, leaf first.</param>
    /// <param name="configuration">What it was verified by.</param>
    /// <param name="role">The role of the peer.</param>
    /// <param name="answer">The system's answer.</param>
    /// <param name="tell">Gets a sentence about it.</param>
    public static TlsPeer Judge(TlsPeer peer, IReadOnlyList<QSslCertificate> chain, QSslConfiguration configuration, SslMode role,
        SystemChainAnswer answer, Action<string>? tell)
    {
        if (answer.Root is not { IsNull: false } root)
        {
            tell?.Invoke($"The system does not trust the chain: {VisibleText.Of(answer.Words)}.");
            return peer;
        }
        QSslConfiguration trusting = configuration.Copy();
        trusting.CaCertificates = [.. configuration.CaCertificates, root];
        TlsPeer again = TlsBackendRegistry.Find(trusting.Backend)!.VerifyChain(chain, trusting, role);
        bool leadsThere = !MayBeMissing(again.ChainErrors);
        tell?.Invoke(leadsThere
            ? $"The system trusts the chain by the root {root.VisibleName}; the path to it is verified again."
            : $"The system trusts the chain by the root {root.VisibleName}, and what the server sent does not lead to it.");
        return leadsThere ? peer with { VerifiedChain = again.VerifiedChain, ChainErrors = again.ChainErrors } : peer;
    }

    /// <summary>Asks the system and waits for the answer, for as long as a connection would.</summary>
    /// <param name="chain">The certificates, leaf first.</param>
    /// <param name="at">When they must be valid; null for now.</param>
    public SystemChainAnswer AskAndWait(IReadOnlyList<QSslCertificate> chain, DateTimeOffset? at)
    {
        // A wait for a task lets the pool, on which the system is asked, have another thread.
        TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using MissingRootQuery query = Ask(chain, at, answered.SetResult);
        if (query.Answer is null)
            answered.Task.Wait(WaitLimit);
        return query.Answer ?? SystemChainAnswer.TooLate;
    }

    /// <summary>Begins to ask the system; an answer that is known is there at once.</summary>
    /// <param name="chain">The certificates as a server sent them, leaf first.</param>
    /// <param name="at">The time at which the certificates must be valid; null for now.</param>
    /// <param name="answered">Called once on a thread of the pool, unless the answer is available at once or the query was
    /// disposed.</param>
    public MissingRootQuery Ask(IReadOnlyList<QSslCertificate> chain, DateTimeOffset? at, Action answered)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (QSslCertificate link in chain)
            hash.AppendData(SHA256.HashData(link.ToDer()));
        string key = $"{Convert.ToHexString(hash.GetHashAndReset())} {at?.UtcTicks}";
        lock (_lock)
        {
            if (!_known.TryGetValue(key, out Search? search) || search.IsStale(time))
            {
                if (_known.Count >= MaxKept)
                    DropAnswered();
                _known[key] = search = new(key, chain, at);
                _waiting.Enqueue(search);
            }
            MissingRootQuery query = new(answered, this, search);
            if (search.Answer is { } known)
                query.Tell(known, calls: false);
            else
                search.Queries.Add(query);
            StartNext();
            return query;
        }
    }

    /// <summary>Removes a query that does not need its answer any more. A search that has not begun is dropped with its last
    /// query.</summary>
    public void Leave(Search search, MissingRootQuery query)
    {
        lock (_lock)
            search.Queries.Remove(query);
    }

    private void StartNext()
    {
        while (_running < MaxAtOnce && _waiting.TryDequeue(out Search? next))
        {
            if (next.Queries.Count == 0)
            {
                _known.Remove(next.Key);
                continue;
            }
            _running++;
            ThreadPool.UnsafeQueueUserWorkItem(static s => s.Roots.Run(s.Search), (Roots: this, Search: next), preferLocal: false);
        }
    }

    private void Run(Search search)
    {
        SystemChainAnswer answer;
        try
        {
            answer = builder.Build(search.Chain, search.At ?? time.GetUtcNow());
        }
#pragma warning disable CA1031 // Whatever the system throws, there is no root, and the verdict stays what it was.
        catch (Exception e)
#pragma warning restore CA1031
        {
            answer = new(null, e.Message);
        }
        MissingRootQuery[] queries;
        lock (_lock)
        {
            _running--;
            search.Answer = answer;
            search.Until = time.GetUtcNow() + s_lifetime;
            queries = [.. search.Queries];
            search.Queries.Clear();
            StartNext();
        }
        foreach (MissingRootQuery query in queries)
            query.Tell(answer, calls: true);
    }

    private void DropAnswered()
    {
        foreach (string key in _known.Where(pair => pair.Value.Answer is not null).Select(pair => pair.Key).ToArray())
            _known.Remove(key);
    }

    /// <summary>The search for one chain, with the queries that wait for it.</summary>
    internal sealed class Search(string key, IReadOnlyList<QSslCertificate> chain, DateTimeOffset? at)
    {
        public string Key => key;

        public IReadOnlyList<QSslCertificate> Chain => chain;

        public DateTimeOffset? At => at;

        public List<MissingRootQuery> Queries { get; } = [];

        public SystemChainAnswer? Answer { get; set; }

        public DateTimeOffset Until { get; set; }

        public bool IsStale(TimeProvider time) => Answer is not null && time.GetUtcNow() >= Until;
    }
}
