using QSslCore;

namespace QSslModule;

/// <summary>Texts about sockets.</summary>
internal static class SocketExtensions
{
    /// <summary>Returns the host and the port as the caller named them.</summary>
    public static string DisplayTarget(this QSslSocket socket) => socket.TargetText.Length > 0 ? socket.TargetText : "unconnected socket";
}
