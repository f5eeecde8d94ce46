using System.Text;
using QSslCore;

namespace QSslSnippets;

/// <summary>The blocking way: connect, wait, send a request, and read until the server ends.</summary>
internal static class BlockingGet
{
    /// <summary>What the server answers to GET /, head and body; null when there is no connection, and then <paramref name="error"/> says
    /// why.</summary>
    public static string? Run(string hostName, int port, out string error)
    {
        using QSslSocket socket = new();
        socket.ConnectToHostEncrypted(hostName, port);
        if (!socket.WaitForEncrypted())
        {
            error = socket.ErrorString;
            return null;
        }

        socket.Write("GET / HTTP/1.0\r\n\r\n");
        StringBuilder answer = new();
        while (socket.WaitForReadyRead())
            answer.Append(Encoding.UTF8.GetString(socket.ReadAll()));
        error = "";
        return answer.ToString();
    }
}
