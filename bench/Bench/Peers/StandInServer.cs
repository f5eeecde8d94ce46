using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using QSslBench.Clients;

namespace QSslBench.Peers;

/// <summary>The server where no C program can be compiled: the same, on SslStream.</summary>
internal static class StandInServer
{
    public static int Run(string chainFile, string keyFile)
    {
        using X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(chainFile, keyFile);
        X509Certificate2Collection chain = [];
        chain.ImportFromPemFile(chainFile);
        SslServerAuthenticationOptions options = new()
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true),
            EnabledSslProtocols = SslProtocols.Tls13,
            AllowTlsResume = false,
        };
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start(1024);
        new Thread(() => Accept(listener, options)) { IsBackground = true }.Start();
        ServerCommands.Run(((IPEndPoint)listener.LocalEndpoint).Port);
        return 0;
    }

    private static void Accept(TcpListener listener, SslServerAuthenticationOptions options)
    {
        while (true)
        {
            Socket socket = listener.AcceptSocket();
            new Thread(() => Serve(socket, options), 256 * 1024) { IsBackground = true }.Start();
        }
    }

    private static void Serve(Socket socket, SslServerAuthenticationOptions options)
    {
        try
        {
            socket.NoDelay = true;
            using SslStream stream = new(new NetworkStream(socket, ownsSocket: true));
            stream.AuthenticateAsServer(options);
            byte[] buffer = new byte[Target.ChunkSize];
            while (stream.ReadAtLeast(buffer.AsSpan(0, 9), 9, throwOnEndOfStream: false) == 9)
                Answer(stream, (char)buffer[0], BinaryPrimitives.ReadInt64LittleEndian(buffer.AsSpan(1)), buffer);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // A client that went away is no fault here.
        }
    }

    private static void Answer(SslStream stream, char operation, long count, byte[] buffer)
    {
        switch (operation)
        {
            case 'd':
                for (; count > 0; count -= buffer.Length)
                    stream.Write(buffer.AsSpan(0, (int)Math.Min(count, buffer.Length)));
                break;
            case 'u':
                for (int n; count > 0 && (n = stream.Read(buffer.AsSpan(0, (int)Math.Min(count, buffer.Length)))) > 0;)
                    count -= n;
                stream.Write(buffer.AsSpan(0, 1));
                break;
            default:
                for (; count > 0 && stream.Read(buffer.AsSpan(0, 1)) == 1; count--)
                    stream.Write(buffer.AsSpan(0, 1));
                break;
        }
    }
}
