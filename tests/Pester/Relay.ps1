# Dot-sourced by tests that need a slow or a silent way to a server: passes bytes on, the client's late, the server's perhaps not at all.
if (-not ('QSslTest.Relay' -as [type])) {
    Add-Type -TypeDefinition @'
namespace QSslTest
{
    using System;
    using System.Collections.Generic;
    using System.Net;
    using System.Net.Sockets;
    using System.Threading;

    /// <summary>Passes on what clients send after a delay, except for the first part. If muted, drops the data of the server
    /// that follows the second part of the client.</summary>
    public sealed class Relay : IDisposable
    {
        private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
        private readonly List<Socket> _open = new List<Socket>();
        private readonly int _target;
        private readonly int _delay;
        private readonly bool _mutes;

        public Relay(int target, int delayMilliseconds, bool mutes)
        {
            _target = target; _delay = delayMilliseconds; _mutes = mutes;
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            new Thread(Accept) { IsBackground = true }.Start();
        }

        public int Port { get; private set; }

        public void Dispose()
        {
            _listener.Stop();
            lock (_open) foreach (Socket socket in _open) socket.Dispose();
        }

        private void Accept()
        {
            while (true)
            {
                Socket client, server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                try { client = _listener.AcceptSocket(); server.Connect(IPAddress.Loopback, _target); } catch (Exception) { return; }
                lock (_open) { _open.Add(client); _open.Add(server); }
                int[] words = new int[1];
                new Thread(() => Pass(client, server, words, true)) { IsBackground = true }.Start();
                new Thread(() => Pass(server, client, words, false)) { IsBackground = true }.Start();
            }
        }

        private void Pass(Socket from, Socket to, int[] words, bool isClients)
        {
            byte[] buffer = new byte[65536];
            try
            {
                int n;
                while ((n = from.Receive(buffer)) > 0)
                {
                    if (isClients && Interlocked.Increment(ref words[0]) > 1 && _delay > 0) Thread.Sleep(_delay);
                    if (isClients || !_mutes || Volatile.Read(ref words[0]) < 2) to.Send(buffer, n, SocketFlags.None);
                }
                if (isClients || !_mutes) to.Shutdown(SocketShutdown.Send);
            }
            catch (Exception) { }
        }
    }
}
'@
}
