namespace QSslCore.Sockets;

/// <summary>One readable line about a phase of a connection.</summary>
/// <param name="IsDetail">Whether the line is only for troubleshooting.</param>
/// <param name="Text">A sentence in visible form, preceded by the target.</param>
internal readonly record struct TraceLine(bool IsDetail, string Text);
