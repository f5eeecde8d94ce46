using System.Net;

namespace QSslCore.Sockets;

/// <summary>A name lookup that runs or has ended. Disposing of it forgets it: its caller leaves on time even when the resolver
/// hangs.</summary>
internal interface IHostLookup : IDisposable
{
    bool IsCompleted { get; }

    /// <summary>The addresses in the system's order of preference; empty when the lookup failed.</summary>
    IReadOnlyList<IPAddress> Addresses { get; }

    /// <summary>Why it failed, in the resolver's words; empty when it did not.</summary>
    string Failure { get; }
}
