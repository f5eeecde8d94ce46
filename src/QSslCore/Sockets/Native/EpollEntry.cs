namespace QSslCore.Sockets.Native;

/// <summary>How a descriptor stands in the set of the epoll reactor. Touched under the reactor's gate only.</summary>
internal sealed class EpollEntry
{
    /// <summary>What the kernel watches it for: 0 is nothing.</summary>
    public uint Events { get; set; }

    /// <summary>The client to call; null when it is not armed, although the kernel may still watch.</summary>
    public LoopRegistration? Armed { get; set; }
}
