namespace QSslCore.Tests.Support;

/// <summary>An event of the library's event source.</summary>
internal sealed record HeardEvent(string Name, long SocketId, string Target, string Rest);
