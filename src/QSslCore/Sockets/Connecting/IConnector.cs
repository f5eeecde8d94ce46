using System.Net;

namespace QSslCore.Sockets;

/// <summary>Makes one TCP connection, step by step.</summary>
internal interface IConnector : IDisposable
{
    /// <summary>The name is resolved, or needed no resolving.</summary>
    bool IsLookupCompleted { get; }

    /// <summary>The host's address is found on this machine, and not by a proxy.</summary>
    bool LooksHostUp { get; }

    /// <summary>Takes the addresses that the lookup found; false when there are none that may be tried.</summary>
    bool TakeAddresses();

    /// <summary>Goes on with the attempts.</summary>
    /// <param name="transport">The connection, when it stands.</param>
    ConnectStatus Step(out ISocketTransport? transport);

    /// <summary>The addresses of the host that a lookup here has found; empty for a host that is an address.</summary>
    IReadOnlyList<IPAddress> Addresses => [];

    /// <summary>What went wrong, once a step failed.</summary>
    (QSocketError Error, string Text) Failure { get; }

    /// <summary>What the next step waits for.</summary>
    Interest Interest { get; }

    /// <summary>What the peer has sent already.</summary>
    ReadOnlySpan<byte> Received => default;
}
