using System.Buffers.Binary;
using System.Net;
using QSslBench.Clients;
using QSslCore;

namespace QSslBench.Peers;

/// <summary>The same server on <see cref="QSslServer"/>: everything is done in handlers on the event loop.</summary>
internal static class QSslBenchServer
{
    public static int Run(string chainFile, string keyFile)
    {
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        configuration.Protocol = SslProtocol.TlsV1_3;
        configuration.LocalCertificateChain = [.. QSslCertificate.FromPath(chainFile)];
        configuration.PrivateKey = new(File.ReadAllBytes(keyFile), KeyAlgorithm.Ec);
        using QSslServer server = new() { SslConfiguration = configuration, ListenBacklogSize = 1024, MaxPendingConnections = 20_000 };
        server.PendingConnectionAvailable += (_, _) =>
        {
            while (server.NextPendingConnection() is QSslSocket socket)
                _ = new Connection(socket);
        };
        if (!server.Listen(IPAddress.Loopback))
            throw new IOException(server.ErrorString);
        ServerCommands.Run(server.ServerPort);
        return 0;
    }

    private sealed class Connection
    {
        /// <summary>More than this is not queued at once.</summary>
        private const int Backlog = 4 * Target.ChunkSize;

        [ThreadStatic]
        private static byte[]? t_room;

        private readonly QSslSocket _socket;
        private readonly byte[] _header = new byte[9];
        private int _headerLength;
        private long _left;

        public Connection(QSslSocket socket)
        {
            _socket = socket;
            socket.Disconnected += (_, _) => socket.Dispose();
            socket.ReadyRead += (_, _) => Read();
            Read();
        }

        private void Read()
        {
            byte[] room = t_room ??= new byte[Target.ChunkSize];
            while (_socket.BytesAvailable > 0)
            {
                if (_left > 0 && _header[0] == (byte)'u')
                {
                    _left -= _socket.Read(room.AsSpan(0, (int)Math.Min(_left, room.Length)));
                    if (_left == 0)
                        _socket.Write(room.AsSpan(0, 1));
                }
                else if (_left > 0)
                {
                    int n = (int)_socket.Read(room.AsSpan(0, (int)Math.Min(_left, room.Length)));
                    _left -= n;
                    _socket.Write(room.AsSpan(0, n));
                }
                else
                {
                    ReadHeader();
                }
            }
        }

        private void ReadHeader()
        {
            _headerLength += (int)_socket.Read(_header.AsSpan(_headerLength));
            if (_headerLength < _header.Length)
                return;
            _headerLength = 0;
            _left = BinaryPrimitives.ReadInt64LittleEndian(_header.AsSpan(1));
            if (_header[0] != (byte)'d')
                return;
            long toSend = _left;
            _left = 0;
            _socket.BytesWritten += Send;
            Send(null, null);

            void Send(object? sender, BytesWrittenEventArgs? e)
            {
                byte[] room = t_room ??= new byte[Target.ChunkSize];
                while (toSend > 0 && _socket.BytesToWrite < Backlog)
                {
                    int n = (int)Math.Min(toSend, room.Length);
                    toSend -= n;
                    _socket.Write(room.AsSpan(0, n));
                }
                if (toSend == 0)
                    _socket.BytesWritten -= Send;
            }
        }
    }
}
