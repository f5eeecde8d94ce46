using System.Security.Cryptography;

namespace QSslCore.BouncyCastle.Sessions;

/// <summary>The sessions that the clients of a server can resume. This type is thread-safe.</summary>
internal sealed class SessionCache
{
    public const int NumberLength = 32;
    private const int MaxSessions = 20_480;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _sessions = [];
    private readonly Queue<string> _byAge = new();

    private sealed record Entry(SessionState Session, string RequestedName, long Made);

    /// <summary>Returns a number that cannot be guessed.</summary>
    public static byte[] NewNumber() => RandomNumberGenerator.GetBytes(NumberLength);

    public void Add(SessionState session, string requestedName)
    {
        string number = Convert.ToHexString(session.Number);
        lock (_lock)
        {
            DropOld();
            if (_sessions.TryAdd(number, new(session, requestedName, Environment.TickCount64)))
                _byAge.Enqueue(number);
        }
    }

    /// <summary>
    /// Returns the session of a number; null if there is none, or if it was created for another name (RFC 6066, section 3).
    /// </summary>
    public SessionState? Find(byte[] number, string requestedName)
    {
        lock (_lock)
        {
            DropOld();
            // Return a copy, because the secret may be cleared at any time.
            return _sessions.TryGetValue(Convert.ToHexString(number), out Entry? entry) && entry.RequestedName == requestedName
                ? entry.Session with { Secret = [.. entry.Session.Secret] }
                : null;
        }
    }

    private void DropOld()
    {
        long oldest = Environment.TickCount64 - (long)s_lifetime.TotalMilliseconds;
        while (_byAge.TryPeek(out string? number) && (_byAge.Count >= MaxSessions || _sessions[number].Made < oldest))
        {
            _byAge.Dequeue();
            _sessions.Remove(number, out Entry? dropped);
            CryptographicOperations.ZeroMemory(dropped!.Session.Secret);
        }
    }
}
