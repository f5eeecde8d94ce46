using System.Net;
using System.Net.Sockets;

namespace QSslCore.Sockets;

/// <summary>
/// Name lookups on a bounded number of threads. The system's resolver blocks, possibly for minutes. A caller waits for it only as long as
/// the caller wants to, and a hundred callers with the same name cause one lookup.
/// </summary>
/// <param name="resolve">The resolver.</param>
/// <param name="maximumThreads">The maximum number of lookups at a time. Further lookups wait.</param>
/// <param name="startThread">Starts a thread; null to create a thread of the system.</param>
internal sealed class HostLookupQueue(Func<string, IPAddress[]> resolve, int maximumThreads = 16, Action<ThreadStart>? startThread = null)
{
    private static readonly TimeSpan s_threadLife = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly Dictionary<string, Query> _queries = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<Query> _waiting = new();
    private int _threads;
    private int _idleThreads;

    public IHostLookup Start(string hostName, Action completed)
    {
        lock (_gate)
        {
            if (!_queries.TryGetValue(hostName, out Query? query))
            {
                query = new(hostName);
                _queries.Add(hostName, query);
                _waiting.Enqueue(query);
                if (_idleThreads >= _waiting.Count)
                    Monitor.Pulse(_gate);
                else if (_threads < maximumThreads && !TryStartThread() && _threads == 0)
                    return Unanswered(query, completed);
            }
            Ticket ticket = new(this, query, completed);
            query.Tickets.Add(ticket);
            return ticket;
        }
    }

    /// <summary>Returns false if the system cannot create a thread, for example because no descriptor is left.</summary>
    private bool TryStartThread()
    {
        try
        {
            (startThread ?? Start)(Work);
            _threads++;
            return true;
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            return false;
        }

        static void Start(ThreadStart work) => new Thread(work) { IsBackground = true, Name = "QSslCore host lookup" }.UnsafeStart();
    }

    /// <summary>No thread can run the resolver, now or later. The next lookup starts anew.</summary>
    private Ticket Unanswered(Query query, Action completed)
    {
        _queries.Remove(query.HostName);
        _waiting.Clear();
        Ticket ticket = new(this, query, completed);
        ticket.Complete([], "the system has no thread left to resolve it; too many files or sockets may be open");
        return ticket;
    }

    private void Work()
    {
        while (true)
        {
            Query? query;
            lock (_gate)
            {
                while (!_waiting.TryDequeue(out query))
                {
                    _idleThreads++;
                    bool called = Monitor.Wait(_gate, s_threadLife);
                    _idleThreads--;
                    if (!called && _waiting.Count == 0)
                    {
                        _threads--;
                        return;
                    }
                }
                if (query.Tickets.Count == 0)
                {
                    // Every caller that asked has left.
                    _queries.Remove(query.HostName);
                    continue;
                }
            }
            Answer(query);
        }
    }

    private void Answer(Query query)
    {
        IPAddress[] addresses = [];
        string failure = "";
        try
        {
            addresses = resolve(query.HostName);
            if (addresses.Length == 0)
                failure = "the name has no addresses";
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            failure = e.Message;
        }
        List<Ticket> tickets;
        lock (_gate)
        {
            _queries.Remove(query.HostName);
            tickets = [.. query.Tickets];
            foreach (Ticket ticket in tickets)
                ticket.Complete(addresses, failure);
        }
        foreach (Ticket ticket in tickets)
            ticket.Completed();
    }

    private sealed class Query(string hostName)
    {
        public string HostName { get; } = hostName;

        public List<Ticket> Tickets { get; } = [];
    }

    private sealed class Ticket(HostLookupQueue owner, Query query, Action completed) : IHostLookup
    {
        private volatile bool _isCompleted;

        public bool IsCompleted => _isCompleted;

        public IReadOnlyList<IPAddress> Addresses { get; private set; } = [];

        public string Failure { get; private set; } = "";

        public Action Completed { get; } = completed;

        public void Complete(IReadOnlyList<IPAddress> addresses, string failure)
        {
            Addresses = addresses;
            Failure = failure;
            _isCompleted = true;
        }

        public void Dispose()
        {
            lock (owner._gate)
            {
                query.Tickets.Remove(this);
            }
        }
    }
}
