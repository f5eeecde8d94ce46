using System.Net;

namespace QSslCore.Sockets;

/// <summary>Makes one TCP connection, step by step.</summary>
internal interface IConnector : IDisposable
{
    /// <summary>The name is resolved, or the target is an address.</summary>
    bool IsLookupCompleted { get; }

    /// <summary>Whether this machine looks the host up, instead of a proxy.</summary>
    bool LooksHostUp { get; }

    /// <summary>Takes the addresses that the lookup found. Returns false if none of them may be tried.</summary>
    bool TakeAddresses();

    /// <summary>Continues the attempts.</summary>
    /// <param name="transport">The connection, if it is established.</param>
    ConnectStatus Step(out ISocketTransport? transport);

    /// <summary>The addresses of the host that a lookup here has found; empty for a host that is an address.</summary>
    IReadOnlyList<IPAddress> Addresses => [];

    /// <summary>The error and its description, after a step failed.</summary>
    (QSocketError Error, string Text) Failure { get; }

    /// <summary>What the next step waits for.</summary>
    Interest Interest { get; }

    /// <summary>The bytes that the peer has already sent.</summary>
    ReadOnlySpan<byte> Received => default;
}
