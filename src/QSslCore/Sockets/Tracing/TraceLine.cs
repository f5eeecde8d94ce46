namespace QSslCore.Sockets;

/// <summary>One line about a phase of a connection, for people.</summary>
/// <param name="IsDetail">It is for those who look for a fault, and not for every reader.</param>
/// <param name="Text">A sentence, in visible form, with the target before it.</param>
internal readonly record struct TraceLine(bool IsDetail, string Text);
