using System.Net;

namespace QSslCore.Sockets;

/// <summary>A name lookup that is pending or has ended. Its caller disposes of it to abandon it, so that the caller ends on time even if
/// the resolver hangs.</summary>
internal interface IHostLookup : IDisposable
{
    bool IsCompleted { get; }

    /// <summary>The addresses in the system's order of preference; empty when the lookup failed.</summary>
    IReadOnlyList<IPAddress> Addresses { get; }

    /// <summary>Why it failed, in the resolver's words; empty when it did not.</summary>
    string Failure { get; }
}
