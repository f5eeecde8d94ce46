using System.Net.Sockets;
using QSslCore.Probing.Surveys;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>A port of loopback as a host of probes.</summary>
internal sealed class LoopbackHost(int port, TimeSpan limit) : IPlainHost
{
    public string? ServerName => TestPki.ServerName;

    public TimeSpan AnswerLimit => limit;

    public StartTlsProtocol? StartTls { get; init; }

    public int Port => port;

    public int PlainHttpPort { get; init; }

    /// <summary>Why <see cref="PlainHttpPort"/> cannot be reached; null to try.</summary>
    public ProbeUnreachableException? PlainFailure { get; init; }

    public ValueTask<IProbeLine> OpenAsync(CancellationToken cancellation) => OpenPlainAsync(port, cancellation);

    public async ValueTask<IProbeLine> OpenPlainAsync(int port, CancellationToken cancellation)
    {
        if (PlainFailure is not null && port == PlainHttpPort)
            throw PlainFailure;
        try
        {
            return await TcpLine.ConnectAsync(port, cancellation);
        }
        catch (SocketException e)
        {
            throw new ProbeUnreachableException(e.Message, e.SocketErrorCode == SocketError.ConnectionRefused);
        }
    }
}
