using QSslCore;

namespace QSslModule;

/// <summary>Words about sockets.</summary>
internal static class SocketExtensions
{
    /// <summary>Host and port, as the caller named them.</summary>
    public static string DisplayTarget(this QSslSocket socket) => socket.TargetText.Length > 0 ? socket.TargetText : "unconnected socket";
}
