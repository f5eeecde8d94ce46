namespace QSslCore.Sockets.Native;

/// <summary>The state of a descriptor in the set of the epoll reactor. Guarded by the reactor's gate.</summary>
internal sealed class EpollEntry
{
    /// <summary>The events that the kernel watches for; 0 for none.</summary>
    public uint Events { get; set; }

    /// <summary>The client to call; null if it is not armed. The kernel may still watch the descriptor then.</summary>
    public LoopRegistration? Armed { get; set; }
}
