using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using QSslCore;

namespace QSslBench;

/// <summary>How late the waits return when their limit has passed: nobody ever answers.</summary>
internal static class Lateness
{
    private const int LimitMilliseconds = 20;

    /// <returns>Per wait, each sample in milliseconds.</returns>
    public static IReadOnlyList<(string Wait, IReadOnlyList<double> Milliseconds)> Measure(int samples)
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        int port = ((IPEndPoint)silent.LocalEndpoint).Port;
        using QSslSocket plain = new();
        plain.ConnectToHost("127.0.0.1", port);
        if (!plain.WaitForConnected())
            throw new IOException(plain.ErrorString);
        using QSslSocket encrypted = new();
        encrypted.ConnectToHostEncrypted("127.0.0.1", port);
        return
        [
            ("WaitForReadyRead", Sample(samples, () => plain.WaitForReadyRead(LimitMilliseconds))),
            ("WaitForEncrypted", Sample(samples, () => encrypted.WaitForEncrypted(LimitMilliseconds))),
            ("WaitForDisconnected", Sample(samples, () => plain.WaitForDisconnected(LimitMilliseconds))),
        ];
    }

    private static double[] Sample(int samples, Func<bool> wait)
    {
        wait();
        double[] late = new double[samples];
        for (int i = 0; i < samples; i++)
        {
            long started = Stopwatch.GetTimestamp();
            if (wait())
                throw new InvalidOperationException("A wait for nothing was satisfied.");
            late[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds - LimitMilliseconds;
        }
        return late;
    }
}
