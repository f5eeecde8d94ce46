using System.Net;

namespace QSslCore.Sockets;

/// <summary>Where connections are made from.</summary>
internal sealed record LocalBinding(IPEndPoint EndPoint, BindFlag Mode);
